import { describe, expect, it } from "vitest";
import { postgres } from "../../../../environments/schema/stores/stores.ts";
import { decideInside, decideTableWishes, needsUpkeep, type InsideWish } from "./postgres-inside.ts";
import { decidePostgresSetup } from "./postgres-setup.ts";

const wish = (inside: object): InsideWish => postgres.parse({ kind: "postgres", ...inside });
const all = wish({
  extensions: ["vector"],
  audit: { tables: { orders: { hide: ["phone", "email"] } } },
  partitions: { "sales.readings": { column: "at", every: "day", keepDays: 90 } },
  tenancy: { column: "customer", tables: ["orders", "public.orders"] },
  columnEncryption: true,
});
const sql = (inside: InsideWish) => decideInside("orders", inside);

// Tried on PostgreSQL 17 and 18, with an admin who may make roles and is no superuser, and with services' logins: twice in a row,
// with tables made after it, with rows that waited for a partition, with triggers and policies that a service took away, and with
// a cast of a service's own that ran as the role that may write to the log and do nothing else.
describe("what is wished of tables", () => {
  it("names each with its schema, once, and the log of changes as one more table with partitions", () => {
    expect(decideTableWishes(all)).toEqual([
      { kind: "audit", table: "public.orders", settings: { hide: ["email", "phone"] } },
      { kind: "partitions", table: "audit.log", settings: { column: "at", every: "month", ahead: 3, keepDays: 400 } },
      { kind: "partitions", table: "sales.readings", settings: { column: "at", every: "day", ahead: 3, keepDays: 90 } },
      { kind: "tenancy", table: "public.orders", settings: { column: "customer" } },
    ]);
  });

  it("leaves partitions for ever where nobody says for how long", () => {
    const [first] = decideTableWishes(wish({ partitions: { readings: { column: "at" } } }));
    expect(first?.settings).toEqual({ column: "at", every: "month", ahead: 3 });
  });

  it("is looked after again and again, which extensions and keys need not be", () => {
    expect(needsUpkeep(all)).toBe(true);
    expect(needsUpkeep(wish({ extensions: ["vector"], columnEncryption: true }))).toBe(false);
  });

  it("is told to the database as data", () => {
    expect(sql(all)).toContain(`('audit', 'public.orders', '{"hide":["email","phone"]}'::jsonb)`);
  });
});

describe("what is put into a database", () => {
  it("is nothing for who wishes for nothing, but what was there writes no more", () => {
    const nothing = sql(wish({}));
    expect(nothing).not.toMatch(/CREATE/);
    expect(nothing).toContain("DELETE FROM platform.wish;");
    expect(nothing).toContain("platform.forget_audit()");
  });

  it("needs no superuser: no event trigger, no language but PostgreSQL's own, no row that security lets by", () => {
    expect(sql(all)).not.toMatch(/EVENT TRIGGER|BYPASSRLS|SUPERUSER|LANGUAGE (?!sql|plpgsql)|SECURITY LABEL/i);
  });

  it("lets no function be led to another's by the order of schemas", () => {
    const functions = sql(all).match(/CREATE OR REPLACE (?:FUNCTION|PROCEDURE)[\s\S]*?AS \$/g) ?? [];
    expect(functions.length).toBeGreaterThan(15);
    for (const made of functions) expect(made).toContain("SET search_path = pg_catalog, pg_temp");
  });

  it("gives services of what runs with our rights the calls that they need, and nobody else any", () => {
    const text = sql(all);
    const definers = [...text.matchAll(/CREATE OR REPLACE (?:FUNCTION|PROCEDURE) (\S+?)\([^$]*?SECURITY DEFINER/g)].map(
      ([, name]) => name,
    );
    expect(definers).toEqual(["audit.record", "platform.is_key", "platform.apply", "platform.keep"]);
    expect(text).toContain("REVOKE ALL ON ALL ROUTINES IN SCHEMA platform FROM PUBLIC;");
    expect(text).toContain("REVOKE ALL ON FUNCTION audit.record() FROM PUBLIC;");
    expect(text.match(/GRANT EXECUTE ON PROCEDURE .*/g)).toEqual([
      `GRANT EXECUTE ON PROCEDURE platform.apply(text) TO "orders_writers";`,
    ]);
  });

  it("lets the trigger's role add to the log, and no service read or change it", () => {
    const grants = sql(all).match(/GRANT [^;]* ON (?:audit\.log|SCHEMA audit) [^;]*;/g);
    expect(grants).toEqual([
      `GRANT USAGE ON SCHEMA audit TO "orders_recorder", "orders_auditors";`,
      `GRANT INSERT ON audit.log TO "orders_recorder";`,
      `GRANT SELECT ON audit.log TO "orders_auditors";`,
      `GRANT CREATE ON SCHEMA audit TO "orders_recorder";`,
    ]);
    expect(sql(all)).toContain(`REVOKE CREATE ON SCHEMA audit FROM "orders_recorder";`);
  });

  it("binds owners to the tenant that a transaction says, by a policy that no other can widen", () => {
    const text = sql(all);
    expect(text).toContain("FORCE ROW LEVEL SECURITY");
    expect(text).toContain("'platform_tenant_only', 'RESTRICTIVE'");
    expect(text).toContain("nullif(current_setting(''app.tenant'', true), '''')");
  });

  it("opens nothing with a key that stands in a statement's text, and makes no error that would log the text", () => {
    const unlock = /FUNCTION platform\.unlock[\s\S]*?\$unlock\$;/.exec(sql(all))?.[0] ?? "";
    expect(unlock).toContain("position(key IN current_query()) > 0");
    expect(unlock).not.toContain("RAISE EXCEPTION");
    expect(sql(wish({ extensions: ["pgcrypto"] }))).not.toContain("platform.unlock");
  });
});

describe("the files of the Job", () => {
  const files = (inside: object, more: object = {}) =>
    decidePostgresSetup({ database: "orders", version: "17", logins: [], inside: wish(inside), ...more });

  it("have what comes again where tables are looked after, and only there", () => {
    expect(Object.keys(files({ tenancy: { tables: ["orders"] } }))).toContain("keep.sh");
    expect(Object.keys(files({ extensions: ["vector"] }))).toEqual([
      "setup.sh",
      "server.sql",
      "database.sql",
      "inside.sql",
    ]);
  });

  it("fail for a table that isn't as wished when they come again, not when services are yet to make it", () => {
    const { "setup.sh": first, "keep.sh": again = "" } = files({ tenancy: { tables: ["orders"] } });
    expect(first).toContain("--set strict=false --file /etc/landbridge/setup/keep.sql");
    expect(again).toContain("--set strict=true --file /etc/landbridge/setup/keep.sql");
  });

  it("leave a server alone that follows another, and are others when it becomes the one that is written to", () => {
    const { "setup.sh": here } = files({}, { primary: "shop-a" });
    expect(here).toContain("pg_is_in_recovery()");
    expect(files({}, { primary: "shop-b" })["setup.sh"]).not.toBe(here);
  });

  it("give every part in one transaction, or none of it", () => {
    expect(files({})["setup.sh"]).toContain(
      "--dbname orders --single-transaction --file /etc/landbridge/setup/inside.sql",
    );
  });
});
