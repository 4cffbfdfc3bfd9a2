import type { MysqlWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedMysqlSpec } from "../../cloud.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { mysqlWish } from "./mysql-kit.contract.ts";

type Elsewhere = "kind" | "placement" | "volumes" | "dataClass" | "secondaryRegion" | "backups" | "restoreFrom";

// Not every cloud has a second engine, and MySQL has one version: the clouds' own facts are about those.
const others: { readonly [F in keyof Omit<MysqlWish, Elsewhere | "engine" | "version">]-?: Pick<MysqlWish, F> } = {
  size: { size: "xlarge" },
  replicas: { replicas: 2 },
  storageGiB: { storageGiB: 200 },
  pitrDays: { pitrDays: 14 },
};

/** A server's fields. Its class of data acts through its key and tags. */
export const mysql: Asked<ManagedMysqlSpec> = {
  wish: Object.fromEntries(
    Object.entries(others).map(([field, other]): [string, Build] => [
      `wish.${field}`,
      (kit) => kit.mysql({ wish: { ...mysqlWish, ...other } }),
    ]),
  ),
  highlyAvailable: { highlyAvailable: (kit) => kit.mysql({ highlyAvailable: false }) },
  backupDays: { backupDays: (kit) => kit.mysql({ backupDays: 33 }) },
  logDays: { logDays: (kit) => kit.mysql({ logDays: 365 }) },
  network: { network: (kit) => kit.mysql({ network: "shop-second-network" }) },
  secondary: { secondary: (kit) => kit.mysql({ secondary: true }) },
  key: { key: (kit) => kit.mysql({ key: false }) },
  tags: { tags: (kit) => kit.mysql({ tags: { ...tags, owner: "other" } }) },
  protect: { protect: (kit) => kit.mysql({ protect: false }) },
};
