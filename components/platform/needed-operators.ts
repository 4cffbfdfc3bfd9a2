import { certManager } from "../../charts/cert-manager.ts";
import { storeCharts } from "../../charts/charts.ts";
import { clusterAutoscaler, decideAutoscalerValues } from "../../charts/cluster-autoscaler.ts";
import { decideKarpenterValues, karpenter } from "../../charts/karpenter.ts";
import { pluginBarmanCloud } from "../../charts/plugin-barman-cloud.ts";
import type { ChartSurroundings, ChartValues, PinnedChart } from "../../charts/catalogue.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { OperatedKind } from "../../environments/schema/stores.ts";
import type { ClusterFacts } from "../cloud.ts";
import { nodeAutoscaler, nodeProvisioner } from "../kit/cluster/node-pools.ts";
import { backupPluginPort, needsBackups } from "../kit/databases/postgres/postgres-backups.ts";
import type { JudgingOperator, Operator, StoreOperator } from "../kit/network/flow.ts";

/** The kinds of stores that an environment places in its cluster, in order. Each needs its operator. */
export function operatedKinds({ stores }: Pick<Environment, "stores">): OperatedKind[] {
  const kinds = Object.values(stores).flatMap((wish) => (wish.placement === "in-cluster" ? [wish.kind] : []));
  return [...new Set(kinds)].sort();
}

/** The operators of an environment, as its flows need to know them. */
export function operatorsOf(environment: Pick<Environment, "stores">): StoreOperator[] {
  return operatedKinds(environment).map((kind) => {
    const { name, pods, webhookPort } = storeCharts[kind];
    return { kind, name, labels: pods, webhookPort };
  });
}

/** Whether something in the cluster shows a certificate of ours: every store there does, and every pooler before any store. */
export function needsCertificates({ stores }: Pick<Environment, "stores">): boolean {
  return Object.values(stores).some(
    (wish) => wish.placement === "in-cluster" || (wish.kind === "postgres" && wish.pooling !== undefined),
  );
}

/** The operators that look after no store of their own, as flows need to know them. */
export function platformOperatorsOf(environment: Pick<Environment, "stores">): JudgingOperator[] {
  const { name, pods, webhookPort } = certManager;
  const plugin = { name: pluginBarmanCloud.name, labels: pluginBarmanCloud.pods };
  return [
    ...(needsCertificates(environment) ? [{ name, labels: pods, webhookPort }] : []),
    ...(needsBackups(environment) ? [{ ...plugin, asked: { by: "postgres", port: backupPluginPort } as const }] : []),
  ];
}

/** What moves a cluster's nodes, where the platform runs it. */
export type NodeMovers = Pick<ClusterFacts, "autoscaler" | "provisioner">;

/** A chart that moves nodes, and its values. */
export interface NodeMover {
  readonly entry: PinnedChart;
  readonly values: (surroundings: ChartSurroundings) => ChartValues;
}

/** Those that the platform runs: none where the cloud moves its nodes itself. */
export function nodeMoversOf({ autoscaler, provisioner }: NodeMovers): NodeMover[] {
  const operator = provisioner?.operator;
  const movers: NodeMover[] = [];
  if (autoscaler !== undefined) {
    const place = { ...autoscaler, serviceAccount: nodeAutoscaler.serviceAccount };
    movers.push({ entry: clusterAutoscaler, values: (around) => decideAutoscalerValues(around, place) });
  }
  if (operator !== undefined) {
    const place = { ...operator, serviceAccount: nodeProvisioner.serviceAccount };
    movers.push({ entry: karpenter, values: (around) => decideKarpenterValues(around, place) });
  }
  return movers;
}

/** What moves nodes, as flows need to know it: it asks the cloud besides the API server. */
export function nodeOperatorsOf(movers: NodeMovers): Operator[] {
  return nodeMoversOf(movers).map(({ entry: { name, pods } }) => ({ name, labels: pods }));
}

/** Every chart that an environment's cluster gets, in order of name. */
export function neededCharts(environment: Pick<Environment, "stores">, movers: NodeMovers): PinnedChart[] {
  return [
    ...operatedKinds(environment).map((kind): PinnedChart => storeCharts[kind]),
    ...(needsCertificates(environment) ? [certManager] : []),
    ...(needsBackups(environment) ? [pluginBarmanCloud] : []),
    ...nodeMoversOf(movers).map(({ entry }) => entry),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}
