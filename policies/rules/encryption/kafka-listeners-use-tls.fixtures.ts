import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodMskCluster } from "../aws-store-fixture.ts";
import { goodEventHubs } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { kafkaListenersUseTls } from "./kafka-listeners-use-tls.ts";

const good = planned("kubernetes:kafka.strimzi.io/v1:Kafka", {
  spec: { kafka: { listeners: [{ name: "tls", tls: true, authentication: { type: "scram-sha-512" } }] } },
});

const first: RuleFixtures = {
  rule: kafkaListenersUseTls,
  holds: {
    "as it should be": [good],
    ...changes([good], { "asks for certificates": ["spec.kafka.listeners[0].authentication.type", "tls"] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["spec.kafka.listeners[0].tls", undefined],
      "is off": ["spec.kafka.listeners[0].tls", false],
      "says so in words": ["spec.kafka.listeners[0].tls", "true"],
    }),
    ...changes([good], {
      "knows nobody": ["spec.kafka.listeners[0].authentication", undefined],
      "has no listener": ["spec.kafka.listeners", []],
      "has a plain one beside it": [
        "spec.kafka.listeners",
        [
          { tls: true, authentication: { type: "tls" } },
          { tls: false, authentication: { type: "tls" } },
        ],
      ],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["spec.kafka.listeners[0].tls", unknownMarker],
      "a text of the cloud": ["spec.kafka.listeners[0].tls", fromCloud],
    }),
  },
  guards: [
    { path: "spec.kafka.listeners[0].tls", absent: "violated", bad: [false, "true"] },
    { path: "spec.kafka.listeners[0].authentication.type", absent: "violated", bad: ["none", ""] },
    { path: "spec.kafka.listeners", absent: "violated", bad: [[], "tls"] },
  ],
};

const connection = { tls: {}, authentication: { type: "scram-sha-512" } };
const badLogins = ["", "none", 1];

const connect = fixturesOf(
  kafkaListenersUseTls,
  "Kafka Connect",
  [planned("kubernetes:kafka.strimzi.io/v1:KafkaConnect", { spec: connection })],
  [
    { path: "spec.tls", absent: "violated", bad: ["true", true] },
    { path: "spec.authentication.type", absent: "violated", bad: badLogins },
  ],
  {
    holds: {
      "logs in by certificate": [
        planned("kubernetes:kafka.strimzi.io/v1:KafkaConnect", {
          spec: { tls: { trustedCertificates: [] }, authentication: { type: "tls" } },
        }),
      ],
    },
  },
);

const mirror = fixturesOf(
  kafkaListenersUseTls,
  "MirrorMaker 2",
  [
    planned("kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2", {
      spec: { target: connection, mirrors: [{ source: connection }] },
    }),
  ],
  [
    { path: "spec.target.tls", absent: "violated", bad: [true] },
    { path: "spec.target.authentication.type", absent: "violated", bad: badLogins },
    { path: "spec.mirrors", absent: "violated", bad: [[], "eu"] },
    { path: "spec.mirrors[0].source.tls", absent: "violated", bad: [false] },
    { path: "spec.mirrors[0].source.authentication.type", absent: "violated", bad: badLogins },
  ],
  {
    holds: {
      "reads from two": [
        planned("kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2", {
          spec: { target: connection, mirrors: [{ source: connection }, { source: connection }] },
        }),
      ],
    },
  },
);

export const fixtures: readonly RuleFixtures[] = [
  first,
  connect,
  mirror,

  fixturesOf(
    kafkaListenersUseTls,
    "MSK",
    [goodMskCluster],
    [
      {
        path: "encryptionInfo.encryptionInTransit.clientBroker",
        absent: "holds",
        bad: ["TLS_PLAINTEXT", "PLAINTEXT"],
      },
      { path: "encryptionInfo.encryptionInTransit.inCluster", absent: "holds", bad: [false] },
      { path: "clientAuthentication.unauthenticated", absent: "holds", bad: [true] },
    ],
    { violated: { "asks nobody": changedIn([goodMskCluster], ["clientAuthentication", undefined]) } },
  ),
  fixturesOf(
    kafkaListenersUseTls,
    "Event Hubs",
    [goodEventHubs],
    [{ path: "minimumTlsVersion", absent: "holds", bad: ["1.0", "1.1"], good: ["1.3"] }],
  ),
];
