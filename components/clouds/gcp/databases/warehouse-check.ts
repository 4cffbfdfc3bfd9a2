import type { Environment } from "../../../../environments/schema/environment.ts";
import type { Issue } from "../../../kit/errors.ts";

/** What Google counts is the project's: a second warehouse would have no limit of its own. */
export function checkWarehouses({ warehouses }: Pick<Environment, "warehouses">): Issue[] {
  const [first, ...others] = Object.keys(warehouses);
  return others.map((warehouse) => ({
    path: `warehouses.${warehouse}`,
    value: warehouse,
    rule: `is beside ${first ?? ""}, and Google limits what a day's queries read for the whole project`,
    wayOut: "leave one of the two out, or give it an environment in another project",
  }));
}
