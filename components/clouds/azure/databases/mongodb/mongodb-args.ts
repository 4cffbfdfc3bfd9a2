import type { MongoClusterArgs } from "@pulumi/azure-native/mongocluster/mongoCluster.js";
import type { Input } from "@pulumi/pulumi";
import type { ManagedMongodbSpec } from "../../../../cloud.ts";
import { decideFollowers, mongodbAdmin } from "../../../../kit/databases/mongodb/mongodb.ts";
import { sizes, smallestWith, type Capacity } from "../../../../kit/sizes.ts";
import type { AzureSettings } from "../../settings.ts";
import { tagsOf } from "../../tags.ts";

/** A tier of Azure DocumentDB. */
export interface MongoTier extends Capacity {
  readonly name: `M${number}`;
  /** Whether its processors are its own. Those that share them have no standby. */
  readonly steady: boolean;
}

/**
 * Tiers, cheapest first. A cluster that left the shared ones for another can't go back.
 * https://learn.microsoft.com/azure/documentdb/compute-storage
 * https://learn.microsoft.com/azure/documentdb/high-availability
 */
const mongoTiers: readonly MongoTier[] = [
  { name: "M10", cpu: 1, memoryGiB: 2, steady: false },
  { name: "M20", cpu: 2, memoryGiB: 4, steady: false },
  { name: "M30", cpu: 2, memoryGiB: 8, steady: true },
  { name: "M40", cpu: 4, memoryGiB: 16, steady: true },
  { name: "M50", cpu: 8, memoryGiB: 32, steady: true },
];

/** The cheapest tier with at least this capacity; `steady` for a standby or a large disk. */
export function decideMongoTier(wanted: Capacity, steady: boolean): MongoTier {
  return smallestWith(
    mongoTiers.filter((tier) => tier.steady || !steady),
    wanted,
    "tier of Azure DocumentDB",
  );
}

/** Sizes in GiB that a disk can have. https://learn.microsoft.com/azure/documentdb/compute-storage#storage-in-azure-documentdb */
const mongoDisks: readonly number[] = [32, 64, 128, 256, 512, 1024, 2048, 4095, 8192, 16384, 32767];

/** The smallest disk that holds this much. Throws above the largest, which the schema doesn't allow. */
export function decideMongoDisk(storageGiB: number): number {
  const found = mongoDisks.find((size) => size >= storageGiB);
  if (found === undefined) throw new Error(`no disk holds ${storageGiB} GiB`);
  return found;
}

/** The largest disk of tiers that share their processors, in GiB. https://learn.microsoft.com/azure/documentdb/limitations#tier-limits */
const mostSharedDisk = 128;

/** What of a cluster isn't the environment's to say. */
export interface MongoPlace {
  readonly resourceGroupName: Input<string>;
  readonly mongoClusterName: Input<string>;
  readonly password: Input<string>;
}

/**
 * One shard, with a standby that has every write and takes over by itself, in another zone where Azure has room for it.
 * Backups are made all the time and kept for 35 days, and nobody can choose otherwise. What is on disk has a key of
 * Microsoft's: the API version of this SDK knows no other.
 * https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-07-01/mongoclusters
 * https://learn.microsoft.com/azure/documentdb/how-to-restore-cluster
 */
export function mongoClusterArgs(
  spec: ManagedMongodbSpec,
  { regions }: Pick<AzureSettings, "regions">,
  { password, ...place }: MongoPlace,
): MongoClusterArgs {
  const { wish, tags } = spec;
  const standby = decideFollowers(spec) > 0;
  const sizeGb = decideMongoDisk(wish.storageGiB);
  return {
    ...place,
    location: regions.primary,
    properties: {
      createMode: "Default",
      serverVersion: wish.version,
      administrator: { userName: mongodbAdmin, password },
      compute: { tier: decideMongoTier(sizes[wish.size], standby || sizeGb > mostSharedDisk).name },
      storage: { sizeGb },
      sharding: { shardCount: 1 },
      highAvailability: { targetMode: standby ? "ZoneRedundantPreferred" : "Disabled" },
      publicNetworkAccess: "Disabled",
    },
    tags: tagsOf(tags),
  };
}
