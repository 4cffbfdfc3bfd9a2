import { describe, expect, it } from "vitest";
import { decideLogReading } from "./postgres-captures.ts";
import { decidePostgresSetup, type PostgresSetupWish } from "./postgres-setup.ts";

const captured = {
  database: "accounts",
  version: "17",
  logins: [{ name: "shop-order", access: "read-write" }],
  captures: [{ name: "capture_events", tables: [{ schema: "public", table: "order" }] }],
} satisfies PostgresSetupWish;

describe("a managed server whose tables are captured", () => {
  it("keeps at most a quarter of its volume for who doesn't read, and hands slots over from version 17", () => {
    expect(decideLogReading({ version: "17", storageGiB: 100 }, 2)).toEqual({
      ...{ readers: 2, keptMiB: 25 * 1024, handedOver: true },
    });
    expect(decideLogReading({ version: "16", storageGiB: 100 }, 1)?.handedOver).toBe(false);
    expect(decideLogReading({ version: "17", storageGiB: 100 }, 0)).toBeUndefined();
  });

  it("gives who captures the right to the log by the server's role, or else by REPLICATION", () => {
    const sql = (logReaders?: string) => decidePostgresSetup({ ...captured, logReaders })["server.sql"];
    expect(sql("log_readers")).toContain('GRANT "log_readers" TO "capture_events";');
    expect(sql("log_readers")).not.toContain("REPLICATION;");
    expect(sql()).toContain('ALTER ROLE "capture_events" REPLICATION;');
  });

  it("lets who captures read every table and write none, and fail rather than miss rows that a policy hides", () => {
    const sql = decidePostgresSetup(captured)["server.sql"];
    expect(sql).toContain('GRANT "accounts_readers" TO "capture_events";');
    expect(sql).not.toContain('GRANT "accounts_writers" TO "capture_events";');
    expect(sql).toContain('ALTER ROLE "capture_events" SET row_security = off;');
  });

  it("isn't taken for a service that is gone", () => {
    expect(decidePostgresSetup(captured)["database.sql"]).toContain("ARRAY['shop-order', 'capture_events']::name[]");
  });

  it("publishes at set-up and again and again, in the database itself", () => {
    const { "setup.sh": first, "keep.sh": again = "" } = decidePostgresSetup(captured);
    for (const script of [first, again]) {
      expect(script).toContain("--dbname accounts --file /etc/landbridge/setup/publish.sql");
      expect(script).not.toContain("keep.sql");
    }
    expect(first).toContain('\\password "capture_events"');
  });

  it("is asked again and again how much of its log it keeps, which holds up nothing else and fails in the end", () => {
    const files = decidePostgresSetup({ ...captured, keptMiB: 25 * 1024 });
    expect(files["slots.sql"]).toContain(String.raw`WHERE slot_name LIKE 'capture\_%'`);
    expect(files["slots.sql"]).toContain("kept > 12800 OR wal_status = 'lost'");
    expect(files["setup.sh"]).not.toContain("slots.sql");
    const script = (files["keep.sh"] ?? "").trim().split("\n");
    expect(script).toContain("run --dbname accounts --file /etc/landbridge/setup/slots.sql || late=$?");
    expect(script.at(-1)).toBe('exit "$late"');
    expect(decidePostgresSetup(captured)["slots.sql"]).toBeUndefined();
    expect(decidePostgresSetup({ ...captured, captures: [], keptMiB: 9 })["slots.sql"]).toBeUndefined();
  });

  it("is as it was where nobody captures", () => {
    const none = decidePostgresSetup({ ...captured, captures: [] });
    expect(Object.keys(none).sort()).toEqual(["database.sql", "inside.sql", "server.sql", "setup.sh"]);
    expect(none["server.sql"]).not.toContain("capture");
  });
});
