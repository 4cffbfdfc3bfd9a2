import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { decideSslMode, type ServerProof } from "../server-proof.ts";
import type { PostgresLogin } from "../postgres/postgres.ts";
import { mysqlUser } from "./mysql.ts";

/** A service that logs in, by the name of its login; its account is `mysqlUser` of it. */
export type MysqlLogin = PostgresLogin;

/** What is to be inside of a server. */
export interface MysqlSetupWish {
  readonly engine: MysqlWish["engine"];
  readonly database: string;
  readonly logins: readonly MysqlLogin[];
  /** Accounts that read tables and the binary log, to capture changes. - behaviour: none. */
  readonly captures?: readonly string[] | undefined;
  /** Path of the file with who signed the server's certificate, in PEM. */
  readonly authorities: string;
  /** By what the client knows the server. */
  readonly proof: ServerProof;
}

/** Files of a Job that sets up a server. */
export type MysqlSetupFiles = Readonly<Record<"setup.sh" | "database.sql" | "rights.sql" | "leavers.sql", string>>;

/** Where the Job finds its files, and one file with a password for each login, named like it. */
export const mysqlSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Makes what is inside of a server: one database, and an account for each service that reads every table, or also
 * writes, makes and drops them. It can run any number of times and needs an admin who may make accounts and grant what it
 * has itself, not SUPER, which no cloud gives. Accounts take TLS only. One that is no longer wished for is locked and not
 * dropped: views and routines that it made run with its rights.
 * https://dev.mysql.com/doc/refman/8.4/en/stored-objects-security.html
 */
export function decideMysqlSetup(wish: MysqlSetupWish): MysqlSetupFiles {
  return {
    "setup.sh": shellScript(wish),
    "database.sql": databaseSql(wish),
    "rights.sql": rightsSql(wish),
    "leavers.sql": leaversSql(wish),
  };
}

/**
 * Each engine's own client, told to speak TLS to the server that is meant or not at all. MariaDB's knows servers by name only.
 * https://mariadb.com/docs/server/security/securing-mariadb/encryption/data-in-transit-encryption
 */
function clientOf({ engine, authorities, proof }: MysqlSetupWish): string {
  switch (engine) {
    case "mysql":
      return `mysql --no-defaults --ssl-mode=${decideSslMode("mysql", { authorities, proof })} --ssl-ca=${authorities}`;
    case "mariadb":
      if (proof !== "name") throw new Error("MariaDB's client knows a server by nothing but its name");
      return `mariadb --no-defaults --ssl --ssl-verify-server-cert --ssl-ca=${authorities}`;
    default:
      return engine satisfies never;
  }
}

/**
 * In the Job passwords are on no command line: `printf` is the shell's. A statement that no log of the server's may hold a
 * password of is made of them by each engine's way: see `identified`.
 */
function shellScript(wish: MysqlSetupWish): string {
  const { engine, logins, captures = [] } = wish;
  const { files, passwords } = mysqlSetupFolders;
  return lines(
    "set -eu",
    "run() {",
    `  ${clientOf(wish)} --protocol=TCP --connect-timeout=10 --batch --skip-column-names \\`,
    '    --host="$SERVER_HOST" --port="$SERVER_PORT" --user="$SERVER_USER" "$@"',
    "}",
    ...identified[engine],
    "login() {",
    `  password=$(cat "${passwords}/$1")`,
    '  case "$password" in',
    '    "" | *[!A-Za-z0-9]*) echo "the password of $1 is no text of letters and digits" >&2; exit 1 ;;',
    "  esac",
    '  way=$(identified "$password")',
    // CREATE USER IF NOT EXISTS fails for one that is there and has made a view: https://dev.mysql.com/doc/refman/8.4/en/create-user.html
    `  there=$(run --execute="SELECT COUNT(*) FROM ${accounts[engine]} WHERE User = '$2' AND Host = '%'")`,
    '  case "$there" in 0) verb=CREATE ;; *) verb=ALTER ;; esac',
    `  printf '%s;\\n' "$verb USER '$2'@'%' $way REQUIRE SSL ACCOUNT UNLOCK${noteMark[engine]}" | run`,
    "}",
    `run < ${files}/database.sql`,
    ...logins.map(({ name }) => `login ${name} ${mysqlUser(name)}`),
    ...captures.map((name) => `login ${name} ${name}`),
    `run < ${files}/rights.sql`,
    ...leaversScript(logins.length + captures.length),
  );
}

/**
 * MySQL writes a hash into its logs where a statement has a password. MariaDB writes its binary log as it was told, for all
 * who may read that, so that it is told the hash: SHA-1 of the SHA-1, which guards 190 bits well enough.
 * https://dev.mysql.com/doc/refman/8.4/en/password-logging.html
 * https://mariadb.com/docs/server/reference/plugins/authentication-plugins/authentication-plugin-mysql_native_password
 */
const identified: Readonly<Record<MysqlWish["engine"], readonly string[]>> = {
  mysql: ["identified() {", `  printf "IDENTIFIED BY '%s'" "$1"`, "}"],
  mariadb: [
    "identified() {",
    "  inner=$(printf '%s' \"$1\" | sha1sum | sed 's/ .*//; s/../0x& /g')",
    "  outer=$(printf \"$(printf '\\\\%03o' $inner)\" | sha1sum | sed 's/ .*//' | tr 'a-f' 'A-F')",
    `  printf "IDENTIFIED VIA mysql_native_password USING '*%s'" "$outer"`,
    "}",
  ],
};

/** An admin who doesn't see its own accounts couldn't see those that are to be locked either. */
function leaversScript(count: number): string[] {
  return [
    `answer=$(run < ${mysqlSetupFolders.files}/leavers.sql)`,
    `statements=$(printf '%s\\n' "$answer" | sed '1d')`,
    `seen=$(printf '%s\\n' "$answer" | sed -n '1p')`,
    `[ "$seen" = ${count} ] || { echo "this admin sees $seen of ${count} accounts that it made: may it read the schema mysql?" >&2; exit 1; }`,
    `printf '%s\\n' "$statements" | run`,
  ];
}

function databaseSql({ engine, database }: MysqlSetupWish): string {
  return lines(
    // An older MariaDB would take latin1.
    `CREATE DATABASE IF NOT EXISTS ${identifier(database)} CHARACTER SET utf8mb4;`,
    ...(engine === "mariadb" ? [`CREATE ROLE IF NOT EXISTS ${roleMark};`] : []),
  );
}

/**
 * All that concerns one database, and that no service grants on. MySQL knows no owners: who may drop a table may drop those
 * of others and the database as well. https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html
 */
const reading = ["SELECT", "SHOW VIEW"] as const;
const writing = [
  "INSERT",
  "UPDATE",
  "DELETE",
  "CREATE",
  "ALTER",
  "DROP",
  "INDEX",
  "REFERENCES",
  "CREATE TEMPORARY TABLES",
  "LOCK TABLES",
  "CREATE VIEW",
  "CREATE ROUTINE",
  "ALTER ROUTINE",
  "EXECUTE",
  "EVENT",
  "TRIGGER",
] as const;

/** Takes what may not be there. MariaDB always may, from who has any right to the database. */
const revoke: Readonly<Record<MysqlWish["engine"], string>> = { mysql: "REVOKE IF EXISTS", mariadb: "REVOKE" };

function rightsSql({ engine, database, logins, captures = [] }: MysqlSetupWish): string {
  const everything = `${identifier(database)}.*`;
  return lines(
    ...logins.flatMap(({ name, access }) => {
      const to = account(mysqlUser(name));
      return [
        ...(engine === "mariadb" ? [`GRANT ${roleMark} TO ${to};`] : []),
        `GRANT ${[...reading, ...(access === "read-write" ? writing : [])].join(", ")} ON ${everything} TO ${to};`,
        ...(access === "read" ? [`${revoke[engine]} ${writing.join(", ")} ON ${everything} FROM ${to};`] : []),
      ];
    }),
    ...captures.flatMap((name) => [
      ...(engine === "mariadb" ? [`GRANT ${roleMark} TO ${account(name)};`] : []),
      `GRANT ${logReading[engine].join(", ")} ON *.* TO ${account(name)};`,
      `GRANT ${[...reading, "LOCK TABLES"].join(", ")} ON ${everything} TO ${account(name)};`,
    ]),
  );
}

/**
 * The log is of the whole server. RELOAD stops writes for the moment in which rows and their place in the log are seen together.
 * https://debezium.io/documentation/reference/3.6/connectors/mariadb.html#mariadb-creating-user
 */
const logReading: Readonly<Record<MysqlWish["engine"], readonly string[]>> = {
  mysql: ["REPLICATION CLIENT", "REPLICATION SLAVE", "RELOAD"],
  mariadb: ["BINLOG MONITOR", "REPLICATION SLAVE", "RELOAD"],
};

/**
 * By what an account is known to be ours: people make accounts too, and those stay. MySQL keeps a note with each account,
 * MariaDB has none, so that there ours have a role that gives no right.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-user-attributes-table.html
 * https://mariadb.com/docs/server/reference/system-tables/the-mysql-database-tables/mysql-roles_mapping-table
 */
const noteMark: Readonly<Record<MysqlWish["engine"], string>> = {
  mysql: ` ATTRIBUTE '{\\"landbridge\\": \\"login\\"}'`,
  mariadb: "",
};

/** Where all accounts are listed, by User and Host. */
const accounts: Readonly<Record<MysqlWish["engine"], string>> = {
  mysql: "information_schema.USER_ATTRIBUTES",
  mariadb: "mysql.user",
};

const roleMark = "landbridge_logins";

const ours: Readonly<Record<MysqlWish["engine"], string>> = {
  mysql: `${accounts.mysql} WHERE HOST = '%' AND ATTRIBUTE->>'$.landbridge' = 'login'`,
  mariadb: `mysql.roles_mapping WHERE HOST = '%' AND ROLE = '${roleMark}' AND Admin_option = 'N'`,
};

/** How many of the accounts that are wished for are seen, and then a statement for each that isn't wished for any more. */
function leaversSql({ engine, logins, captures = [] }: MysqlSetupWish): string {
  const names = ["''", ...[...logins.map(({ name }) => mysqlUser(name)), ...captures].map(literal)].join(", ");
  return lines(
    `SELECT COUNT(*) FROM ${ours[engine]} AND USER IN (${names});`,
    `SELECT CONCAT('ALTER USER ', QUOTE(USER), '@''%'' ACCOUNT LOCK;') FROM ${ours[engine]} AND USER NOT IN (${names}) ORDER BY USER;`,
  );
}

function account(user: string): string {
  return `${literal(user)}@'%'`;
}

function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
