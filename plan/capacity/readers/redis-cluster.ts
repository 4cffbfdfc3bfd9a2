import type { PlannedResource } from "../../planned-resource.ts";
import { dig, numberAt } from "../fields.ts";
import type { Keep, PodGroup } from "../pod-group.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";

/**
 * The leaders and followers of a RedisCluster. Nothing keeps a leader and its own follower apart, and after a fail-over any
 * of them may lead: so a zone or node may hold all copies of a shard, and with one shard gone none of the others answers.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/#redis-cluster-configuration-parameters
 */
export const readRedisCluster: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const shards = numberAt(3, spec, "clusterSize");
  const followers = numberAt(shards, spec, "redisFollower", "replicas");
  const leader = roleOf(resource, around, "leader", numberAt(shards, spec, "redisLeader", "replicas"));
  const follower = roleOf(resource, around, "follower", followers);
  const wish = wishOf(resource, around);
  const copies: Keep = {
    what: "copies of a shard",
    of: 1 + Math.floor(followers / shards),
    need: 1,
    apart: "nothing",
    mend: around.canBeManaged("redis") ? writeAt(wish, "placement", "managed") : "",
  };
  return {
    groups: [{ ...leader.group, keeps: [copies] }, ...(followers > 0 ? [follower.group] : [])],
    notes: [...leader.notes, ...(followers > 0 ? follower.notes : [])],
  };
};

function roleOf(
  resource: PlannedResource,
  around: Around,
  role: "leader" | "follower",
  count: number,
): { readonly group: PodGroup; readonly notes: readonly string[] } {
  const spec = dig(resource.inputs, "spec");
  const own = dig(spec, role === "leader" ? "redisLeader" : "redisFollower");
  const storage = dig(spec, "storage");
  const data = dig(storage, "volumeClaimTemplate", "spec");
  const memory = dig(storage, "nodeConfVolumeClaimTemplate", "spec");
  const wish = wishOf(resource, around);
  const name = `${objectName(resource)}-${role}`;
  const { notes, ...placing } = placingOf(own);
  return {
    group: {
      name,
      kind: kindOf(resource, around),
      wish,
      each: requestsOf(dig(own, "resources") ?? dig(spec, "kubernetesConfig", "resources")),
      least: count,
      most: count,
      ...placing,
      claims: [
        ...(data === undefined ? [] : [claimOf(data, wish === "" ? "" : `${wish}.storageGiB`)]),
        ...(memory === undefined ? [] : [claimOf(memory, "")]),
      ],
      keeps: [],
    },
    notes: notesOf(name, notes),
  };
}
