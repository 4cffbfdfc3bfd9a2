import type { Environment } from "../../../environments/schema/environment.ts";
import { layerNames, type LayerName, type WarehouseUse } from "../../../environments/schema/stores/warehouse.ts";
import type { ServiceWish } from "../../../environments/schema/domains.ts";

/** A right to a layer of a warehouse. */
export interface LayerRight {
  readonly layer: LayerName;
  readonly access: "read" | "read-write";
}

/** The layers that a service may use, in their order. */
export function decideLayerRights(use: WarehouseUse): LayerRight[] {
  return layerNames.flatMap((layer) => {
    const access = use[layer];
    return access === undefined ? [] : [{ layer, access }];
  });
}

/** What a cloud's warehouse calls the database of one: `-` is no letter of a name in SQL. At most 30 of a-z, 0-9 and _. */
export function warehouseDatabase(warehouse: string): string {
  return warehouse.replaceAll("-", "_");
}

/**
 * Days in which what was deleted or overwritten in a warehouse can be brought back, where the cloud lets one choose: a week in
 * production, where a mistake is found late, and the two days that every cloud can keep elsewhere.
 */
export function decideUndoDays({ tier }: Pick<Environment, "tier">): number {
  return tier === "production" ? 7 : 2;
}

/** Whether a service uses a warehouse. */
export function usesWarehouses({ warehouses }: Pick<ServiceWish, "warehouses">): boolean {
  return Object.keys(warehouses).length > 0;
}
