import { layerNames, type LayerName } from "../../../../../environments/schema/stores/warehouse.ts";
import type { LayerRight } from "../../../../kit/databases/warehouses.ts";

/** One statement by which a layer is made, and what it does, which is part of a resource's name. */
export interface LayerStatement {
  readonly role: string;
  readonly sql: string;
}

/**
 * Name of the database role that has a right to a layer. The warehouse's name is in it, since a service says all of its roles
 * in one tag, for every warehouse that it uses.
 */
export function databaseRole(database: string, { layer, access }: LayerRight): string {
  return `${database}_${layer}_${access === "read" ? "read" : "write"}`;
}

/**
 * Whoever logs in could make tables in the schema that every database has, whatever its roles.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Schemas_and_tables-schema-based-privileges.html
 */
const closed: LayerStatement = { role: "public-closed", sql: "REVOKE CREATE ON SCHEMA public FROM PUBLIC" };

/**
 * What makes the layers, in their order: a schema for each, a role that reads it and one that also writes. Rights are to all
 * tables that a schema has and will have, whoever makes them. Names are our own, of a-z, 0-9 and _.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
 * https://docs.aws.amazon.com/redshift/latest/dg/t_scoped-permissions.html
 */
export function decideLayerStatements(database: string): LayerStatement[] {
  return [
    closed,
    ...layerNames.flatMap((layer) => [
      { role: `${layer}-schema`, sql: `CREATE SCHEMA IF NOT EXISTS ${layer}` },
      ...readers(database, layer),
      ...writers(database, layer),
    ]),
  ];
}

function readers(database: string, layer: LayerName): LayerStatement[] {
  const role = databaseRole(database, { layer, access: "read" });
  return [
    { role: `${layer}-readers`, sql: `CREATE ROLE ${role}` },
    { role: `${layer}-readers-schema`, sql: `GRANT USAGE ON SCHEMA ${layer} TO ROLE ${role}` },
    {
      role: `${layer}-readers-tables`,
      sql: `GRANT SELECT FOR TABLES IN SCHEMA ${layer} DATABASE ${database} TO ROLE ${role}`,
    },
  ];
}

function writers(database: string, layer: LayerName): LayerStatement[] {
  const role = databaseRole(database, { layer, access: "read-write" });
  return [
    { role: `${layer}-writers`, sql: `CREATE ROLE ${role}` },
    { role: `${layer}-writers-schema`, sql: `GRANT USAGE, CREATE ON SCHEMA ${layer} TO ROLE ${role}` },
    {
      role: `${layer}-writers-tables`,
      sql: `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE FOR TABLES IN SCHEMA ${layer} DATABASE ${database} TO ROLE ${role}`,
    },
  ];
}
