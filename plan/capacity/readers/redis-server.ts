import { redisLabels } from "../../../components/kit/databases/redis/redis-server.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig, labelsAt } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, namespaceOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";
import { claimOf, readWorkload } from "./workload.ts";

const podLabels = ["spec", "template", "metadata", "labels"] as const;

/**
 * A StatefulSet; of a store of Redis each is one server, and the first is read for all of them. What keeps racks apart says nothing of the servers of
 * one, but its zones hold no two copies of a shard. Who takes over is chosen by most of the leaders, a minute after all is well again spread as servers are.
 * https://valkey.io/topics/cluster-spec/#replica-election-and-promotion
 */
export const readRedisServer: Reader = (resource, around) => {
  const labels = labelsAt(resource.inputs, ...podLabels);
  const name = labels["app.kubernetes.io/name"] ?? "";
  if (labels[redisLabels.shard] === undefined) return readWorkload(resource, around);
  if (labels[redisLabels.shard] !== "0" || labels[redisLabels.copy] !== "0") return { groups: [], notes: [] };
  const servers = serversOf(resource, around, name);
  const count = (label: string): number =>
    new Set(servers.map(({ inputs }) => labelsAt(inputs, ...podLabels)[label] ?? "")).size;
  const [shards, copies, racks] = [count(redisLabels.shard), count(redisLabels.copy), count(redisLabels.rack)];
  const spec = dig(resource.inputs, "spec", "template", "spec");
  const inZones = dig(spec, "affinity", "podAffinity") !== undefined && racks > 1;
  const wish = wishOf(resource, around);
  const { nodes, notes } = placingOf({
    nodeSelector: dig(spec, "nodeSelector") ?? {},
    tolerations: dig(spec, "tolerations") ?? [],
  });
  const volume = around.resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:PersistentVolumeClaim" && objectName({ inputs }) === objectName(resource),
  );
  const apart = inZones ? "zones" : "pods";
  return {
    groups: [
      {
        name: `${namespaceOf(resource)}/${name}`,
        kind: kindOf(resource, around),
        wish,
        each: podRequests(spec),
        least: servers.length,
        most: servers.length,
        nodes,
        skew: inZones ? { zone: 1 } : {},
        claims:
          volume === undefined ? [] : [claimOf(dig(volume.inputs, "spec"), wish === "" ? "" : `${wish}.storageGiB`)],
        keeps: [
          {
            what: "copies of a shard",
            of: copies,
            need: 1,
            apart,
            mend: copies > 1 ? "" : writeAt(wish, "replicasPerShard", 1),
          },
          { what: "leaders", of: shards, need: Math.floor(shards / 2) + 1, apart, mend: "" },
        ],
      },
    ],
    notes: notesOf(`${namespaceOf(resource)}/${name}`, notes),
  };
};

/** All servers of a store, by their pods' labels. */
function serversOf(resource: PlannedResource, { resources }: Around, store: string): readonly PlannedResource[] {
  return resources.filter(({ type, inputs }) => {
    const theirs = labelsAt(inputs, ...podLabels);
    return (
      type === resource.type &&
      namespaceOf({ inputs }) === namespaceOf(resource) &&
      theirs["app.kubernetes.io/name"] === store &&
      theirs[redisLabels.shard] !== undefined
    );
  });
}
