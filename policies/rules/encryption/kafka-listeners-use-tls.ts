import { at, expectValue, inputsOf, itemsOf, judged, violated } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every Kafka listener uses TLS and asks clients who they are. */
export const kafkaListenersUseTls: ResourceRule = {
  id: "PK-ENC-011",
  name: "kafka-listeners-use-tls",
  says: "Every Kafka listener uses TLS and asks clients who they are.",
  why: "A plain listener lets every pod that reaches it read every topic.",
  fix: "Set `tls: true` and `authentication.type: scram-sha-512` (or tls) on each listener.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "IA-2", "CC6.7"],
  source: "https://strimzi.io/docs/operators/latest/configuring#type-GenericKafkaListener-reference",
  appliesTo: ["kubernetes:kafka.strimzi.io/v1:Kafka"],
  judge: (resource) => {
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
  },
};
