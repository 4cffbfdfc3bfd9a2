import type { Environment } from "../../../../../environments/schema/environment.ts";
import type { Issue } from "../../../../kit/errors.ts";
import { decideLayerRights, warehouseDatabase } from "../../../../kit/databases/warehouses.ts";
import { databaseRole } from "./warehouse-layers.ts";

/** Characters of a tag's value. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
const longestTag = 256;

/** Names that Redshift has for databases of its own. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_DATABASE.html */
const givenDatabases: readonly string[] = ["awsdatacatalog", "padb_harvest", "sys"];

/** What Redshift would refuse of the warehouses of an environment. */
export function checkWarehouses({ domains, warehouses }: Pick<Environment, "domains" | "warehouses">): Issue[] {
  const given = Object.keys(warehouses).filter((name) => givenDatabases.includes(warehouseDatabase(name)));
  const services = Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).map(([service, { warehouses: used }]) => ({
      path: `domains.${domain}.services.${service}.warehouses`,
      used,
    })),
  );
  return [
    ...given.map((name) => ({
      path: `warehouses.${name}`,
      value: name,
      rule: `makes a database named ${warehouseDatabase(name)}, which Redshift has already`,
      wayOut: "name the warehouse after what it holds, e.g. analytics",
    })),
    ...services.flatMap(({ path, used }) => {
      const roles = Object.entries(used).flatMap(([name, use]) =>
        decideLayerRights(use).map((right) => databaseRole(warehouseDatabase(name), right)),
      );
      const { length } = roles.join(":");
      if (length <= longestTag) return [];
      return [
        {
          path,
          value: Object.keys(used).join(", "),
          rule: `makes a list of database roles of ${length} characters, and a role's tag holds ${longestTag}`,
          wayOut: "let the service use fewer warehouses or layers, or shorten their names",
        },
      ];
    }),
  ];
}
