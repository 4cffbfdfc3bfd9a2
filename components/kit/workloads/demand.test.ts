import { expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideDemand } from "./demand.ts";

const diskGiB = (stores: object): number => decideDemand(exampleEnvironment({ stores, domains: {} })).diskGiB;
const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };
const history = { kind: "cassandra", size: "medium", tables };

it("counts the volumes of every node of Cassandra in the cluster, and none of the cloud's", () => {
  const pools = diskGiB({});
  expect(diskGiB({ history: { ...history, nodes: 6, storageGiB: 50 } }) - pools).toBe(300);
  expect(diskGiB({ history }) - pools).toBe(60);
  expect(diskGiB({ history: { ...history, placement: "managed" } }) - pools).toBe(0);
});
