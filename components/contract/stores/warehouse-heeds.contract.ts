import type { WarehouseWish } from "../../../environments/schema/stores/warehouse.ts";
import type { WarehouseSpec } from "../../cloud.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { warehouseWish } from "./warehouse-kit.contract.ts";

const wishing =
  (change: Partial<WarehouseWish>): Build =>
  (kit) =>
    kit.warehouse({ wish: { ...warehouseWish, ...change } });

/** A warehouse's fields. */
export const warehouse: Asked<WarehouseSpec> = {
  wish: {
    "wish.size": wishing({ size: "large" }),
    "wish.scanTiBPerDay": wishing({ scanTiBPerDay: 4 }),
    "wish.layers.bronze.keepDays": wishing({ layers: { bronze: { keepDays: 30 }, silver: {}, gold: {} } }),
    "wish.layers.silver.keepDays": wishing({ layers: { bronze: {}, silver: { keepDays: 30 }, gold: {} } }),
    "wish.layers.gold.keepDays": wishing({ layers: { bronze: {}, silver: {}, gold: { keepDays: 30 } } }),
  },
  database: { database: (kit) => kit.warehouse({ database: "reports" }) },
  undoDays: { undoDays: (kit) => kit.warehouse({ undoDays: 2 }) },
  logDays: { logDays: (kit) => kit.warehouse({ logDays: 365 }) },
  network: { network: (kit) => kit.warehouse({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.warehouse({ key: false }) },
  tags: { tags: (kit) => kit.warehouse({ tags: { ...tags, owner: "other" } }) },
  protect: { protect: (kit) => kit.warehouse({ protect: false }) },
};
