import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { namespaceOf, objectNameOf } from "../../objects.ts";
import { at, expectValue, inputsOf, itemsOf, judged, textAt, violated, type Finding } from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Kafka has three brokers, three copies of each message of which two are written, and never elects a stale leader. */
export const kafkaKeepsThreeCopies: StackRule = {
  id: "PK-DUR-008",
  name: "kafka-keeps-three-copies",
  says: "Kafka has three brokers, three copies of each message of which two are written, and never elects a stale leader.",
  why: "With fewer copies one lost disk is lost messages; an unclean election drops what was acknowledged.",
  fix: "Set `brokers: 3` or more in the environment.",
  severity: "critical",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CP-9", "SI-13", "A1.2"],
  source: "https://strimzi.io/docs/operators/latest/deploying",
  appliesTo: ["kubernetes:kafka.strimzi.io/v1:Kafka", "kubernetes:kafka.strimzi.io/v1:KafkaTopic"],
  judgeAll: (resources) => [
    ...resources
      .filter(({ type }) => type === "kubernetes:kafka.strimzi.io/v1:Kafka")
      .map((kafka) => ({
        urn: kafka.urn,
        ...judged([...judgeConfig(kafka), ...judgeBrokers(kafka, resources)], "three copies are kept"),
      })),
    ...resources
      .filter(({ type }) => type === "kubernetes:kafka.strimzi.io/v1:KafkaTopic")
      .map((topic) => ({
        urn: topic.urn,
        ...judged(
          // What a topic doesn't say is as the cluster's defaults, judged above.
          [
            ...expectValue(at(inputsOf(topic), "spec", "replicas"), "3 or more", atLeast(3), "holds"),
            ...expectValue(
              at(inputsOf(topic), "spec", "config", "min.insync.replicas"),
              "2 or more",
              atLeast(2),
              "holds",
            ),
          ],
          "three copies are kept",
        ),
      })),
  ],
};

const wanted = [
  ["default.replication.factor", 3],
  ["min.insync.replicas", 2],
  ["offsets.topic.replication.factor", 3],
  ["transaction.state.log.replication.factor", 3],
  ["transaction.state.log.min.isr", 2],
] as const;

function judgeConfig(kafka: PlannedResource): Finding[] {
  const config = at(inputsOf(kafka), "spec", "kafka", "config");
  return [
    ...wanted.flatMap(([key, least]) => expectValue(at(config, key), `${least} or more`, atLeast(least))),
    // False is the default.
    ...expectValue(
      at(config, "unclean.leader.election.enable"),
      "false or left out",
      (value) => value === false || value === "false",
      "holds",
    ),
  ];
}

function judgeBrokers(kafka: PlannedResource, resources: readonly PlannedResource[]): Finding[] {
  const pools = resources
    .filter(({ type }) => type === "kubernetes:kafka.strimzi.io/v1:KafkaNodePool")
    .filter((pool) => namespaceOf(pool) === namespaceOf(kafka))
    .filter((pool) => textAt(at(inputsOf(pool), "metadata", "labels", "strimzi.io/cluster")) === objectNameOf(kafka))
    .map((pool) => at(inputsOf(pool), "spec"))
    .filter((spec) => itemsOf(at(spec, "roles")).items.some((role) => textAt(role) === "broker"));
  const counts = pools.map((spec) => at(spec, "replicas"));
  const known = counts.reduce((sum, { value }) => sum + (typeof value === "number" ? value : 0), 0);
  if (known >= 3) return [];
  const unclear = counts.flatMap((count) => expectValue(count, "a number", (value) => typeof value === "number"));
  return unclear.length > 0 ? unclear : [violated(`its node pools have ${known} brokers; there must be 3 or more`)];
}

function atLeast(least: number): (value: unknown) => boolean {
  // Strimzi takes numbers as text too.
  return (value) =>
    (typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value))) && Number(value) >= least;
}
