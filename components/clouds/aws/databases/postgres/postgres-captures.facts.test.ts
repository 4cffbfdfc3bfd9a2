import { expect, it } from "vitest";
import { postgres } from "../../../../../environments/schema/stores/stores.ts";
import { decideLogReading } from "../../../../kit/databases/postgres/postgres-captures.ts";
import { serverFacts } from "../authorities/server-authorities.ts";
import { postgresEngine } from "./postgres-args.ts";

const wish = postgres.parse({ kind: "postgres", placement: "managed", storageGiB: 100 });
const parameters = (readers: number): unknown =>
  postgresEngine({ wish, logReading: decideLogReading(wish, readers) }).parameters.parameters;

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
it("has a slot for each who captures from its next restart, and at once a bound of what is kept for them, in MiB", () => {
  expect(parameters(1)).toEqual(
    expect.arrayContaining([
      { name: "max_replication_slots", value: "21", applyMethod: "pending-reboot" },
      { name: "max_slot_wal_keep_size", value: "25600", applyMethod: "immediate" },
      { name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" },
    ]),
  );
});

it("is told nothing of slots where nobody captures", () => {
  expect(JSON.stringify(parameters(0))).not.toContain("slot");
});

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.FeatureSupport.LogicalReplication.html
it("lets those read its log who are in RDS's own role: REPLICATION can't be given there", () => {
  expect(serverFacts({ regions: { primary: "eu-central-1" } }).logReaders).toBe("rds_replication");
});
