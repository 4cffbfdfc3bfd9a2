import type { Environment } from "../../../../../environments/schema/environment.ts";
import { checkLength } from "../../../../kit/cloud-issues.ts";
import type { Issue } from "../../../../kit/errors.ts";
import { autoNameSuffix } from "../../../../kit/names.ts";
import { nameLimits } from "../../names.ts";

// What a warehouse's longest door adds to an environment's name besides the warehouse's own.
const doorRoles = "-warehouse-".length + "-blob".length;

/** What Azure would refuse of the warehouses of an environment. */
export function checkWarehouses({ name, warehouses }: Pick<Environment, "name" | "warehouses">): Issue[] {
  return Object.keys(warehouses).flatMap((warehouse) => {
    const length = name.length + doorRoles + warehouse.length + autoNameSuffix;
    const path = `warehouses.${warehouse}`;
    return checkLength({ path, value: warehouse, length, limit: nameLimits.networkPart, who: "Azure" });
  });
}
