import type { DatabaseArgs } from "@pulumi/azure-native/redisenterprise/database.js";
import type { RedisEnterpriseArgs } from "@pulumi/azure-native/redisenterprise/redisEnterprise.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { RedisWish } from "../../../../../environments/schema/stores/stores.ts";
import type { ManagedRedisSpec } from "../../../../cloud.ts";
import { decideEviction, isPersistent, type Eviction } from "../../../../kit/databases/redis/redis.ts";
import { sizes } from "../../../../kit/sizes.ts";
import { azureKey } from "../../rights/keys.ts";
import { azureManagedStores } from "../managed-stores.ts";
import type { AzureSettings } from "../../settings.ts";
import { tagsOf } from "../../tags.ts";

/** A size of Azure Managed Redis, and the memory for all that it holds. */
export interface RedisSku {
  readonly name: `Balanced_B${number}`;
  readonly memoryGiB: number;
}

/**
 * Sizes with 4 GiB for each CPU, which is what our size classes have; larger ones are a preview.
 * https://learn.microsoft.com/azure/redis/overview#choosing-the-right-tier
 */
export const redisSkus: readonly RedisSku[] = [
  { name: "Balanced_B0", memoryGiB: 0.5 },
  { name: "Balanced_B1", memoryGiB: 1 },
  { name: "Balanced_B3", memoryGiB: 3 },
  { name: "Balanced_B5", memoryGiB: 6 },
  { name: "Balanced_B10", memoryGiB: 12 },
  { name: "Balanced_B20", memoryGiB: 24 },
  { name: "Balanced_B50", memoryGiB: 60 },
  { name: "Balanced_B100", memoryGiB: 120 },
  { name: "Balanced_B150", memoryGiB: 180 },
  { name: "Balanced_B250", memoryGiB: 240 },
  { name: "Balanced_B350", memoryGiB: 360 },
];

/** Memory of all shards together, in GiB. */
export function decideRedisMemory({ shards, size }: Pick<RedisWish, "shards" | "size">): number {
  return shards * sizes[size].memoryGiB;
}

/** The smallest size with at least the memory of all shards, or undefined. Azure cuts it into shards by itself. */
export function decideRedisSku(wish: Pick<RedisWish, "shards" | "size">): RedisSku | undefined {
  const memoryGiB = decideRedisMemory(wish);
  return redisSkus.find((sku) => sku.memoryGiB >= memoryGiB);
}

/** What of a cluster isn't the environment's to say. */
export interface RedisPlace {
  readonly resourceGroupName: Input<string>;
  /** Id of the identity by which the cluster uses its key. */
  readonly identity: Output<string>;
}

/** https://learn.microsoft.com/azure/redis/overview */
export function clusterArgs(
  spec: ManagedRedisSpec,
  { regions }: AzureSettings,
  place: RedisPlace,
): RedisEnterpriseArgs {
  const { wish, tags } = spec;
  const sku = decideRedisSku(wish);
  if (sku === undefined) throw new Error(`Azure has no Redis of ${decideRedisMemory(wish)} GiB`);
  return {
    resourceGroupName: place.resourceGroupName,
    location: regions.primary,
    sku: { name: sku.name },
    // Two copies of everything, in zones that Azure chooses, or one.
    highAvailability: wish.replicasPerShard > 0 ? "Enabled" : "Disabled",
    minimumTlsVersion: "1.2",
    publicNetworkAccess: "Disabled",
    ...encryptionArgs(spec, place.identity),
    tags: tagsOf(tags),
  };
}

/** The key's version of today: this service follows no rotation by itself. https://learn.microsoft.com/azure/redis/how-to-encryption */
function encryptionArgs(
  { key }: ManagedRedisSpec,
  identity: Output<string>,
): Pick<RedisEnterpriseArgs, "encryption" | "identity"> {
  if (key === undefined) return {};
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    encryption: {
      customerManagedKeyEncryption: {
        keyEncryptionKeyUrl: azureKey(key).currentVersion,
        keyEncryptionKeyIdentity: {
          identityType: "userAssignedIdentity",
          userAssignedIdentityResourceId: identity,
        },
      },
    },
  };
}

const evictions = {
  "allkeys-lfu": "AllKeysLFU",
  noeviction: "NoEviction",
  "volatile-ttl": "VolatileTTL",
} as const satisfies Readonly<Record<Eviction, string>>;

/** The one database of a cluster, which has to be called so. https://learn.microsoft.com/azure/redis/architecture */
export function databaseArgs({ wish }: ManagedRedisSpec, clusterName: Input<string>, place: RedisPlace): DatabaseArgs {
  return {
    resourceGroupName: place.resourceGroupName,
    clusterName,
    databaseName: "default",
    port: azureManagedStores.redis.port,
    clientProtocol: "Encrypted",
    // Clients speak Redis' own cluster protocol, as to a cluster of the operator's.
    clusteringPolicy: "OSSCluster",
    evictionPolicy: evictions[decideEviction(wish)],
    persistence: isPersistent(wish)
      ? { aofEnabled: true, aofFrequency: "1s", rdbEnabled: false }
      : { aofEnabled: false, rdbEnabled: false },
    accessKeysAuthentication: "Enabled",
    deferUpgrade: "NotDeferred",
  };
}
