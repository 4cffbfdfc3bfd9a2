import type { ChartEntry, PinnedChart } from "./catalogue.ts";
import { cloudnativePg } from "./cloudnative-pg.ts";
import { clusterAutoscaler } from "./cluster-autoscaler.ts";
import { redisOperator } from "./redis-operator.ts";
import { strimzi } from "./strimzi.ts";

/** The operator of each kind of in-cluster store. */
export const storeCharts: Readonly<Record<"postgres" | "kafka" | "redis", ChartEntry>> = {
  kafka: strimzi,
  postgres: cloudnativePg,
  redis: redisOperator,
};

/** Every chart of the kit, in order of name. */
export const charts: readonly PinnedChart[] = [cloudnativePg, clusterAutoscaler, redisOperator, strimzi];
