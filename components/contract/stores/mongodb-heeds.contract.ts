import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import type { ManagedMongodbSpec } from "../../cloud.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { mongodbWish } from "./mongodb-kit.contract.ts";

type Elsewhere = "kind" | "placement" | "volumes" | "dataClass" | "backups" | "restoreFrom";

const others: { readonly [F in keyof Omit<MongodbWish, Elsewhere | "replicas">]-?: Pick<MongodbWish, F> } = {
  size: { size: "xlarge" },
  version: { version: "5.0" },
  storageGiB: { storageGiB: 1000 },
  pitrDays: { pitrDays: 35 },
};

/** A cluster whose members are as many as are wished for, or one more where it has to be highly available. */
const following =
  (replicas: number, highlyAvailable: boolean): Build =>
  (kit) =>
    kit.mongodb({ wish: { ...mongodbWish, replicas }, highlyAvailable });

/** A cluster's fields. Its class of data acts through its key and tags. */
export const mongodb: Asked<ManagedMongodbSpec> = {
  wish: {
    ...Object.fromEntries(
      Object.entries(others).map(([field, other]): [string, Build] => [
        `wish.${field}`,
        (kit) => kit.mongodb({ wish: { ...mongodbWish, ...other } }),
      ]),
    ),
    "wish.replicas": [following(1, false), following(0, false)],
  },
  highlyAvailable: { highlyAvailable: [following(0, true), following(0, false)] },
  backupDays: { backupDays: (kit) => kit.mongodb({ backupDays: 7 }) },
  logDays: { logDays: (kit) => kit.mongodb({ logDays: 365 }) },
  network: { network: (kit) => kit.mongodb({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.mongodb({ key: false }) },
  tags: { tags: (kit) => kit.mongodb({ tags: { ...tags, owner: "other" } }) },
  protect: { protect: (kit) => kit.mongodb({ protect: false }) },
};
