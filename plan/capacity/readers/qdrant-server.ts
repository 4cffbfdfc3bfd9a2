import { qdrantNodeLabel } from "../../../components/kit/databases/qdrant/qdrant-server.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, notesOf, wishOf, writeAt, type Reader } from "../reader.ts";
import { claimsOfServer, podLabelsOf, serversBeside, storeOf } from "./server-sets.ts";

/** Whether a StatefulSet is a node of a store of Qdrant. */
export function isQdrantServer(resource: Pick<PlannedResource, "inputs">): boolean {
  return podLabelsOf(resource)[qdrantNodeLabel] !== undefined;
}

/**
 * A node of a store of Qdrant. The first is read for all of them. More than half of the nodes agree on everything, and of each
 * point's three copies two are enough: the same number of three nodes, and no more of five.
 * https://qdrant.tech/documentation/guides/distributed_deployment/#consensus-process
 */
export const readQdrantServer: Reader = (resource, around) => {
  if (podLabelsOf(resource)[qdrantNodeLabel] !== "0") return { groups: [], notes: [] };
  const nodes = serversBeside(resource, around, qdrantNodeLabel).length;
  const spec = dig(resource.inputs, "spec", "template", "spec");
  const wish = wishOf(resource, around);
  const { notes, ...placing } = placingOf(spec);
  const mend = nodes >= 3 ? "" : writeAt(wish, "nodes", 3);
  const copies = Math.min(3, nodes);
  return {
    groups: [
      {
        name: storeOf(resource),
        kind: kindOf(resource, around),
        wish,
        each: podRequests(spec),
        least: nodes,
        most: nodes,
        ...placing,
        claims: claimsOfServer(resource, around, wish),
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
    notes: notesOf(storeOf(resource), notes),
  };
};
