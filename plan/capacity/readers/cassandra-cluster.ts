import { dig, numberAt, objectsAt } from "../fields.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { sumOf } from "../pod-group.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";

/**
 * The nodes of a CassandraDatacenter. Its racks are as large as each other, and each row has a copy in each of them; most of the copies
 * have to be there. The operator keeps nodes apart unless it is told not to.
 * https://docs.k8ssandra.io/reference/crd/cass-operator-crds-latest/
 */
export const readCassandraCluster: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const name = objectName(resource);
  const wish = wishOf(resource, around);
  const size = numberAt(1, spec, "size");
  const copies = Math.min(3, size);
  const inZones = objectsAt(spec, "racks").length >= copies && copies > 1;
  // What keeps racks apart says nothing of the nodes of one.
  const { nodes, notes } = placingOf({
    nodeSelector: dig(spec, "nodeSelector") ?? {},
    tolerations: dig(spec, "tolerations") ?? [],
  });
  // The operator's own containers say nothing there.
  const besides = objectsAt(spec, "podTemplateSpec", "spec", "containers").filter(
    (container) => dig(container, "resources") !== undefined,
  );
  const claim = dig(spec, "storageConfig", "cassandraDataVolumeClaimSpec");
  return {
    groups: [
      {
        name,
        kind: kindOf(resource, around),
        wish,
        each: sumOf([
          requestsOf(dig(spec, "resources")),
          requestsOf(dig(spec, "systemLoggerResources")),
          ...besides.map((container) => requestsOf(dig(container, "resources"))),
        ]),
        least: size,
        most: size,
        nodes,
        skew: inZones ? { zone: 1 } : {},
        ...(dig(spec, "allowMultipleNodesPerWorker") === true ? {} : { alone: "node" as const }),
        claims: claim === undefined ? [] : [claimOf(claim, wish === "" ? "" : `${wish}.storageGiB`)],
        keeps: [
          {
            what: "copies",
            of: copies,
            need: Math.floor(copies / 2) + 1,
            apart: inZones ? "zones" : "pods",
            mend: writeAt(wish, "nodes", 3),
          },
        ],
      },
    ],
    notes: notesOf(name, notes),
  };
};
