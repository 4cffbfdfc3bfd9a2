import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { boundedName } from "../../names.ts";

/** A version that some engine has. */
export type MysqlVersion = NonNullable<MysqlWish["version"]>;

/**
 * Versions with long support of each engine, newest first.
 * https://dev.mysql.com/doc/refman/8.4/en/mysql-releases.html
 * https://mariadb.org/about/#maintenance-policy
 */
export const mysqlVersions: Readonly<
  Record<MysqlWish["engine"], readonly [newest: MysqlVersion, ...older: MysqlVersion[]]>
> = {
  mysql: ["8.4"],
  mariadb: ["11.8", "11.4"],
};

/** The version that a store runs: as it wishes, or its engine's newest. */
export function decideMysqlVersion({ engine, version }: Pick<MysqlWish, "engine" | "version">): MysqlVersion {
  return version ?? mysqlVersions[engine][0];
}

/**
 * The login that a managed server is made with: 16 letters at most on RDS. Clouds refuse `admin`, `administrator`, `root`,
 * `guest`, `public`, `azure_superuser` and names of the engine's own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://learn.microsoft.com/azure/mysql/flexible-server/how-to-create-users
 */
export const mysqlAdmin = "landbridge";

/** Longest name of an account. MariaDB takes more. https://dev.mysql.com/doc/refman/8.4/en/user-names.html */
export const mysqlUserLimit = 32;

/** The account of a service's login: its own name, cut where that is longer than an account's may be. */
export function mysqlUser(login: string): string {
  return boundedName(login, mysqlUserLimit);
}

/**
 * Name of the one database of a MySQL store: the store's own. It keeps its dashes, since a `_` in the name that a right is
 * for stands for any character on some servers, and with `partial_revokes` can't be escaped on others.
 * https://dev.mysql.com/doc/refman/8.4/en/grant.html#grant-quoting
 */
export function mysqlDatabase(store: string): string {
  return store;
}

/**
 * Databases that every server has, which no store may be called like.
 * https://dev.mysql.com/doc/refman/8.4/en/data-dictionary-schema.html
 */
export const givenMysqlDatabases: readonly string[] = ["information_schema", "mysql", "performance_schema", "sys"];
