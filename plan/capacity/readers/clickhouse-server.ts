import { clickhouseLabels } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";
import { claimsOfServer, podLabelsOf, serversBeside, storeOf } from "./server-sets.ts";

/** Whether a StatefulSet is a server of a ClickHouse. Its keepers are pods of one StatefulSet, as any other's. */
export function isClickhouseServer(resource: Pick<PlannedResource, "inputs">): boolean {
  return podLabelsOf(resource)[clickhouseLabels.shard] !== undefined;
}

/**
 * A server of a ClickHouse. Those of a shard are one group, which the first of them is read for: its constraints keep them apart, and one of
 * them is enough to answer.
 */
export const readClickhouseServer: Reader = (resource, around) => {
  const copies = copiesOf(resource, around);
  const [first] = copies;
  if (first === undefined || objectName(first) !== objectName(resource)) return { groups: [], notes: [] };
  const spec = dig(resource.inputs, "spec", "template", "spec");
  const wish = wishOf(resource, around);
  const { notes, ...placing } = placingOf(spec);
  const name = nameOf(resource, around);
  const claims = claimsOfServer(resource, around, wish);
  const mend = copies.length > 1 ? "" : writeAt(wish, "replicas", 2);
  return {
    groups: [
      {
        ...{ name, kind: kindOf(resource, around), wish, each: podRequests(spec), claims },
        ...{ least: copies.length, most: copies.length },
        ...placing,
        keeps: [{ what: "copies of a shard", of: copies.length, need: 1, apart: "pods", mend }],
      },
    ],
    notes: notesOf(name, notes),
  };
};

/** `namespace/store`, with the shard where there are several. */
function nameOf(resource: PlannedResource, around: Around): string {
  const isAlone = new Set(serversBeside(resource, around, clickhouseLabels.shard).map(shardOf)).size === 1;
  return isAlone ? storeOf(resource) : `${storeOf(resource)} shard ${shardOf(resource)}`;
}

/** Servers of the same shard of the same store, in order of name. */
function copiesOf(resource: PlannedResource, around: Around): PlannedResource[] {
  return serversBeside(resource, around, clickhouseLabels.shard)
    .filter((other) => shardOf(other) === shardOf(resource))
    .sort((a, b) => (objectName(a) < objectName(b) ? -1 : 1));
}

function shardOf(server: Pick<PlannedResource, "inputs">): string {
  return podLabelsOf(server)[clickhouseLabels.shard] ?? "";
}
