import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, Key, Network, Warehouse, WarehouseSpec } from "../../cloud.ts";
import type { Tags } from "../../kit/tags.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key by whether it is there. */
export type WarehouseChange = Partial<Omit<WarehouseSpec, "network" | "key">> & {
  readonly network?: string;
  readonly key?: boolean;
};

/** The method of the contract that makes warehouses, with its spec filled in. */
export interface WarehouseKit {
  warehouse(change?: WarehouseChange): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const warehouseNames = { warehouse: "shop-warehouse-analytics" } as const;

/** What the spec is filled in with. */
export const warehouseWish = {
  dataClass: "personal",
  size: "small",
  scanTiBPerDay: 2,
  layers: { bronze: {}, silver: {}, gold: {} },
} as const;

/** Handles that the rest of the kit makes when they are first needed. */
export interface WarehouseHandles {
  readonly handles: (change: { readonly network?: string; readonly key?: boolean }) => {
    readonly network: Network;
    readonly key: Key | undefined;
  };
  readonly tags: Tags;
}

/** A warehouse of a name, as the kit makes it. */
export function makeWarehouse(
  cloud: Cloud,
  name: string,
  { handles, tags }: WarehouseHandles,
  change: WarehouseChange,
  opts: ComponentResourceOptions,
): Warehouse {
  const common = { wish: warehouseWish, database: "analytics", undoDays: 7, logDays: 30, tags, protect: true };
  return cloud.warehouse(name, { ...common, ...change, ...handles(change) }, opts);
}

/** The kit on a cloud. */
export function warehouseKitOf(cloud: Cloud, handles: WarehouseHandles, opts: ComponentResourceOptions): WarehouseKit {
  return {
    warehouse(change = {}) {
      const made = makeWarehouse(cloud, warehouseNames.warehouse, handles, change, opts);
      const { engine, host, port, database, layers, id } = made;
      return output({ engine, host, port, database, layers, id });
    },
  };
}
