import { redisLabels } from "../../../components/kit/databases/redis/redis-server.ts";
import { redisRoleLabel } from "../../../components/kit/databases/redis/redis-sentinels.ts";
import type { PlannedResource } from "../../planned-resource.ts";
import { dig } from "../fields.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { kindOf, notesOf, wishOf, writeAt, type Reader } from "../reader.ts";
import { claimsOfServer, podLabelsOf, serversBeside, storeOf } from "./server-sets.ts";

/** Whether a StatefulSet is a server of a store of Redis. */
export function isRedisServer(resource: Pick<PlannedResource, "inputs">): boolean {
  return podLabelsOf(resource)[redisLabels.shard] !== undefined;
}

/**
 * A server of a store of Redis. The first is read for all of them. What keeps racks apart says nothing of the servers of
 * one, but its zones hold no two copies of a shard. Who takes over is chosen by most of the leaders, a minute after all is well again spread as servers are.
 * https://valkey.io/topics/cluster-spec/#replica-election-and-promotion
 */
export const readRedisServer: Reader = (resource, around) => {
  const labels = podLabelsOf(resource);
  if (labels[redisLabels.shard] !== "0" || labels[redisLabels.copy] !== "0") return { groups: [], notes: [] };
  const servers = serversBeside(resource, around, redisLabels.shard);
  const count = (label: string): number => new Set(servers.map((server) => podLabelsOf(server)[label] ?? "")).size;
  const [shards, copies, racks] = [count(redisLabels.shard), count(redisLabels.copy), count(redisLabels.rack)];
  const spec = dig(resource.inputs, "spec", "template", "spec");
  const inZones = dig(spec, "affinity", "podAffinity") !== undefined && racks > 1;
  const wish = wishOf(resource, around);
  const { nodes, notes } = placingOf({
    nodeSelector: dig(spec, "nodeSelector") ?? {},
    tolerations: dig(spec, "tolerations") ?? [],
  });
  const apart = inZones ? "zones" : "pods";
  return {
    groups: [
      {
        name: storeOf(resource),
        kind: kindOf(resource, around),
        wish,
        each: podRequests(spec),
        least: servers.length,
        most: servers.length,
        nodes,
        skew: inZones ? { zone: 1 } : {},
        claims: claimsOfServer(resource, around, wish),
        keeps: [
          {
            what: "copies of a shard",
            of: copies,
            need: 1,
            apart,
            mend: copies > 1 ? "" : writeAt(wish, "replicasPerShard", 1),
          },
          // Where sentinels choose, most of them have to be there: they are pods of one StatefulSet, as any other's.
          ...(labels[redisRoleLabel] === undefined
            ? [{ what: "leaders", of: shards, need: Math.floor(shards / 2) + 1, apart, mend: "" } as const]
            : []),
        ],
      },
    ],
    notes: notesOf(storeOf(resource), notes),
  };
};
