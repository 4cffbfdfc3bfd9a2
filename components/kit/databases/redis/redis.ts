import type { RedisWish } from "../../../../environments/schema/stores.ts";
import { decideNodeChoice, decideSpread, hostKey, type NodeChoice, type Spread } from "../../cluster/placement.ts";
import { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { quantities, sizes, volumeSize } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";

/** User in the operator's Redis images. */
const redisUser = 1000;
/** GiB of the volume on which a server remembers who it is in the cluster; the file has kilobytes. */
const nodeConfGiB = 1;

interface VolumeClaim {
  readonly spec: {
    readonly accessModes: readonly ["ReadWriteOnce"];
    readonly storageClassName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}

interface RedisRole extends NodeChoice {
  readonly replicas: number;
  readonly redisConfig: { readonly additionalRedisConfig: string };
  readonly pdb: { readonly enabled: true; readonly maxUnavailable: number };
  readonly topologySpreadConstraints: readonly Spread[];
  readonly affinity: object;
  readonly securityContext: ReturnType<typeof restrictedContainer>;
  readonly terminationGracePeriodSeconds: number;
}

/**
 * What we set of a RedisCluster, `redis.redis.opstreelabs.in/v1beta2`.
 * https://github.com/OT-CONTAINER-KIT/redis-operator/blob/main/api/rediscluster/v1beta2/rediscluster_types.go
 */
export interface RedisClusterSpec {
  readonly clusterSize: number;
  readonly clusterVersion: "v7";
  readonly port: number;
  readonly persistenceEnabled: boolean;
  readonly kubernetesConfig: {
    readonly image: string;
    readonly imagePullPolicy: "IfNotPresent";
    readonly redisSecret: { readonly name: string; readonly key: string };
    readonly resources: object;
  };
  readonly podSecurityContext: ReturnType<typeof restrictedPod>;
  readonly redisLeader: RedisRole;
  readonly redisFollower: Omit<RedisRole, "pdb"> & Partial<Pick<RedisRole, "pdb">>;
  readonly storage: {
    readonly keepAfterDelete: boolean;
    readonly nodeConfVolume: true;
    readonly nodeConfVolumeClaimTemplate: VolumeClaim;
    readonly volumeClaimTemplate?: VolumeClaim;
  };
}

/** What a Redis cluster is called and made of, besides the wish. */
export interface RedisIdentity {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly secret: { readonly name: string; readonly key: string };
  readonly configMap: string;
}

/** Whether what a Redis holds must outlive its pods: sessions must, caches and counters are made anew. */
export function isPersistent({ purpose }: Pick<RedisWish, "purpose">): boolean {
  return purpose === "session";
}

/**
 * What goes first when the memory is full, in Redis' words. A cache drops what is least used; sessions are never dropped,
 * a full store refuses writes instead; counters that end soonest go first.
 * https://redis.io/docs/latest/develop/reference/eviction/
 */
export function decideEviction({ purpose }: Pick<RedisWish, "purpose">): Eviction {
  return ({ cache: "allkeys-lfu", session: "noeviction", "rate-limit": "volatile-ttl" } as const)[purpose];
}

/** The policies that purposes lead to. */
export type Eviction = "allkeys-lfu" | "noeviction" | "volatile-ttl";

/** Part of a server's memory for what it holds; what is left is for copies while saving or replicating. */
const heldPart = 0.75;

/**
 * Settings by size and purpose. Without persistence saving is off: its default would stop writes when it fails. The bound
 * is written here, since the operator's own `maxMemoryPercentOfLimit` reaches no server: without it no
 * policy ever acts, and a full server is killed.
 * https://github.com/OT-CONTAINER-KIT/redis-operator/issues/1607
 */
export function decideRedisConfig({ purpose, size }: Pick<RedisWish, "purpose" | "size">): string {
  const policy = decideEviction({ purpose });
  const persistence = isPersistent({ purpose }) ? ["appendfsync everysec"] : ['save ""', "appendonly no"];
  const heldMiB = Math.floor(sizes[size].memoryGiB * 1024 * heldPart);
  return `${[`maxmemory ${heldMiB}mb`, `maxmemory-policy ${policy}`, ...persistence].join("\n")}\n`;
}

/**
 * The specification of a RedisCluster. Both roles spread over zones, each by itself; the operator can't keep a leader and
 * its own follower in different zones, so the loss of a zone may take both copies of a shard.
 */
export function decideRedis(wish: RedisWish, identity: RedisIdentity, surroundings: Surroundings): RedisClusterSpec {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const followers = wish.shards * wish.replicasPerShard;
  const role = (which: "leader" | "follower", replicas: number): Omit<RedisRole, "pdb"> => ({
    replicas,
    redisConfig: { additionalRedisConfig: identity.configMap },
    affinity: apart(identity.name),
    topologySpreadConstraints: decideSpread({ app: `${identity.name}-${which}` }, surroundings),
    // The image writes its configuration beside its program when it starts.
    securityContext: restrictedContainer({ readOnlyRootFilesystem: false }),
    // A stopping server waits for its followers to catch up, then writes its log.
    terminationGracePeriodSeconds: 60,
    ...decideNodeChoice("data", surroundings),
  });
  const pdb = { enabled: true, maxUnavailable: 1 } as const;
  return {
    clusterSize: wish.shards,
    // The newest set of features that the operator knows; the image may be newer.
    clusterVersion: "v7",
    port: identity.port,
    persistenceEnabled: isPersistent(wish),
    kubernetesConfig: {
      image: identity.image,
      imagePullPolicy: "IfNotPresent",
      redisSecret: identity.secret,
      resources: { requests: { cpu, memory }, limits: { memory } },
    },
    podSecurityContext: restrictedPod(redisUser),
    redisLeader: { ...role("leader", wish.shards), pdb },
    redisFollower: { ...role("follower", followers), ...(followers === 0 ? {} : { pdb }) },
    storage: {
      keepAfterDelete: isPersistent(wish),
      nodeConfVolume: true,
      nodeConfVolumeClaimTemplate: volumeClaim(nodeConfGiB, surroundings),
      ...(isPersistent(wish) ? { volumeClaimTemplate: volumeClaim(wish.storageGiB, surroundings) } : {}),
    },
  };
}

/** No two servers of a cluster on one node, if that can be had. */
function apart(name: string): object {
  const podAffinityTerm = { topologyKey: hostKey, labelSelector: { matchLabels: { cluster: name } } };
  return {
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
  };
}

function volumeClaim(gib: number, { storageClass }: Surroundings): VolumeClaim {
  return {
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass === "" ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: volumeSize(gib) } },
    },
  };
}
