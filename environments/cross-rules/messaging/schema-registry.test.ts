import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

function wrongWith(store: object, topic: object): string[] {
  const services = { order: { image: "shop/x:1.0.0", publishes: { orders: { to: "events", ...topic } } } };
  const environment = exampleEnvironment({
    stores: { events: { kind: "kafka", ...store } },
    domains: { shop: { owner: "team", services } },
  });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => `${path}: ${rule}; ${wayOut}`);
}

describe("a registry of schemas", () => {
  it("is there for topics with schemas, and only for them", () => {
    expect(wrongWith({ schemas: {} }, { schema: "avro" })).toEqual([]);
    expect(wrongWith({}, { schema: "avro" })).toEqual([
      "domains.shop.services.order.publishes.orders.schema: has no registry to be kept in: events has none; write schemas: {} for events, or leave schema out",
    ]);
    expect(wrongWith({ schemas: {} }, {})).toEqual([
      "stores.events.schemas: is of no use: no topic of the store has a schema; write schema: avro, json or protobuf where a topic is published, or delete schemas",
    ]);
  });
});

describe("how fast services may be", () => {
  it("is limited in the cluster, by what it says", () => {
    expect(wrongWith({ throughput: { publishMiB: 5 } }, {})).toEqual([]);
    expect(wrongWith({ throughput: {} }, {})).toEqual([
      "stores.events.throughput: limits nothing; write publishMiB, consumeMiB or both",
    ]);
    expect(wrongWith({ throughput: { publishMiB: 5 }, placement: "managed" }, {})).toEqual([
      "stores.events.throughput: is for brokers in the cluster: clouds' own have limits by their size; delete throughput, or write placement: in-cluster",
    ]);
  });

  it("leaves volumes room where each service has limits of its own", () => {
    const each = { throughput: { of: "each", publishMiB: 5 }, storageGiB: 50 };
    expect(wrongWith(each, { retentionGiB: 12 })).toEqual([]);
    expect(wrongWith(each, { cleanup: "compact", key: "tenant" })).toEqual([]);
    expect(wrongWith(each, {})).toEqual([
      "domains.shop.services.order.publishes.orders: may fill the volumes of events, where nothing stops publishers while each service has limits of its own; write retentionGiB, or throughput: { of: all } for events",
    ]);
  });
});
