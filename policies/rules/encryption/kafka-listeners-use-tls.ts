import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Every Kafka listener uses TLS and asks clients who they are. */
export const kafkaListenersUseTls: ResourceRule = {
  id: "PK-ENC-011",
  name: "kafka-listeners-use-tls",
  says: "Every Kafka listener uses TLS and asks clients who they are.",
  why: "A plain listener lets every pod that reaches it read every topic.",
  fix: {
    kubernetes: "Set `tls: true` and `authentication.type: scram-sha-512` (or tls) on each listener.",
    aws: "Leave `encryptionInTransit.clientBroker` at TLS, and set `clientAuthentication`.",
    azure: 'Set `minimumTlsVersion: "1.2"`.',
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "IA-2", "CC6.7"],
  source: {
    kubernetes: "https://strimzi.io/docs/operators/latest/configuring#type-GenericKafkaListener-reference",
    aws: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-authentication.html",
    azure: "https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version",
  },
  ...judgedByType({
    "kubernetes:kafka.strimzi.io/v1:Kafka": judgeStrimzi,
    "kubernetes:kafka.strimzi.io/v1:KafkaConnect": (connect) =>
      judged(judgeConnection(at(inputsOf(connect), "spec")), "workers use TLS and say who they are"),
    "kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2": judgeMirror,
    "aws:msk/cluster:Cluster": judgeMsk,
    "azure-native:eventhub:Namespace": judgeNamespace,
  }),
};

function judgeStrimzi(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "spec", "kafka", "listeners"));
  const none = items.length === 0 && findings.length === 0 ? [violated("spec.kafka.listeners is empty")] : [];
  return judged(
    [
      ...findings,
      ...none,
      ...items.flatMap((listener) => [
        ...expectValue(at(listener, "tls"), "true", (value) => value === true),
        ...expectValue(
          at(listener, "authentication", "type"),
          "tls, scram-sha-512 or custom",
          (value) => value === "tls" || value === "scram-sha-512" || value === "custom",
        ),
      ]),
    ],
    "every listener uses TLS and knows its clients",
  );
}

/** Workers of Kafka Connect are clients, whose custom resources say how they connect. Without certificates they trust those that Java does. */
function judgeConnection(connection: Place): Finding[] {
  return [
    ...expectValue(at(connection, "tls"), "an object", (value) => typeof value === "object" && value !== null),
    ...expectValue(
      at(connection, "authentication", "type"),
      logins.join(", "),
      (value) => typeof value === "string" && logins.includes(value),
    ),
  ];
}

const logins: readonly string[] = ["tls", "scram-sha-512", "scram-sha-256", "plain", "custom"];

function judgeMirror(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const { items, findings } = itemsOf(at(spec, "mirrors"));
  return judged(
    [
      ...judgeConnection(at(spec, "target")),
      ...findings,
      ...(items.length === 0 && findings.length === 0 ? [violated("spec.mirrors is empty")] : []),
      ...items.flatMap((mirror) => judgeConnection(at(mirror, "source"))),
    ],
    "both ends use TLS and know who copies",
  );
}

function judgeMsk(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const transit = at(inputs, "encryptionInfo", "encryptionInTransit");
  const login = at(inputs, "clientAuthentication");
  const logins = [at(login, "sasl", "iam"), at(login, "sasl", "scram"), at(login, "tls", "certificateAuthorityArns")];
  return judged(
    [
      // TLS and true are the defaults.
      ...expectValue(at(transit, "clientBroker"), "TLS", (value) => value === "TLS", "holds"),
      ...expectValue(at(transit, "inCluster"), "true", (value) => value === true, "holds"),
      ...expectValue(at(login, "unauthenticated"), "false", (value) => value === false, "holds"),
      ...(logins.every((place) => isAbsent(place) || place.value === false)
        ? [violated("clientAuthentication names no login; everybody may connect")]
        : []),
    ],
    "every listener uses TLS and knows its clients",
  );
}

/** Clients always log in, and never in the clear; only the version of TLS can be chosen. */
function judgeNamespace(resource: PlannedResource): Judgement {
  return judged(
    // 1.2 is what new namespaces get.
    expectValue(
      at(inputsOf(resource), "minimumTlsVersion"),
      "1.2",
      (value) => value === "1.2" || value === "1.3",
      "holds",
    ),
    "every listener uses TLS and knows its clients",
  );
}
