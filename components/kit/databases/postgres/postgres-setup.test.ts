import { describe, expect, it } from "vitest";
import { decidePostgresSetup } from "./postgres-setup.ts";
import type { PostgresLogin } from "./postgres.ts";

const order: PostgresLogin = { name: "commerce-order", access: "read-write" };
const report: PostgresLogin = { name: "commerce-report", access: "read" };

const filesFor = (...logins: PostgresLogin[]) => decidePostgresSetup({ database: "orders", version: "17", logins });
const lineWith = (text: string, part: string): string[] => text.split("\n").filter((line) => line.includes(part));

// Tried on PostgreSQL 18 with an admin who may make databases and roles and is no superuser: twice in a row, with a login
// renamed, and with one that may only read from then on.
describe("the setup of a server", () => {
  it("makes the database and the roles where they aren't there, and may run again", () => {
    const sql = filesFor(order, report)["server.sql"];
    for (const line of lineWith(sql, "CREATE ")) expect(line).toMatch(/ WHERE NOT EXISTS \(SELECT FROM .*\) \\gexec$/);
    expect(lineWith(sql, "CREATE ").map((line) => /'(CREATE [^']*)'/.exec(line)?.[1])).toEqual([
      'CREATE DATABASE "orders"',
      'CREATE ROLE "orders_readers" NOLOGIN',
      'CREATE ROLE "orders_writers" NOLOGIN',
      'CREATE ROLE "orders_platform" NOLOGIN',
      'CREATE ROLE "orders_recorder" NOLOGIN',
      'CREATE ROLE "orders_auditors" NOLOGIN',
      'CREATE ROLE "commerce-order" LOGIN',
      'CREATE ROLE "commerce-report" LOGIN',
    ]);
  });

  it("puts each login into the group of its access, and out of the other", () => {
    const sql = filesFor(order, report)["server.sql"];
    expect(sql).toContain(
      'GRANT "orders_writers" TO "commerce-order";\nREVOKE "orders_readers" FROM "commerce-order";',
    );
    expect(sql).toContain(
      'GRANT "orders_readers" TO "commerce-report";\nREVOKE "orders_writers" FROM "commerce-report";',
    );
  });

  it("asks for nothing that only a superuser may give", () => {
    const files = Object.values(filesFor(order, report)).join("");
    // That somebody with such a role may connect is the owner's to say; to give the role isn't.
    const connecting = 'GRANT CONNECT ON DATABASE "orders" TO pg_monitor, pg_read_all_data;';
    expect(files).toContain(connecting);
    expect(files.replace(connecting, "")).not.toMatch(
      /pg_read_all_data|pg_write_all_data|SUPERUSER|BYPASSRLS|REPLICATION|log_statement/i,
    );
  });

  it("opens what a writer makes later to readers for reading alone, and what a reader owns to writers", () => {
    const sql = filesFor(order, report)["database.sql"];
    expect(lineWith(sql, 'FOR ROLE "commerce-order"').filter((line) => line.includes("readers"))).toEqual([
      'ALTER DEFAULT PRIVILEGES FOR ROLE "commerce-order" GRANT USAGE ON SCHEMAS TO "orders_readers";',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "commerce-order" GRANT SELECT ON TABLES TO "orders_readers";',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "commerce-order" GRANT SELECT ON SEQUENCES TO "orders_readers";',
    ]);
    expect(lineWith(sql, 'FOR ROLE "commerce-report"')).toEqual([]);
    expect(lineWith(sql, 'REASSIGN OWNED BY "')).toEqual(['REASSIGN OWNED BY "commerce-report" TO "orders_writers";']);
  });

  it("closes the database to everybody else, and locks out who isn't wished for any more", () => {
    const sql = filesFor(order)["database.sql"];
    expect(sql).toContain('REVOKE ALL ON DATABASE "orders" FROM PUBLIC;');
    const [lockedOut, ...others] = lineWith(sql, "leaver.rolname <> ALL (ARRAY['commerce-order']::name[])");
    expect(lockedOut).toContain("format('ALTER ROLE %I NOLOGIN', leaver.rolname)");
    expect(others).toHaveLength(2);
    expect(filesFor()["database.sql"]).toContain("ARRAY[]::name[]");
  });

  it("hands psql each password on standard input, to be hashed before it is sent", () => {
    const { "setup.sh": script, ...sql } = filesFor(order);
    expect(lineWith(script, "commerce-order")).toEqual([
      "password=$(cat /etc/landbridge/passwords/commerce-order)",
      `printf '%s\\n%s\\n' "$password" "$password" | run --dbname postgres --command '\\password "commerce-order"'`,
    ]);
    expect(Object.values(sql).join("")).not.toMatch(/password/i);
  });

  it("stops at the first mistake", () => {
    expect(filesFor(order)["setup.sh"]).toMatch(/^set -eu\n/);
    expect(filesFor(order)["setup.sh"]).toContain("--set ON_ERROR_STOP=1");
  });
});

it("lets who looks after tables do what writers may, and readers' logins not be lent", () => {
  const sql = filesFor(order, report)["server.sql"];
  expect(lineWith(sql, 'TO "orders_platform"')).toEqual([
    'GRANT "orders_writers" TO "orders_platform" WITH INHERIT TRUE;',
    'GRANT "commerce-order" TO "orders_platform" WITH INHERIT TRUE;',
  ]);
});

describe("what a server holds besides", () => {
  const { "server.sql": server, "database.sql": database } = decidePostgresSetup({
    database: "orders",
    version: "17",
    logins: [{ name: "commerce-order", access: "read-write" }],
  });

  it("stays as it is where it isn't marked as ours, also in the two groups", () => {
    expect(server).toContain(`COMMENT ON ROLE "commerce-order" IS 'landbridge';`);
    const taken = database.split("\n").filter((line) => line.includes("leaver.rolname"));
    expect(taken).toHaveLength(3);
    for (const line of taken) expect(line).toContain(`shobj_description(leaver.oid, 'pg_authid') = 'landbridge'`);
  });

  it("lets the Job fail where the admin could not grant what services need", () => {
    expect(database).toMatch(
      /IF NOT has_schema_privilege\('orders_writers', 'public', 'CREATE'\) THEN RAISE EXCEPTION/,
    );
  });

  it("is open to readers when the group of writers owns it", () => {
    expect(database).toContain(
      `ALTER DEFAULT PRIVILEGES FOR ROLE "orders_writers" GRANT SELECT ON TABLES TO "orders_readers";`,
    );
    expect(database).not.toContain("GRANT ALL ON TABLES");
  });
});
