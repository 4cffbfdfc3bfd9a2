import { certManager } from "../../charts/cert-manager.ts";
import { storeCharts } from "../../charts/charts.ts";
import { clusterAutoscaler, decideAutoscalerValues } from "../../charts/cluster-autoscaler.ts";
import { decideKarpenterValues, karpenter } from "../../charts/karpenter.ts";
import { pluginBarmanCloud } from "../../charts/plugin-barman-cloud.ts";
import { prometheusOperatorCrds } from "../../charts/prometheus-operator-crds.ts";
import type { ChartSurroundings, ChartValues, PinnedChart } from "../../charts/catalogue.ts";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { InClusterKind } from "../../environments/schema/stores/stores.ts";
import type { ClusterFacts } from "../cloud.ts";
import { nodeAutoscaler, nodeProvisioner } from "../kit/cluster/node-pools.ts";
import { holdsBuckets } from "../kit/objects/objects-in-cluster.ts";
import { backupPluginPort, needsBackups } from "../kit/databases/postgres/postgres-backups.ts";
import type { JudgingOperator, Operator, StoreOperator } from "../kit/network/flows/flow.ts";

/** A kind of stores in the cluster that an operator looks after. */
export type ChartedKind = keyof typeof storeCharts;

/** The kinds of stores in an environment's cluster that need an operator, in order. */
export function operatedKinds({ stores }: Pick<Environment, "stores">): ChartedKind[] {
  const kinds = Object.values(stores).flatMap((wish) =>
    wish.placement === "in-cluster" && isCharted(wish.kind) ? [wish.kind] : [],
  );
  return [...new Set(kinds)].sort();
}

/** The kit runs the other kinds by itself. */
function isCharted(kind: InClusterKind): kind is ChartedKind {
  return Object.hasOwn(storeCharts, kind);
}

/** The operators of an environment, as its flows need to know them. */
export function operatorsOf(environment: Pick<Environment, "stores">): StoreOperator[] {
  return operatedKinds(environment).map((kind) => {
    const { name, pods, webhookPort, metrics } = storeCharts[kind];
    return { kind, name, labels: pods, webhookPort, metricsPort: metrics?.port };
  });
}

/** Where buckets are. */
type BucketFacts = Pick<ClusterFacts, "objects">;

/** What of an environment may show certificates. */
type Certified = Pick<Environment, "buckets" | "stores"> & Partial<Pick<Environment, "domains">>;

function isFlink({ flink }: Pick<ServiceWish, "flink">): boolean {
  return flink !== undefined;
}

/** Whether something in the cluster shows a certificate of ours: every Flink cluster and every store there does, every pooler before and registry beside any store, and what holds buckets. */
export function needsCertificates(environment: Certified, facts: BucketFacts = {}): boolean {
  if (holdsBuckets(environment, facts)) return true;
  if (Object.values(environment.domains ?? {}).some(({ services }) => Object.values(services).some(isFlink)))
    return true;
  return Object.values(environment.stores).some(
    (wish) =>
      wish.placement === "in-cluster" ||
      (wish.kind === "postgres" && wish.pooling !== undefined) ||
      (wish.kind === "kafka" && wish.schemas !== undefined),
  );
}

/** Whether something in the cluster says what is watched of it: every store there and what holds buckets does, every pooler before and registry beside any store, every Flink cluster and feature store. */
export function needsMonitoring(environment: Certified, facts: BucketFacts = {}): boolean {
  const services = Object.values(environment.domains ?? {}).flatMap((domain) => Object.values(domain.services));
  return needsCertificates(environment, facts) || services.some(({ features }) => features !== undefined);
}

/** The operators that look after no store of their own, as flows need to know them. */
export function platformOperatorsOf(environment: Certified, facts: BucketFacts = {}): JudgingOperator[] {
  const { name, pods, webhookPort, metrics } = certManager;
  const plugin = { name: pluginBarmanCloud.name, labels: pluginBarmanCloud.pods };
  return [
    ...(needsCertificates(environment, facts) ? [{ name, labels: pods, webhookPort, metricsPort: metrics?.port }] : []),
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
export function neededCharts(environment: Certified, facts: NodeMovers & BucketFacts): PinnedChart[] {
  return [
    ...operatedKinds(environment).map((kind): PinnedChart => storeCharts[kind]),
    ...(needsCertificates(environment, facts) ? [certManager] : []),
    ...(needsBackups(environment) ? [pluginBarmanCloud] : []),
    ...(needsMonitoring(environment, facts) ? [prometheusOperatorCrds] : []),
    ...nodeMoversOf(facts).map(({ entry }) => entry),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}
