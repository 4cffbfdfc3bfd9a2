import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { auditSql } from "./inside/audit-sql.ts";
import { partitionsSql } from "./inside/partitions-sql.ts";
import { identifier, rolesOf } from "./inside/roles.ts";
import { sealingSql } from "./inside/sealing-sql.ts";
import { tenancySql } from "./inside/tenancy-sql.ts";
import { foundationSql, upkeepSql, type TableWish } from "./inside/upkeep-sql.ts";
import { decideExtensions } from "./postgres-extensions.ts";

/** What of a store's wish has to do with the inside of its database. */
export type InsideWish = Pick<PostgresWish, "extensions" | "audit" | "partitions" | "tenancy" | "columnEncryption">;

/** How often tables that services have made are looked after: each ten minutes. */
export const upkeepSchedule = "*/10 * * * *";

/** Months of the log of changes that are made ahead; what comes when no one has made more waits in its default partition. */
const auditAhead = 3;

/** Whether a database has tables that are looked after. */
export function needsUpkeep({ audit, partitions, tenancy }: InsideWish): boolean {
  return audit !== undefined || partitions !== undefined || tenancy !== undefined;
}

/** What is wished of each table, in order of kind and name. */
export function decideTableWishes({ audit, partitions, tenancy }: InsideWish): TableWish[] {
  const kept = audit === undefined ? [] : [["audit.log", auditLog(audit.keepDays)] as const];
  return [
    ...Object.entries(audit?.tables ?? {}).map(([table, { hide }]): TableWish => ({
      kind: "audit",
      table: qualified(table),
      settings: { hide: [...hide].sort() },
    })),
    ...[...Object.entries(partitions ?? {}), ...kept].map(([table, { column, every, ahead, keepDays }]): TableWish => ({
      kind: "partitions",
      table: qualified(table),
      settings: { column, every, ahead, ...(keepDays === undefined ? {} : { keepDays }) },
    })),
    ...[...new Set(tenancy?.tables.map(qualified))].map((table): TableWish => ({
      kind: "tenancy",
      table,
      settings: { column: tenancy?.column },
    })),
  ].sort((a, b) => (`${a.kind} ${a.table}` < `${b.kind} ${b.table}` ? -1 : 1));
}

function auditLog(keepDays: number) {
  return { column: "at", every: "month", ahead: auditAhead, keepDays } as const;
}

/** A table's name with its schema. */
export function qualified(table: string): string {
  return table.includes(".") ? table : `public.${table}`;
}

/**
 * What is put into the database besides its roles: extensions, and the procedures that look after services' tables. It is all of PostgreSQL's own
 * languages, and an admin who is no superuser can do it, so that it is the same on every cloud and in the cluster: no cloud lets
 * that admin make an event trigger, and no operator has a scheduler in the database.
 */
export function decideInside(database: string, wish: InsideWish): string {
  const roles = rolesOf(database);
  const wishes = decideTableWishes(wish);
  const platform = wishes.length > 0 || wish.columnEncryption === true;
  return [
    "SET client_min_messages = error;",
    ...decideExtensions(wish).map((name) => `CREATE EXTENSION IF NOT EXISTS ${identifier(name)} SCHEMA public;`),
    ...(platform
      ? [
          foundationSql(roles),
          auditSql(roles),
          partitionsSql(roles),
          tenancySql(roles),
          ...(wish.columnEncryption === true ? [sealingSql(roles)] : []),
          upkeepSql(roles, wishes),
        ]
      : [forgetting]),
    "",
  ].join("\n");
}

/** Nothing is wished any more: what there is of the log stays, and nobody writes to it. */
const forgetting = [
  "SELECT to_regclass('platform.wish') IS NOT NULL AS known \\gset",
  "\\if :known",
  "DELETE FROM platform.wish;",
  "DELETE FROM platform.problem;",
  "DO $forget$ BEGIN PERFORM platform.forget_audit(); END $forget$;",
  "\\endif",
].join("\n");
