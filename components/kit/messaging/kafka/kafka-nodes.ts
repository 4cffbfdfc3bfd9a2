import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";

/** What a pool of like nodes does; `dual` is both, on a laptop. */
export type NodeRole = "controller" | "broker" | "dual";

/** The first number of a role's nodes: brokers' go on without gaps, since what leads to one from outside names it. */
const firstNumber: Readonly<Record<NodeRole, number>> = { broker: 0, dual: 0, controller: 100 };

/**
 * From where the operator takes the numbers of new nodes, lowest first; when brokers become fewer the highest goes first.
 * https://strimzi.io/docs/operators/latest/deploying#proc-managing-node-pools-ids-str
 */
export function decideNodeNumbers(role: NodeRole): Readonly<Record<string, string>> {
  const first = firstNumber[role];
  return { "strimzi.io/next-node-ids": `[${first}-${first + 99}]` };
}

/** A broker of a Kafka. */
export interface KafkaNode {
  readonly number: number;
  readonly pod: string;
}

/** The brokers, in order of number. A pod is called by its Kafka, its pool and its number. */
export function decideBrokers(store: string, { brokers }: Pick<KafkaWish, "brokers">): KafkaNode[] {
  const role = brokers < 3 ? "dual" : "broker";
  return Array.from({ length: brokers < 3 ? 1 : brokers }, (_, index) => {
    const number = firstNumber[role] + index;
    return { number, pod: `${store}-${nodePoolName(store, role)}-${number}` };
  });
}

/** Name of a `KafkaNodePool`. */
export function nodePoolName(store: string, role: NodeRole): string {
  return `${store}-${role}`;
}
