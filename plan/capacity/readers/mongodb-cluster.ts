import { hostKey, zoneKey } from "../../../components/kit/cluster/placement.ts";
import { isObject, type PlannedObject } from "../../planned-resource.ts";
import { dig, numberAt, objectsAt, textAt } from "../fields.ts";
import { sumOf, type Domain } from "../pod-group.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";

/** In the operator's words. https://docs.percona.com/percona-operator-for-mongodb/constraints.html */
const apartBy: Readonly<Record<string, Domain>> = { [hostKey]: "node", [zoneKey]: "zone" };

/**
 * The members of a PerconaServerMongoDB, a group for each of its replica sets: more than half elect who is written to.
 * https://www.mongodb.com/docs/manual/core/replica-set-architectures/
 */
export const readMongodbCluster: Reader = (resource, around) => {
  const wish = wishOf(resource, around);
  // What copies documents is beside each member.
  const backup = dig(resource.inputs, "spec", "backup");
  const agents = isObject(backup) && backup["enabled"] === true ? [backup] : [];
  const read = objectsAt(resource.inputs, "spec", "replsets").map((set) => {
    const name = `${objectName(resource)}-${textAt(set, "name")}`;
    const members = numberAt(3, set, "size");
    const { notes, ...placing } = placingOf({ ...set, affinity: dig(set, "affinity", "advanced") ?? {} });
    const claim = dig(set, "volumeSpec", "persistentVolumeClaim");
    return {
      group: {
        name,
        kind: kindOf(resource, around),
        wish,
        each: sumOf(
          [set, ...objectsAt(set, "sidecars"), ...agents].map((container) => requestsOf(dig(container, "resources"))),
        ),
        least: members,
        most: members,
        ...placing,
        ...aloneIn(set),
        claims: claim === undefined ? [] : [claimOf(claim, wish === "" ? "" : `${wish}.storageGiB`)],
        keeps: [
          {
            what: "members",
            of: members,
            need: Math.floor(members / 2) + 1,
            apart: "pods" as const,
            mend: writeAt(wish, "replicas", 2),
          },
        ],
      },
      notes: notesOf(name, notes),
    };
  });
  return { groups: read.map(({ group }) => group), notes: read.flatMap(({ notes }) => notes) };
};

/** What a whole affinity of one's own says instead, `placingOf` has read; without a word members share no node. */
function aloneIn(set: PlannedObject): { readonly alone?: Domain } {
  if (dig(set, "affinity", "advanced") !== undefined) return {};
  const key = textAt(set, "affinity", "antiAffinityTopologyKey");
  const alone = apartBy[key === "" ? hostKey : key];
  return alone === undefined ? {} : { alone };
}
