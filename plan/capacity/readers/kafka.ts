import type { PlannedObject, PlannedResource } from "../../planned-resource.ts";
import { dig, labelsAt, numberAt, objectsAt, textAt, textsAt } from "../fields.ts";
import { anyNode, sumOf, type Claim, type Keep } from "../pod-group.ts";
import { placingOf } from "../pod-spec.ts";
import { gibibytesOf, requestsOf } from "../quantities.ts";
import { kindOf, namespaceOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";

/**
 * The nodes of a KafkaNodePool: controllers decide by majority, and of each partition as many copies as the cluster says
 * must be written. https://strimzi.io/docs/operators/latest/configuring#type-KafkaNodePool-schema-reference
 */
export const readKafkaPool: Reader = (resource, around) => {
  const { inputs } = resource;
  const spec = dig(inputs, "spec");
  const name = objectName(resource);
  const wish = wishOf(resource, around);
  const replicas = numberAt(0, spec, "replicas");
  const roles = textsAt(spec, "roles");
  const { notes, ...placing } = placingOf(dig(spec, "template", "pod"));
  const isBroker = roles.includes("broker");
  return {
    groups: [
      {
        name,
        kind: kindOf(resource, around),
        wish,
        each: requestsOf(dig(spec, "resources")),
        least: replicas,
        most: replicas,
        ...placing,
        claims: claimsOf(objectsAt(spec, "storage", "volumes"), isBroker && wish !== "" ? `${wish}.storageGiB` : ""),
        keeps: [
          ...(roles.includes("controller") ? [majority(replicas, isBroker ? writeAt(wish, "brokers", 3) : "")] : []),
          ...(isBroker ? copies(kafkaOf(resource, around), replicas, writeAt(wish, "brokers", 3)) : []),
        ],
      },
    ],
    notes: notesOf(name, notes),
  };
};

function majority(of: number, mend: string): Keep {
  return { what: "controllers", of, need: Math.floor(of / 2) + 1, apart: "pods", mend };
}

/** With racks, the copies of a partition lie in different zones; without, a zone may have as many as it has brokers. */
function copies(kafka: PlannedObject | undefined, brokers: number, mend: string): Keep[] {
  const of = numberAt(1, kafka, "spec", "kafka", "config", "default.replication.factor");
  const need = numberAt(1, kafka, "spec", "kafka", "config", "min.insync.replicas");
  const hasRacks = textAt(kafka, "spec", "kafka", "rack", "topologyKey") !== "";
  const what = "copies of each partition";
  if (hasRacks) {
    // Only as far as there are brokers in that many zones.
    return [
      { what, of, need, apart: "zones", mend },
      { what: "brokers", of: brokers, need: Math.min(brokers, need), apart: "pods", mend },
    ];
  }
  return [{ what, of, need, apart: of === brokers ? "pods" : "nothing", mend }];
}

function kafkaOf(resource: PlannedResource, { resources }: Around): PlannedObject | undefined {
  const cluster = labelsAt(resource.inputs, "metadata", "labels")["strimzi.io/cluster"] ?? "";
  return resources.find(
    ({ type, inputs }) =>
      type.endsWith(":Kafka") &&
      textAt(inputs, "metadata", "name") === cluster &&
      namespaceOf({ inputs }) === namespaceOf(resource),
  )?.inputs;
}

function claimsOf(volumes: readonly PlannedObject[], path: string): Claim[] {
  return volumes.flatMap((volume) => {
    const gib = gibibytesOf(volume["size"]);
    return gib === undefined ? [] : [{ storageClass: textAt(volume, "class"), gib, path }];
  });
}

/**
 * What a Kafka runs besides its nodes: the entity operator, without which topics and users stay as they are, Cruise
 * Control, without which data stays where it is, and what tells how far readers are behind.
 */
export const readKafka: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const helpers = [
    { at: "entityOperator", ends: "entity-operator", containers: [["topicOperator"], ["userOperator"]] },
    { at: "cruiseControl", ends: "cruise-control", containers: [[]] },
    { at: "kafkaExporter", ends: "kafka-exporter", containers: [[]] },
  ].flatMap(({ at, ends, containers }) => {
    const helper = dig(spec, at);
    if (helper === undefined) return [];
    const name = `${objectName(resource)}-${ends}`;
    const { notes, ...placing } = placingOf(dig(helper, "template", "pod"));
    const there = containers.map((path) => dig(helper, ...path)).filter((container) => container !== undefined);
    const each = sumOf(there.map((container) => requestsOf(dig(container, "resources"))));
    const one = { least: 1, most: 1, claims: [], keeps: [], nodes: anyNode };
    const group = { name, kind: "operator" as const, wish: wishOf(resource, around), each, ...one, ...placing };
    return [{ group, notes: notesOf(name, notes) }];
  });
  return {
    groups: helpers.map(({ group }) => group),
    notes: helpers.flatMap(({ notes }) => notes),
  };
};
