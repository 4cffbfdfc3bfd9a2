import type { ChartEntry, PinnedChart } from "./catalogue.ts";
import { cassOperator } from "./cass-operator.ts";
import { certManager } from "./cert-manager.ts";
import { cloudnativePg } from "./cloudnative-pg.ts";
import { clusterAutoscaler } from "./cluster-autoscaler.ts";
import { karpenter } from "./karpenter.ts";
import { mariadbOperator } from "./mariadb-operator.ts";
import { pluginBarmanCloud } from "./plugin-barman-cloud.ts";
import { prometheusOperatorCrds } from "./prometheus-operator-crds.ts";
import { psmdbOperator } from "./psmdb-operator.ts";
import { rabbitmqOperator } from "./rabbitmq-operator.ts";
import { strimzi } from "./strimzi.ts";

/** The operator of each kind of in-cluster store that has one; the kit runs Redis by itself. */
export const storeCharts: Readonly<
  Record<"postgres" | "kafka" | "rabbitmq" | "mongodb" | "mysql" | "cassandra", ChartEntry>
> = {
  cassandra: cassOperator,
  kafka: strimzi,
  mongodb: psmdbOperator,
  mysql: mariadbOperator,
  postgres: cloudnativePg,
  rabbitmq: rabbitmqOperator,
};

/** Every chart of the kit, in order of name. */
export const charts: readonly PinnedChart[] = [
  cassOperator,
  certManager,
  cloudnativePg,
  clusterAutoscaler,
  karpenter,
  mariadbOperator,
  pluginBarmanCloud,
  prometheusOperatorCrds,
  psmdbOperator,
  rabbitmqOperator,
  strimzi,
];
