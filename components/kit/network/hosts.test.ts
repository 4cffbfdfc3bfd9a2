import { expect, it } from "vitest";
import { decideHosts } from "./hosts.ts";

it("names a Service as pods of its namespace, of others and of the whole cluster call it", () => {
  expect(decideHosts(["orders-rw"])).toEqual([
    "orders-rw",
    "orders-rw.landbridge-data",
    "orders-rw.landbridge-data.svc",
    "orders-rw.landbridge-data.svc.cluster.local",
  ]);
});

it("names all pods below a headless Service at once", () => {
  expect(decideHosts([], ["events-brokers"])).toEqual([
    "*.events-brokers.landbridge-data",
    "*.events-brokers.landbridge-data.svc",
    "*.events-brokers.landbridge-data.svc.cluster.local",
  ]);
});
