import { describe, expect, it } from "vitest";
import { cassandraTable } from "../../../../environments/schema/stores/cassandra.ts";
import { decideCassandraSetup, type CassandraSetupWish } from "./cassandra-setup.ts";

const visits = cassandraTable.parse({
  columns: { day: "date", at: "timeuuid", visitor: "uuid", pages: "list<text>" },
  partitionKey: ["day"],
  clusteringKey: [{ column: "at", order: "descending" }],
  ttlDays: 2,
});
const pairs = cassandraTable.parse({ columns: { b: "int", a: "text" }, partitionKey: ["b", "a"] });

const decide = (changes: Partial<CassandraSetupWish> = {}) =>
  decideCassandraSetup({
    ...{ keyspace: "shop__history", datacenter: "history", copies: 3, tables: { visits, pairs } },
    logins: [
      { name: "billing-bill", access: "read-write" },
      { name: "billing-mail", access: "read" },
    ],
    ...changes,
  });

describe("the tables of a keyspace in the cluster", () => {
  it("are made once, and are given what came later", () => {
    const replication = "WITH replication = {'class': 'NetworkTopologyStrategy', 'history': 3};";
    expect(decide()["schema.cql"].split("\n")).toEqual([
      `CREATE KEYSPACE IF NOT EXISTS shop__history ${replication}`,
      ...["shop__history", "system_auth", "system_distributed", "system_traces"].map(
        (keyspace) => `ALTER KEYSPACE ${keyspace} ${replication}`,
      ),
      "CREATE TABLE IF NOT EXISTS shop__history.pairs (a text, b int, PRIMARY KEY ((b, a)));",
      "ALTER TABLE shop__history.pairs WITH default_time_to_live = 0;",
      "CREATE TABLE IF NOT EXISTS shop__history.visits (at timeuuid, day date, pages list<text>, visitor uuid, PRIMARY KEY ((day), at)) WITH CLUSTERING ORDER BY (at DESC);",
      "ALTER TABLE shop__history.visits ADD IF NOT EXISTS pages list<text>;",
      "ALTER TABLE shop__history.visits ADD IF NOT EXISTS visitor uuid;",
      "ALTER TABLE shop__history.visits WITH default_time_to_live = 172800;",
      "",
    ]);
  });

  it("are never dropped, nor is a column", () => {
    expect(Object.values(decide()).join("\n")).not.toMatch(/DROP (?:TABLE|KEYSPACE)|TRUNCATE| DROP [a-z]/);
  });

  it("are compared with what they had to be, column for column, as Cassandra writes it", () => {
    const line = (table: string, column: string, order: string, kind: string, position: number, type: string) =>
      `{"table_name": "${table}", "column_name": "${column}", "clustering_order": "${order}", "kind": "${kind}", "position": ${position}, "type": "${type}"}`;
    expect(decide()["columns"].split("\n")).toEqual([
      line("pairs", "a", "none", "partition_key", 1, "text"),
      line("pairs", "b", "none", "partition_key", 0, "int"),
      line("visits", "at", "desc", "clustering", 0, "timeuuid"),
      line("visits", "day", "none", "partition_key", 0, "date"),
      line("visits", "pages", "none", "regular", -1, "list<text>"),
      line("visits", "visitor", "none", "regular", -1, "uuid"),
      "",
    ]);
  });

  it("say the same whatever the order in which they are written", () => {
    expect(decide({ tables: { pairs, visits } })).toEqual(decide());
  });
});

describe("the rights of logins", () => {
  it("are to read, or also to write, and nothing else; what is no longer wished for is taken", () => {
    const rights = decide()["rights.cql"].split("\n");
    expect(rights.filter((line) => /SELECT|MODIFY/.test(line))).toEqual([
      'GRANT SELECT ON KEYSPACE shop__history TO "billing-bill";',
      'GRANT MODIFY ON KEYSPACE shop__history TO "billing-bill";',
      'GRANT SELECT ON KEYSPACE shop__history TO "billing-mail";',
      'REVOKE MODIFY ON KEYSPACE shop__history FROM "billing-mail";',
    ]);
    expect(rights.join("\n")).not.toMatch(/GRANT (?:ALL|CREATE|ALTER|DROP|AUTHORIZE)|SUPERUSER = true/);
  });

  it("are of the logins that get a password", () => {
    expect(decide()["logins"]).toBe("billing-bill\nbilling-mail\n");
    expect(decide({ logins: [] })).toMatchObject({ logins: "", "rights.cql": "" });
  });
});

describe("the script", () => {
  const script = decide()["setup.sh"];

  it("takes passwords from files and gives them to cqlsh by none of its arguments", () => {
    const commands = script.split("\n").filter((line) => /\brun -|cqlsh /.test(line));
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter((line) => /PASSWORD|password/.test(line))).toEqual([]);
    expect(script).toContain('--credentials "$work/credentials"');
    expect(script).not.toMatch(/--password|-p "/);
  });

  it("verifies who answers, stops at the first failure, and drops those only whom it made", () => {
    expect(script).toContain("validate = true");
    expect(script.startsWith("set -euo pipefail\n")).toBe(true);
    expect(script).toContain("FROM system_auth.role_members WHERE role = 'landbridge_logins'");
  });
});
