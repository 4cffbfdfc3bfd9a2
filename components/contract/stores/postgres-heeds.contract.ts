import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedPostgresSpec } from "../../cloud.ts";
import { eachOf, otherTags, type Asked, type Others } from "../asked.contract.ts";
import { wishes } from "../kit.contract.ts";

const otherServers: Others<
  Omit<
    PostgresWish,
    | "kind"
    | "placement"
    | "volumes"
    | "secondaryRegion"
    | "pooling"
    | "dataClass"
    | "backups"
    | "restoreFrom"
    // As `highlyAvailable` and as stores of their own; the last is for stores in the cluster.
    | "durability"
    | "shards"
    | "twin"
    // Made from inside of the cluster, but for what servers have to allow.
    | "audit"
    | "partitions"
    | "tenancy"
    | "columnEncryption"
    | "extensions"
  >
> = {
  size: { size: "xlarge" },
  version: { version: "18" },
  replicas: { replicas: 2 },
  storageGiB: { storageGiB: 200 },
  pitrDays: { pitrDays: 14 },
};

/** Fields of a managed PostgreSQL. */
export const postgres: Asked<ManagedPostgresSpec> = {
  wish: eachOf("wish", otherServers, (other) => (kit) => kit.postgres({ wish: { ...wishes.postgres, ...other } })),
  highlyAvailable: { highlyAvailable: (kit) => kit.postgres({ highlyAvailable: false }) },
  backupDays: { backupDays: (kit) => kit.postgres({ backupDays: 33 }) },
  logDays: { logDays: (kit) => kit.postgres({ logDays: 365 }) },
  network: { network: (kit) => kit.postgres({ network: "shop-second-network" }) },
  logReading: {
    logReading: (kit) => kit.postgres({ logReading: { readers: 1, keptMiB: 5120, handedOver: true } }),
  },
  secondary: { secondary: (kit) => kit.postgres({ secondary: true }) },
  key: { key: (kit) => kit.postgres({ key: false }) },
  tags: { tags: (kit) => kit.postgres({ tags: otherTags }) },
  protect: { protect: (kit) => kit.postgres({ protect: false }) },
};
