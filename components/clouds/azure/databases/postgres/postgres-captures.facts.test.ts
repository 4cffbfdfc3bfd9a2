import { expect, it } from "vitest";
import { postgres } from "../../../../../environments/schema/stores/stores.ts";
import { decideLogReading } from "../../../../kit/databases/postgres/postgres-captures.ts";
import { serverParameters } from "./postgres-args.ts";

const wish = postgres.parse({ kind: "postgres", placement: "managed", storageGiB: 100 });
const parameters = (readers: number, highlyAvailable: boolean) =>
  new Map(serverParameters({}, { logReading: decideLogReading(wish, readers), highlyAvailable }));

// https://learn.microsoft.com/azure/postgresql/server-parameters/param-replication-sending-servers
it("has a slot for each who captures, and says no bound of what is kept, which Azure lets nobody set", () => {
  expect(parameters(2, true).get("max_replication_slots")).toBe("12");
  expect(parameters(2, true).has("max_slot_wal_keep_size")).toBe(false);
});

// https://learn.microsoft.com/azure/postgresql/high-availability/concepts-high-availability
it("hands slots to the standby where there is one", () => {
  expect(parameters(1, true).get("hot_standby_feedback")).toBe("on");
  expect(parameters(1, true).get("sync_replication_slots")).toBe("on");
  expect(parameters(1, false).has("sync_replication_slots")).toBe(false);
});

it("is told nothing of slots where nobody captures", () => {
  expect([...parameters(0, true).keys()].filter((name) => /slot|feedback/.test(name))).toEqual([]);
});
