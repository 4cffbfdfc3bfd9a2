import { expect, it } from "vitest";
import { postgres } from "../../../../environments/schema/stores/stores.ts";
import { decideLogReading } from "../../../kit/databases/postgres/postgres-captures.ts";
import { postgresEngine } from "./postgres-args.ts";

const wish = postgres.parse({ kind: "postgres", placement: "managed", storageGiB: 100 });
const flags = (readers: number) => new Map(postgresEngine({ wish, logReading: decideLogReading(wish, readers) }).flags);

// https://cloud.google.com/sql/docs/postgres/replication/configure-logical-replication
it("has a slot for each who captures, besides the ten that Cloud SQL has by itself", () => {
  expect(flags(2).get("max_replication_slots")).toBe("12");
  expect(flags(2).get("cloudsql.logical_decoding")).toBe("on");
});

it("is told nothing of slots where nobody captures, which would restart it", () => {
  expect([...flags(0).keys()].filter((name) => name.includes("slot"))).toEqual([]);
});
