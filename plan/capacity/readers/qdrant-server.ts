import { qdrantNodeLabel } from "../../../components/kit/databases/qdrant/qdrant-server.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig, labelsAt } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, namespaceOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";
import { readRedisServer } from "./redis-server.ts";

const podLabels = ["spec", "template", "metadata", "labels"] as const;

/**
 * A StatefulSet; of a store of Qdrant each is one node, and the first is read for all of them. More than half of the nodes agree on everything, and of each
 * point's three copies two are enough: the same number of three nodes, and no more of five.
 * https://qdrant.tech/documentation/guides/distributed_deployment/#consensus-process
 */
export const readQdrantServer: Reader = (resource, around) => {
  const labels = labelsAt(resource.inputs, ...podLabels);
  if (labels[qdrantNodeLabel] === undefined) return readRedisServer(resource, around);
  if (labels[qdrantNodeLabel] !== "0") return { groups: [], notes: [] };
  const store = labels["app.kubernetes.io/name"] ?? "";
  const nodes = nodesOf(resource, around, store).length;
  const spec = dig(resource.inputs, "spec", "template", "spec");
  const wish = wishOf(resource, around);
  const { notes, ...placing } = placingOf(spec);
  const volume = around.resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:PersistentVolumeClaim" && objectName({ inputs }) === objectName(resource),
  );
  const mend = nodes >= 3 ? "" : writeAt(wish, "nodes", 3);
  const copies = Math.min(3, nodes);
  return {
    groups: [
      {
        name: `${namespaceOf(resource)}/${store}`,
        kind: kindOf(resource, around),
        wish,
        each: podRequests(spec),
        least: nodes,
        most: nodes,
        ...placing,
        claims:
          volume === undefined ? [] : [claimOf(dig(volume.inputs, "spec"), wish === "" ? "" : `${wish}.storageGiB`)],
        keeps: [
          { what: "nodes", of: nodes, need: Math.floor(nodes / 2) + 1, apart: "pods", mend },
          // Which nodes have a shard's copies nobody says: of more than three, those that are lost may have two.
          {
            what: "copies of a shard",
            of: nodes,
            need: nodes - (copies - (Math.floor(copies / 2) + 1)),
            apart: "pods",
            mend,
          },
        ],
      },
    ],
    notes: notesOf(`${namespaceOf(resource)}/${store}`, notes),
  };
};

/** All nodes of a store, by their pods' labels. */
function nodesOf(resource: PlannedResource, { resources }: Around, store: string): readonly PlannedResource[] {
  return resources.filter(({ type, inputs }) => {
    const theirs = labelsAt(inputs, ...podLabels);
    return (
      type === resource.type &&
      namespaceOf({ inputs }) === namespaceOf(resource) &&
      theirs["app.kubernetes.io/name"] === store &&
      theirs[qdrantNodeLabel] !== undefined
    );
  });
}
