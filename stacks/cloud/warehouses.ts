import type { Network, Warehouse } from "../../components/cloud.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideTags } from "../../components/kit/tags.ts";
import { decideUndoDays, warehouseDatabase } from "../../components/kit/databases/warehouses.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The warehouses by name. */
export function createWarehouses(
  { name, environment, cloud, opts }: Place,
  { network, keys }: { readonly network: Network; readonly keys: Keys },
): Record<string, Warehouse> {
  return Object.fromEntries(
    Object.entries(environment.warehouses).map(([warehouse, wish]) => {
      const spec = {
        wish,
        database: warehouseDatabase(warehouse),
        undoDays: decideUndoDays(environment),
        logDays: decideSpending(environment).logDays,
        network,
        key: keys.get(wish.dataClass),
        tags: decideTags(environment, wish.dataClass),
        protect: environment.protect,
      };
      return [warehouse, cloud.warehouse(`${name}-warehouse-${warehouse}`, spec, opts)];
    }),
  );
}
