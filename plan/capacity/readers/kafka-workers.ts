import { dig, numberAt } from "../fields.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { kindOf, notesOf, objectName, wishOf, type Reader } from "../reader.ts";

/**
 * Workers of Kafka Connect, for connectors or for a mirror: any of them does the work of another, and while none is there nothing is
 * lost that Kafka or the captured database keeps. https://strimzi.io/docs/operators/latest/configuring#type-KafkaConnectSpec-reference
 */
export const readKafkaWorkers: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const name = objectName(resource);
  const replicas = numberAt(0, spec, "replicas");
  const { notes, ...placing } = placingOf(dig(spec, "template", "pod"));
  return {
    groups: [
      {
        ...{ name, kind: kindOf(resource, around), wish: wishOf(resource, around) },
        each: requestsOf(dig(spec, "resources")),
        ...{ least: replicas, most: replicas, claims: [] },
        ...placing,
        keeps: replicas > 1 ? [{ what: "workers", of: replicas, need: 1, apart: "pods", mend: "" }] : [],
      },
    ],
    notes: notesOf(name, notes),
  };
};
