import { isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, ManagedMongodb, ManagedMongodbSpec } from "../../cloud.ts";
import type { StoreHandles } from "./stores-kit.contract.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key by whether it is there. */
type Change = Partial<Omit<ManagedMongodbSpec, "network" | "key">> & {
  readonly network?: string;
  readonly key?: boolean;
};

/** The method of the contract that makes what speaks MongoDB's protocol, with its spec filled in. */
export interface MongodbKit {
  mongodb(change?: Change): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const mongodbNames = { mongodb: "shop-documents" } as const;

/** What the spec is filled in with. */
export const mongodbWish = {
  kind: "mongodb",
  placement: "managed",
  size: "large",
  dataClass: "internal",
  version: "8.0",
  replicas: 1,
  storageGiB: 100,
  pitrDays: 14,
} as const;

/** The cluster of the kit, as the cloud gives it. */
function makeMongodb(
  cloud: Cloud,
  { handles, tags }: StoreHandles,
  change: Change,
  opts: ComponentResourceOptions,
): ManagedMongodb {
  const common = { highlyAvailable: true, backupDays: 30, logDays: 30, tags, protect: true };
  return cloud.mongodb(mongodbNames.mongodb, { wish: mongodbWish, ...common, ...change, ...handles(change) }, opts);
}

/** The kit on a cloud. */
export function mongodbKitOf(cloud: Cloud, given: StoreHandles, opts: ComponentResourceOptions): MongodbKit {
  return {
    mongodb(change = {}) {
      const { facts, host, admin } = makeMongodb(cloud, given, change, opts);
      return output({ facts, host, admin, secret: isSecret(admin.password) });
    },
  };
}
