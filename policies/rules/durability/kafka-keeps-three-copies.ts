import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { namespaceOf, objectNameOf } from "../../facts/objects.ts";
import { at, expectNamed, expectValue, inputsOf, itemsOf, judged, textAt, violated, type Finding } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";

/** Kafka has three brokers, three copies of each message of which two are written, and never elects a stale leader. */
export const kafkaKeepsThreeCopies: Rule = {
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
  ...judgedBoth(
    {
      "kubernetes:kafka.strimzi.io/v1:KafkaTopic": judgeTopic("holds", "spec", "replicas"),
      "gcp:managedkafka/topic:Topic": judgeTopic("violated", "replicationFactor"),
      "aws:msk/cluster:Cluster": judgeMsk,
      "aws:msk/configuration:Configuration": judgeConfiguration,
      "aws:msk/topic:Topic": judgeTopic("violated", "replicationFactor"),
    },
    {
      "kubernetes:kafka.strimzi.io/v1:Kafka": (kafka, stack) =>
        judged([...judgeConfig(kafka), ...judgeBrokers(kafka, stack.all)], "three copies are kept"),
    },
    [],
  ),
};

/** What a topic doesn't say is as the cluster's defaults, judged by themselves. */
function judgeTopic(whenAbsent: "holds" | "violated", ...copies: readonly string[]): JudgeOne {
  return (topic) => {
    const inputs = inputsOf(topic);
    const config = copies.length > 1 ? at(inputs, "spec", "config") : at(inputs, "configs");
    return judged(
      [
        ...expectValue(at(inputs, ...copies), "3 or more", atLeast(3), whenAbsent),
        ...(typeof config.value === "string"
          ? []
          : expectValue(at(config, "min.insync.replicas"), "2 or more", atLeast(2), "holds")),
      ],
      "three copies are kept",
    );
  };
}

function judgeMsk(cluster: PlannedResource): Judgement {
  const inputs = inputsOf(cluster);
  return judged(
    [
      ...expectValue(at(inputs, "numberOfBrokerNodes"), "3 or more", atLeast(3)),
      ...expectNamed(at(inputs, "configurationInfo", "arn"), "a configuration, which is judged by itself"),
    ],
    "three copies are kept",
  );
}

/** A configuration is text, one property in each line. */
function judgeConfiguration(configuration: PlannedResource): Judgement {
  const text = at(inputsOf(configuration), "serverProperties");
  return judged(
    expectValue(
      text,
      `lines with ${wanted.map(([key, least]) => `${key}=${least}`).join(", ")} or more, and no unclean election`,
      (value) => {
        const lines = typeof value === "string" ? value.split("\n").map((line) => line.split("=")) : [];
        const properties = new Map(lines.map(([key = "", value = ""]) => [key.trim(), value.trim()]));
        return (
          wanted.every(([key, least]) => atLeast(least)(properties.get(key))) &&
          properties.get("unclean.leader.election.enable") !== "true"
        );
      },
    ),
    "three copies are kept",
  );
}

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
