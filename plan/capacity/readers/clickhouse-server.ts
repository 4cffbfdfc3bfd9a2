import { clickhouseLabels } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig, labelsAt } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, namespaceOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";

const podLabels = ["spec", "template", "metadata", "labels"] as const;

/** Whether a StatefulSet is a server of a ClickHouse. Its keepers are pods of one StatefulSet, as any other's. */
export function isClickhouseServer({ inputs }: Pick<PlannedResource, "inputs">): boolean {
  return labelsAt(inputs, ...podLabels)[clickhouseLabels.shard] !== undefined;
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
  const volume = around.resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:PersistentVolumeClaim" && objectName({ inputs }) === objectName(resource),
  );
  const claims =
    volume === undefined ? [] : [claimOf(dig(volume.inputs, "spec"), wish === "" ? "" : `${wish}.storageGiB`)];
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
  const isAlone = new Set(serversOf(resource, around).map(shardOf)).size === 1;
  return isAlone ? storeOf(resource) : `${storeOf(resource)} shard ${shardOf(resource)}`;
}

/** Servers of the same shard of the same store, in order of name. */
function copiesOf(resource: PlannedResource, around: Around): PlannedResource[] {
  return serversOf(resource, around)
    .filter((other) => shardOf(other) === shardOf(resource))
    .sort((a, b) => (objectName(a) < objectName(b) ? -1 : 1));
}

/** All servers of the same store. */
function serversOf(resource: PlannedResource, { resources }: Around): PlannedResource[] {
  return resources.filter(
    (other) => other.type === resource.type && isClickhouseServer(other) && storeOf(other) === storeOf(resource),
  );
}

function storeOf({ inputs }: Pick<PlannedResource, "inputs">): string {
  return `${namespaceOf({ inputs })}/${labelsAt(inputs, ...podLabels)["app.kubernetes.io/name"] ?? ""}`;
}

function shardOf({ inputs }: Pick<PlannedResource, "inputs">): string {
  return labelsAt(inputs, ...podLabels)[clickhouseLabels.shard] ?? "";
}
