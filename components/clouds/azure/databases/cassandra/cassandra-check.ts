import type { Environment } from "../../../../../environments/schema/environment.ts";
import { checkLength } from "../../../../kit/cloud-issues.ts";
import type { Issue } from "../../../../kit/errors.ts";
import { eachManaged } from "../../../../kit/databases/managed-stores.ts";
import { autoNameSuffix } from "../../../../kit/names.ts";
import { nameLimits } from "../../names.ts";

/**
 * Names of columns that an account with a customer key keeps to itself, those of them that CQL writes without quotes.
 * https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys
 */
export const reservedColumns = ["id", "ttl"] as const;

/** Tables that can share the throughput of a keyspace. https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
export const mostTables = 25;

/** What Azure Cosmos DB for Apache Cassandra would refuse of the keyspaces of an environment. */
export function checkCassandra({ name, stores }: Pick<Environment, "name" | "stores">): Issue[] {
  return Object.values(
    eachManaged(stores, "cassandra", (store, { tables }): Issue[] => [
      ...checkLength({
        path: `stores.${store}`,
        value: store,
        // Of its door, which has the least room.
        length: `${name}-${store}-door`.length + autoNameSuffix,
        limit: nameLimits.networkPart,
        who: "Azure",
      }),
      ...checkCount(store, Object.keys(tables).length),
      ...Object.entries(tables).flatMap(([table, { columns }]) =>
        reservedColumns
          .filter((column) => Object.hasOwn(columns, column))
          .map((column) => ({
            path: `stores.${store}.tables.${table}.columns.${column}`,
            value: column,
            rule: "is a name that Cosmos DB keeps to itself where a key of ours encrypts",
            wayOut: `write another name, e.g. ${table}_${column}`,
          })),
      ),
    ]),
  ).flat();
}

function checkCount(store: string, count: number): Issue[] {
  if (count <= mostTables) return [];
  return [
    {
      path: `stores.${store}.tables`,
      value: String(count),
      rule: `are more tables than share the throughput of a keyspace of Cosmos DB's (${mostTables})`,
      wayOut: "spread them over two stores",
    },
  ];
}
