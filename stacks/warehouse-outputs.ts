import type { Inputs } from "@pulumi/pulumi";
import type { Warehouse } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { mapValues } from "../components/kit/records.ts";
import type { WarehouseAccess } from "../components/workloads/rights.ts";
import type { ReadOutput } from "./store-outputs.ts";

/** Where warehouses are, and by what their layers are named; who may do what there is decided by identities. */
export function exportWarehouses(warehouses: Readonly<Record<string, Warehouse>>): Inputs {
  return mapValues(warehouses, ({ engine, host, port, database, layers, setup }) => ({
    engine,
    host,
    port,
    database,
    layers: { ...layers },
    setup: [...(setup ?? [])],
  }));
}

/** The same warehouses in the other layer, which knows the rest of their cloud. */
export function importWarehouses(environment: AnyEnvironment, read: ReadOutput): Record<string, WarehouseAccess> {
  return Object.fromEntries(
    Object.keys(environment.warehouses).map((name) => {
      const text = (...path: string[]) => read("platform", "warehouses", name, ...path);
      const [bronze, silver, gold] = [text("layers", "bronze"), text("layers", "silver"), text("layers", "gold")];
      return [name, { host: text("host"), database: text("database"), layers: { bronze, silver, gold } }];
    }),
  );
}
