import { decideSpending } from "../../cost-modes.ts";
import { meshOff } from "../../labels.ts";
import { quantities, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { decideBalancerMetrics } from "./balancer-metrics.ts";
import type { Copies, KafkaSpec } from "./kafka.ts";

/** Specification of Cruise Control beside a `Kafka`. */
export type BalancerSpec = NonNullable<KafkaSpec["cruiseControl"]>;

/** What Cruise Control requests: it keeps the load of all partitions in its heap. */
export const balancerSize: Capacity = { cpu: 0.25, memoryGiB: 1 };

/** Whether there is something that moves partitions: where the cost mode pays for it and there are brokers to move between. */
export function hasBalancer(brokers: number, surroundings: Pick<Surroundings, "costMode" | "tier">): boolean {
  return brokers >= 3 && decideSpending(surroundings).balancer;
}

/**
 * Cruise Control, which moves partitions to brokers that join and away from brokers that go, or undefined where the cost mode
 * saves it or there is nothing to move. Without it a new broker stays empty, and none can be taken away. Partitions are spread
 * by disk and CPU. Not by the network: what a node carries isn't known, and Strimzi leaves those goals out by itself.
 * https://strimzi.io/docs/operators/latest/deploying#proc-automating-rebalances-str
 */
export function decideBalancer(
  store: string,
  brokers: number,
  { replicas }: Copies,
  surroundings: Surroundings,
): BalancerSpec | undefined {
  if (!hasBalancer(brokers, surroundings)) return undefined;
  const { cpu, memory } = quantities(balancerSize);
  const { hard, soft } = decideGoals(replicas, surroundings.zones);
  return {
    autoRebalance: [{ mode: "add-brokers" }, { mode: "remove-brokers" }],
    config: {
      "anomaly.detection.goals": goalNames(hard),
      "default.goals": goalNames([...hard, ...soft]),
      "hard.goals": goalNames(hard),
    },
    metricsConfig: decideBalancerMetrics(store),
    resources: { requests: { cpu, memory }, limits: { memory } },
    template: { pod: { metadata: { labels: { ...meshOff } } } },
  };
}

/**
 * What has to hold after each move, and what is wished for. A copy in each zone can't be had where there are more copies than
 * zones. No limit of CPU has to hold: brokers may take more than they request.
 * https://strimzi.io/docs/operators/latest/deploying#con-optimization-goals-str
 */
function decideGoals(
  copies: number,
  zones: number,
): { readonly hard: readonly string[]; readonly soft: readonly string[] } {
  const apart = zones > 1 && zones < copies ? "RackAwareDistributionGoal" : "RackAwareGoal";
  return {
    hard: [apart, "ReplicaCapacityGoal", "DiskCapacityGoal"],
    soft: [
      "MinTopicLeadersPerBrokerGoal",
      "ReplicaDistributionGoal",
      "DiskUsageDistributionGoal",
      "CpuUsageDistributionGoal",
      "TopicReplicaDistributionGoal",
      "LeaderReplicaDistributionGoal",
    ],
  };
}

function goalNames(goals: readonly string[]): string {
  return goals.map((goal) => `com.linkedin.kafka.cruisecontrol.analyzer.goals.${goal}`).join(",");
}
