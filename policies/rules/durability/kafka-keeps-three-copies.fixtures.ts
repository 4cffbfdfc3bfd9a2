import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodMskCluster } from "../aws-store-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { kafkaKeepsThreeCopies } from "./kafka-keeps-three-copies.ts";

const labels = { "strimzi.io/cluster": "events" };
const good = [
  planned(
    "kubernetes:kafka.strimzi.io/v1:Kafka",
    {
      metadata: { name: "events", namespace: "data" },
      spec: {
        kafka: {
          config: {
            "default.replication.factor": 3,
            "min.insync.replicas": 2,
            "offsets.topic.replication.factor": 3,
            "transaction.state.log.replication.factor": 3,
            "transaction.state.log.min.isr": 2,
            "unclean.leader.election.enable": false,
          },
        },
      },
    },
    { name: "kafka" },
  ),
  planned(
    "kubernetes:kafka.strimzi.io/v1:KafkaNodePool",
    { metadata: { name: "events-broker", namespace: "data", labels }, spec: { replicas: 3, roles: ["broker"] } },
    { name: "pool" },
  ),
  planned(
    "kubernetes:kafka.strimzi.io/v1:KafkaTopic",
    { metadata: { namespace: "data", labels }, spec: { replicas: 3, config: { "min.insync.replicas": 2 } } },
    { name: "topic" },
  ),
];

const properties = [
  "default.replication.factor=3",
  "min.insync.replicas=2",
  "offsets.topic.replication.factor=3",
  "transaction.state.log.replication.factor=3",
  "transaction.state.log.min.isr=2",
];

const first: RuleFixtures = {
  rule: kafkaKeepsThreeCopies,
  holds: {
    "keeps three copies": good,
    ...changes(good, {
      "writes numbers as text": ['spec.kafka.config["min.insync.replicas"]', "2", "kafka"],
      "a topic that says nothing": ["spec", {}, "topic"],
      "takes the default for elections": ['spec.kafka.config["unclean.leader.election.enable"]', undefined, "kafka"],
    }),
  },
  violated: {
    ...changes(good, {
      "writes one copy": ['spec.kafka.config["min.insync.replicas"]', 1, "kafka"],
      "says nothing of copies": ['spec.kafka.config["default.replication.factor"]', undefined, "kafka"],
      "elects whoever is there": ['spec.kafka.config["unclean.leader.election.enable"]', true, "kafka"],
      "has two brokers": ["spec.replicas", 2, "pool"],
      "has controllers only": ["spec.roles", ["controller"], "pool"],
      "has brokers of another cluster": ['metadata.labels["strimzi.io/cluster"]', "other", "pool"],
      "a topic with one copy": ["spec.replicas", 1, "topic"],
      "a topic that writes one": ['spec.config["min.insync.replicas"]', 1, "topic"],
      "says nothing": ["spec.kafka.config", undefined, "kafka"],
    }),
    "has no brokers": good.slice(0, 1),
  },
  undecided: changes(good, {
    "only the cloud knows": ["spec.kafka.config", unknownMarker, "kafka"],
    "only the cloud knows how many brokers": ["spec.replicas", fromCloud, "pool"],
  }),
  notApplicable: { "no Kafka": [planned("kubernetes:core/v1:ConfigMap", {})] },
  guards: [
    ...[
      "default.replication.factor",
      "min.insync.replicas",
      "offsets.topic.replication.factor",
      "transaction.state.log.replication.factor",
      "transaction.state.log.min.isr",
    ].map((key) => ({
      path: `spec.kafka.config["${key}"]`,
      of: "kafka",
      absent: "violated" as const,
      bad: [1, "1", "many"],
    })),
    { path: 'spec.kafka.config["unclean.leader.election.enable"]', of: "kafka", absent: "holds", bad: [true, "true"] },
    { path: "spec.replicas", of: "pool", absent: "violated", bad: [1, 2, "3"] },
    { path: "spec.replicas", of: "topic", absent: "holds", bad: [1, 2] },
    { path: 'spec.config["min.insync.replicas"]', of: "topic", absent: "holds", bad: [1, "1"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  ...["gcp:managedkafka/topic:Topic", "aws:msk/topic:Topic"].map((type) =>
    fixturesOf(
      kafkaKeepsThreeCopies,
      type,
      [planned(type, { replicationFactor: 3, configs: { "min.insync.replicas": "2" } })],
      [
        { path: "replicationFactor", absent: "violated", bad: [1, 2, "two"] },
        { path: 'configs["min.insync.replicas"]', absent: "holds", bad: ["1", 1], good: [2] },
      ],
    ),
  ),
  fixturesOf(
    kafkaKeepsThreeCopies,
    "MSK",
    changedIn([goodMskCluster], ["configurationInfo", { arn: outputOf("aws:msk/configuration:Configuration", "arn") }]),
    [
      { path: "numberOfBrokerNodes", absent: "violated", bad: [2, "many"], good: [6] },
      { path: "configurationInfo.arn", absent: "violated", bad: [""], hidden: "holds" },
    ],
  ),
  fixturesOf(
    kafkaKeepsThreeCopies,
    "a configuration of MSK",
    [planned("aws:msk/configuration:Configuration", { serverProperties: properties.join("\n") })],
    [
      {
        path: "serverProperties",
        absent: "violated",
        bad: [
          "",
          ...properties.map((line) => properties.filter((other) => other !== line).join("\n")),
          [...properties, "unclean.leader.election.enable=true"].join("\n"),
        ],
        good: [[...properties, "unclean.leader.election.enable = false"].join("\n")],
      },
    ],
  ),
];
