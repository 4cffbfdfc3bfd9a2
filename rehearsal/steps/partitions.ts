import type { Refusal, Step } from "./steps.ts";

/** Where a topic says how many partitions it has, by type. */
const partitionsOf: Readonly<Record<string, string>> = {
  "aws:msk/topic:Topic": "partitionCount",
  "azure-native:eventhub:EventHub": "partitionCount",
  "gcp:managedkafka/topic:Topic": "partitionCount",
  "kubernetes:kafka.strimzi.io/v1:KafkaTopic": "spec.partitions",
};

/**
 * Topics that would get fewer partitions, which no Kafka can: clouds refuse it halfway through a run, and Strimzi takes the change, then
 * says of the topic that it isn't ready, in vain.
 * https://kafka.apache.org/documentation/#basic_ops_modify_topic
 * https://learn.microsoft.com/azure/event-hubs/dynamically-add-partitions
 */
export function refuseFewerPartitions(steps: readonly Step[]): Refusal[] {
  return steps.flatMap(({ urn, type, step, diffs }) => {
    const path = partitionsOf[type];
    if (step !== "update" || path === undefined) return [];
    const found = diffs.find((diff) => diff.path === path);
    if (typeof found?.old !== "number" || typeof found.new !== "number" || found.new >= found.old) return [];
    return [
      {
        urn,
        step,
        why: `has ${found.old} partitions, which can't become ${found.new}`,
        wayOut: `write partitions: ${found.old} or more, or publish to a topic of another name and delete this one later`,
      },
    ];
  });
}
