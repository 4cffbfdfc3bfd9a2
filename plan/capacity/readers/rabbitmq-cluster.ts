import { dig, numberAt, textAt } from "../fields.ts";
import { placingOf } from "../pod-spec.ts";
import { gibibytesOf, requestsOf } from "../quantities.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Reader } from "../reader.ts";

/**
 * The brokers of a RabbitmqCluster: a queue on all of them needs more than half. What the operator has no field for is in `override`.
 * https://www.rabbitmq.com/docs/quorum-queues
 */
export const readRabbitmqCluster: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const pod = dig(spec, "override", "statefulSet", "spec", "template", "spec");
  const name = objectName(resource);
  const wish = wishOf(resource, around);
  const brokers = numberAt(1, spec, "replicas");
  const { notes, ...placing } = placingOf({
    nodeSelector: dig(pod, "nodeSelector") ?? {},
    tolerations: dig(spec, "tolerations") ?? [],
    affinity: dig(spec, "affinity") ?? {},
    topologySpreadConstraints: dig(pod, "topologySpreadConstraints") ?? [],
  });
  const gib = gibibytesOf(dig(spec, "persistence", "storage"));
  const storageClass = textAt(spec, "persistence", "storageClassName");
  return {
    groups: [
      {
        name,
        kind: kindOf(resource, around),
        wish,
        each: requestsOf(dig(spec, "resources")),
        least: brokers,
        most: brokers,
        ...placing,
        claims: gib === undefined ? [] : [{ storageClass, gib, path: wish === "" ? "" : `${wish}.storageGiB` }],
        keeps: [
          {
            what: "brokers",
            of: brokers,
            need: Math.floor(brokers / 2) + 1,
            apart: "pods",
            mend: writeAt(wish, "brokers", 3),
          },
        ],
      },
    ],
    notes: notesOf(name, notes),
  };
};
