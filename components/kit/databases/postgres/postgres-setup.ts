import { captureRolesSql, publishSql, slotsSql, type SetupCapture } from "./inside/capture-sql.ts";
import { identifier, literal, quoted, rolesOf, type PostgresRoles } from "./inside/roles.ts";
import { keepSql } from "./inside/upkeep-sql.ts";
import { decideInside, needsUpkeep, type InsideWish } from "./postgres-inside.ts";
import type { PostgresLogin } from "./postgres.ts";

/** What is to be inside of a managed server. */
export interface PostgresSetupWish {
  readonly database: string;
  /** Major version, by which the client's folder is called. */
  readonly version: string;
  readonly logins: readonly PostgresLogin[];
  /** Extensions, and what looks after tables. - behaviour: neither. */
  readonly inside?: InsideWish | undefined;
  /** Who captures tables of a server that the cloud runs. - behaviour: nobody. */
  readonly captures?: readonly SetupCapture[] | undefined;
  /** Most of the log that is to be kept for who captures, in MiB. - behaviour: nobody looks how much it is. */
  readonly keptMiB?: number | undefined;
  /** The role whose members may read the log of writes, see `ManagedPostgres.logReaders`. */
  readonly logReaders?: string | undefined;
  /** Who is written to, where the database is kept twice: another one is set up anew. */
  readonly primary?: string | undefined;
}

/** Files of a Job that sets up a server. `keep.sh` is there where something comes again and again. */
export type PostgresSetupFiles = Readonly<
  Record<"setup.sh" | "server.sql" | "database.sql" | "inside.sql", string> &
    Partial<Record<"keep.sh" | "keep.sql" | "publish.sql" | "slots.sql", string>>
>;

/** Where the Job finds its files, and one file with a password for each login, named like it. */
export const setupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Makes what is inside of a server, a cloud's or ours: one database, and a login for each service that reads every table, or
 * also writes every table and makes schemas and tables of its own. It can run any number of times and needs an admin who
 * may make databases and roles, no superuser: no cloud gives one, and not every one grants `pg_read_all_data`. A login
 * that is no longer wished for can't log in any more, and what it owned becomes the writers'. PostgreSQL 16 or later.
 * https://www.postgresql.org/docs/16/role-attributes.html#ROLE-CREATION
 */
export function decidePostgresSetup(wish: PostgresSetupWish): PostgresSetupFiles {
  return {
    "setup.sh": shellScript(wish),
    "server.sql": serverSql(wish),
    "database.sql": databaseSql(wish),
    "inside.sql": decideInside(wish.database, wish.inside ?? {}),
    ...(looksAfterTables(wish) ? { "keep.sql": keepSql } : {}),
    ...(publishes(wish) ? { "publish.sql": publishSql(wish.captures ?? []) } : {}),
    ...(wish.keptMiB !== undefined && publishes(wish) ? { "slots.sql": slotsSql(wish.keptMiB) } : {}),
    ...(comesAgain(wish) ? { "keep.sh": lines(...beginning(wish.version), ...upkeep(wish, true)) } : {}),
  };
}

/** Whether something comes again and again. */
export function comesAgain(wish: Pick<PostgresSetupWish, "inside" | "captures">): boolean {
  return looksAfterTables(wish) || publishes(wish);
}

function looksAfterTables({ inside }: Pick<PostgresSetupWish, "inside">): boolean {
  return inside !== undefined && needsUpkeep(inside);
}

function publishes({ captures = [] }: Pick<PostgresSetupWish, "captures">): boolean {
  return captures.length > 0;
}

/** Two run at once only by mistake, and then the second waits. A capture that is late holds up nothing else, and fails the Job in the end. */
function upkeep(wish: PostgresSetupWish, strict: boolean): string[] {
  const { database } = wish;
  const files = setupFolders.files;
  const looksAtSlots = strict && publishes(wish) && wish.keptMiB !== undefined;
  return [
    ...(publishes(wish) ? [`run --dbname ${database} --file ${files}/publish.sql`] : []),
    ...(looksAtSlots ? ["late=0", `run --dbname ${database} --file ${files}/slots.sql || late=$?`] : []),
    ...(looksAfterTables(wish) ? [`run --dbname ${database} --set strict=${strict} --file ${files}/keep.sql`] : []),
    ...(looksAtSlots ? ['exit "$late"'] : []),
  ];
}

function beginning(version: string): string[] {
  return [
    "set -eu",
    `export PATH="/usr/lib/postgresql/${version}/bin:$PATH"`,
    'run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }',
  ];
}

/**
 * psql hashes a password before it sends it (`\password`), so that no server's log of statements ever holds one. It reads
 * it from standard input where there is no terminal.
 * https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMAND-PASSWORD
 */
function shellScript(wish: PostgresSetupWish): string {
  const { database, version, logins, captures = [], primary } = wish;
  return lines(
    ...beginning(version),
    ...(primary === undefined ? [] : [`# Written to: ${primary}`, ...unlessItFollows]),
    `run --dbname postgres --file ${setupFolders.files}/server.sql`,
    `run --dbname ${database} --file ${setupFolders.files}/database.sql`,
    `run --dbname ${database} --single-transaction --file ${setupFolders.files}/inside.sql`,
    ...upkeep(wish, false),
    ...[...logins, ...captures].flatMap(({ name }) => [
      `password=$(cat ${setupFolders.passwords}/${name})`,
      `printf '%s\\n%s\\n' "$password" "$password" | run --dbname postgres --command '\\password ${identifier(name)}'`,
    ]),
  );
}

/** Who follows another database has what is inside of that one, and can't be written to. */
const unlessItFollows = [
  'follows=$(run --dbname postgres --tuples-only --no-align --command "SELECT pg_is_in_recovery()")',
  'if [ "$follows" = t ]; then echo "this server follows another one: nothing to set up"; exit 0; fi',
];

function serverSql({ database, logins, captures = [], logReaders }: PostgresSetupWish): string {
  const roles = rolesOf(database);
  const { readers, writers } = roles;
  const { platform, writers: writing } = quoted(roles);
  return lines(
    "SET client_min_messages = error;",
    unlessThere(`CREATE DATABASE ${identifier(database)}`, "pg_database", "datname", database),
    ...[readers, writers, roles.platform, roles.recorder, roles.auditors].flatMap((group) => [
      unlessThere(`CREATE ROLE ${identifier(group)} NOLOGIN`, "pg_roles", "rolname", group),
      // Who makes a role may give it to others, and first of all has to give it to itself.
      `GRANT ${identifier(group)} TO CURRENT_USER WITH INHERIT TRUE;`,
    ]),
    // It does for tables what their owners may do.
    `GRANT ${writing} TO ${platform} WITH INHERIT TRUE;`,
    ...logins.flatMap(({ name, access }) => {
      const [mine, other] = access === "read" ? [readers, writers] : [writers, readers];
      return [
        ...loginSql(name),
        `GRANT ${identifier(mine)} TO ${identifier(name)};`,
        `REVOKE ${identifier(other)} FROM ${identifier(name)};`,
        ...(access === "read" ? [] : [`GRANT ${identifier(name)} TO ${platform} WITH INHERIT TRUE;`]),
      ];
    }),
    ...captures.flatMap(({ name }) => loginSql(name)),
    ...captureRolesSql(database, captures, logReaders),
  );
}

/** A login of ours, which the administrator may act for. */
function loginSql(name: string): string[] {
  return [
    unlessThere(`CREATE ROLE ${identifier(name)} LOGIN`, "pg_roles", "rolname", name),
    `ALTER ROLE ${identifier(name)} LOGIN;`,
    `COMMENT ON ROLE ${identifier(name)} IS ${literal(mark)};`,
    `GRANT ${identifier(name)} TO CURRENT_USER WITH INHERIT TRUE;`,
  ];
}

/**
 * What somebody makes later is open to the others by default privileges, which each owner has of its own.
 * https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
 */
function databaseSql({ database, logins, captures = [] }: PostgresSetupWish): string {
  const groups = rolesOf(database);
  const [readers, writers] = [identifier(groups.readers), identifier(groups.writers)];
  const owners = ["CURRENT_USER", writers, ...logins.filter(isWriter).map(({ name }) => identifier(name))];
  return lines(
    "SET client_min_messages = error;",
    `REVOKE ALL ON DATABASE ${identifier(database)} FROM PUBLIC;`,
    `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${identifier(database)} TO ${writers};`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${identifier(database)} TO ${readers};`,
    // Who watches the server or copies every row isn't one of ours.
    `GRANT CONNECT ON DATABASE ${identifier(database)} TO pg_monitor, pg_read_all_data;`,
    `GRANT USAGE, CREATE ON SCHEMA public TO ${writers};`,
    `GRANT USAGE ON SCHEMA public TO ${readers};`,
    ...owners.flatMap((owner) =>
      [
        `GRANT USAGE, CREATE ON SCHEMAS TO ${writers}`,
        `GRANT USAGE ON SCHEMAS TO ${readers}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${writers}`,
        `GRANT SELECT ON TABLES TO ${readers}`,
        `GRANT ALL ON SEQUENCES TO ${writers}`,
        `GRANT SELECT ON SEQUENCES TO ${readers}`,
      ].map((grant) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} ${grant};`),
    ),
    // Who may only read owns nothing, also if it could write before.
    ...logins
      .filter((login) => !isWriter(login))
      .map(({ name }) => `REASSIGN OWNED BY ${identifier(name)} TO ${writers};`),
    ...leavers(
      groups,
      [...logins, ...captures].map(({ name }) => name),
    ),
    ...outcome(database, groups),
  );
}

/** A grant that the admin may not make is a warning to PostgreSQL, and a service that can do nothing to us. */
function outcome(database: string, { readers, writers }: PostgresRoles): string[] {
  const checks = [
    `has_database_privilege(${literal(readers)}, ${literal(database)}, 'CONNECT')`,
    `has_database_privilege(${literal(writers)}, ${literal(database)}, 'CONNECT')`,
    `has_schema_privilege(${literal(readers)}, 'public', 'USAGE')`,
    `has_schema_privilege(${literal(writers)}, 'public', 'CREATE')`,
  ];
  return checks.map((check) => {
    const problem = `this admin could not grant what ${check} asks for: who owns the database and its schema public?`;
    return `DO $check$ BEGIN IF NOT ${check} THEN RAISE EXCEPTION ${literal(problem)}; END IF; END $check$;`;
  });
}

/** Says of a role that it is ours: people's own roles may be members of the groups, and stay. */
const mark = "landbridge";

/** What becomes of our logins in the two groups that nobody wishes for any more: services that are gone or were renamed. */
function leavers({ readers, writers }: PostgresRoles, names: readonly string[]): string[] {
  const others = [
    "FROM pg_auth_members JOIN pg_roles AS leaver ON leaver.oid = member JOIN pg_roles AS of ON of.oid = roleid",
    `WHERE of.rolname IN (${[readers, writers].map(literal).join(", ")}) AND leaver.rolname <> CURRENT_USER`,
    `AND shobj_description(leaver.oid, 'pg_authid') = ${literal(mark)}`,
    `AND leaver.rolname <> ALL (ARRAY[${names.map(literal).join(", ")}]::name[])`,
  ].join(" ");
  return [
    `SELECT DISTINCT format('ALTER ROLE %I NOLOGIN', leaver.rolname) ${others} \\gexec`,
    `SELECT DISTINCT format('REASSIGN OWNED BY %I TO %I', leaver.rolname, ${literal(writers)}) ${others} \\gexec`,
    `SELECT format('REVOKE %I FROM %I', of.rolname, leaver.rolname) ${others} \\gexec`,
  ];
}

function isWriter({ access }: PostgresLogin): boolean {
  return access === "read-write";
}

// PostgreSQL has no CREATE ROLE IF NOT EXISTS; psql runs what the query gives.
function unlessThere(statement: string, catalogue: string, column: string, name: string): string {
  return `SELECT ${literal(statement)} WHERE NOT EXISTS (SELECT FROM ${catalogue} WHERE ${column} = ${literal(name)}) \\gexec`;
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
