import { hasExtension } from "../../../components/kit/databases/postgres/postgres-extensions.ts";
import { qualified } from "../../../components/kit/databases/postgres/postgres-inside.ts";
import type { Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import type { PostgresWish } from "../../schema/stores/stores.ts";

/** A database asks for extensions that its servers have. */
export const extensionsAreThere: Check = (environment, at) =>
  databases(environment).flatMap(({ name, wish }) =>
    (wish.extensions ?? []).flatMap((extension, index) =>
      hasExtension(extension, wish)
        ? []
        : [
            {
              ...at(["stores", name, "extensions", index]),
              rule: "is in no image that servers in the cluster run",
              wayOut: "write placement: managed, or leave it out",
            },
          ],
    ),
  );

/** Tables are looked after in the schemas of services, not in ours. */
export const tablesAreServices: Check = (environment, at) =>
  databases(environment).flatMap(({ name, wish }) =>
    tablesOf(wish).flatMap(({ table, path }) =>
      /^(?:audit|platform|pg_[a-z_]*|information_schema)\./.test(table)
        ? [
            {
              ...at(["stores", name, ...path], "key"),
              rule: `names ${table}, in a schema that is not the services'`,
              wayOut: "name a table that a service makes, in a schema of its own",
            },
          ]
        : [],
    ),
  );

/** One table has one wish of a kind, whether its schema is said or not. */
export const tablesAreNamedOnce: Check = (environment, at) =>
  databases(environment).flatMap(({ name, wish }) => {
    const seen = new Set<string>();
    return tablesOf(wish).flatMap(({ table, path }) => {
      const key = `${String(path[0])} ${qualified(table)}`;
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [
        {
          ...at(["stores", name, ...path], "key"),
          rule: `names ${qualified(table)} a second time`,
          wayOut: "name it once, with or without its schema",
        },
      ];
    });
  });

/** The column that says whose a row is can't be hidden: the log would not say it either. */
export const auditedTenantsShow: Check = (environment, at) =>
  databases(environment).flatMap(({ name, wish: { audit, tenancy } }) =>
    Object.entries(audit?.tables ?? {}).flatMap(([table, { hide }]) => {
      const index = tenancy === undefined ? -1 : hide.indexOf(tenancy.column);
      if (index === -1 || tenancy?.tables.map(qualified).includes(qualified(table)) !== true) return [];
      return [
        {
          ...at(["stores", name, "audit", "tables", table, "hide", index]),
          rule: "hides whose a row is, without which nobody can be told of changes to their own",
          wayOut: "leave it out of hide",
        },
      ];
    }),
  );

function databases({ stores }: Pick<Environment, "stores">): { name: string; wish: PostgresWish }[] {
  return Object.entries(stores).flatMap(([name, wish]) => (wish.kind === "postgres" ? [{ name, wish }] : []));
}

interface NamedTable {
  readonly table: string;
  readonly path: readonly (string | number)[];
}

function tablesOf({ audit, partitions, tenancy }: PostgresWish): NamedTable[] {
  return [
    ...Object.keys(audit?.tables ?? {}).map((table) => ({ table, path: ["audit", "tables", table] })),
    ...Object.keys(partitions ?? {}).map((table) => ({ table, path: ["partitions", table] })),
    ...(tenancy?.tables ?? []).map((table, index) => ({ table, path: ["tenancy", "tables", index] })),
  ];
}
