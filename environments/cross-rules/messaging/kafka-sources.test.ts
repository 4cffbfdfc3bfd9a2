import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const capturing = { captures: { accounts: { tables: { customers: {}, order_items: {} } } } };
const mirror = {
  bootstrap: ["a.example:9094"],
  user: "reader",
  password: { secret: "eu-kafka" },
  topics: ["orders.created"],
};

function wrongIn(events: object, changes: { accounts?: object; order?: object; stores?: object } = {}): string[] {
  const { accounts = {}, order = {}, stores } = changes;
  const environment = exampleEnvironment({
    stores: {
      accounts: { kind: "postgres", ...accounts },
      events: { kind: "kafka", ...events },
      ...stores,
    },
    domains: { shop: { owner: "team", services: { order: { image: "shop/order:1.0.0", ...order } } } },
  });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => `${path}: ${rule}; ${wayOut}`);
}

describe("a captured table", () => {
  it("is consumed as any topic, by the name that topics can have", () => {
    const consuming = (topic: string) => ({ order: { consumes: { [topic]: { from: "events" } } } });
    expect(wrongIn(capturing, consuming("accounts.public.order-items"))).toEqual([]);
    expect(wrongIn(capturing, consuming("accounts.public.orderitems"))).toEqual([
      expect.stringContaining("is published by no service to events; did you mean accounts.public.order-items?"),
    ]);
  });

  it("is published by nobody else, as what devices send", () => {
    const mqtt = { registry: "shop/order", clients: ["shop/order"], kafka: "events", collects: { telemetry: {} } };
    const stores = { things: { kind: "rabbitmq", mqtt } };
    expect(wrongIn({}, { order: { publishes: { "things.telemetry": { to: "events" } } }, stores })).toEqual([
      "domains.shop.services.order.publishes.things.telemetry: is written by devices already; publish a topic of another name, or delete it from mqtt.collects",
    ]);
    const publishes = { "accounts.public.customers": { to: "events" } };
    expect(wrongIn(capturing, { order: { publishes } })).toEqual([
      "domains.shop.services.order.publishes.accounts.public.customers: is written by a capture, a connector or a mirror already; publish a topic of another name, or delete it from captures, connectors or mirrors",
    ]);
  });

  it("is of a PostgreSQL, in the cluster or the cloud's, whose followers keep its place", () => {
    expect(wrongIn(capturing)).toEqual([]);
    expect(wrongIn({ captures: { acounts: capturing.captures.accounts } })).toEqual([
      expect.stringMatching(
        /^stores\.events\.captures\.acounts: names no store of PostgreSQL, MySQL or MongoDB; did you mean accounts\?/,
      ),
    ]);
    expect(wrongIn({ captures: { events: capturing.captures.accounts } })[0]).toContain(
      "names no store of PostgreSQL, MySQL or MongoDB",
    );
    expect(wrongIn(capturing, { accounts: { placement: "managed" } })).toEqual([]);
    expect(wrongIn(capturing, { accounts: { placement: "managed", version: "16", replicas: 0 } })[0]).toContain(
      'write version: "17" or later for accounts',
    );
    expect(wrongIn(capturing, { accounts: { version: "16" } })[0]).toContain("a fail-over would lose some");
    expect(wrongIn(capturing, { accounts: { version: "16", replicas: 0 } })).toEqual([]);
  });

  it("isn't one whose rows a cloud's server keeps apart by tenant", () => {
    const tenancy = { tables: ["customers"] };
    expect(wrongIn(capturing, { accounts: { placement: "managed", tenancy } })).toEqual([
      expect.stringMatching(
        /^stores\.events\.captures\.accounts\.tables\.customers: is a table of tenancy in accounts/,
      ),
    ]);
    expect(wrongIn(capturing, { accounts: { tenancy } })).toEqual([]);
  });

  it.each([{ kind: "mysql", engine: "mariadb" }, { kind: "mongodb" }])("is of a $kind in the cluster", (accounts) => {
    const topics = { "accounts.customers": { from: "events" }, "accounts.order-items": { from: "events" } };
    expect(wrongIn(capturing, { accounts, order: { consumes: topics } })).toEqual([]);
    expect(wrongIn(capturing, { accounts: { ...accounts, placement: "managed" } })).toEqual([
      "stores.events.captures.accounts: is the cloud's, of which only PostgreSQL is captured; write placement: in-cluster for accounts, or let its services publish what changes",
    ]);
    expect(wrongIn({ captures: { accounts: { tables: { "public.customers": {} } } } }, { accounts })).toEqual([
      "stores.events.captures.accounts.tables.public.customers: has a schema before it, and accounts has one database without schemas; write customers",
    ]);
  });

  it("has a topic of its own", () => {
    const tables = { customers: {}, "public.customers": {} };
    expect(wrongIn({ captures: { accounts: { tables } } })[0]).toContain(
      "has the same topic as customers: accounts.public.customers",
    );
  });
});

describe("a mirror", () => {
  it("is consumed under its own name, or under the other's where it keeps names", () => {
    const consuming = (topic: string) => ({ order: { consumes: { [topic]: { from: "events" } } } });
    expect(wrongIn({ mirrors: { eu: mirror } }, consuming("eu.orders.created"))).toEqual([]);
    expect(wrongIn({ mirrors: { eu: mirror } }, consuming("orders.created"))).toHaveLength(1);
    expect(wrongIn({ mirrors: { eu: { ...mirror, naming: "same" } } }, consuming("orders.created"))).toEqual([]);
  });

  it("of a peer names one that is there", () => {
    expect(wrongIn({ mirrors: { eu: { ...mirror, peer: "shop-eu" } } })[0]).toContain(
      "stores.events.mirrors.eu.peer: names no environment of network.peers",
    );
  });

  it("has a name that isn't ours, and that its pods can have", () => {
    expect(wrongIn({ mirrors: { events: mirror } })[0]).toContain("is the name of the Kafka that is copied into");
    const long = "a".repeat(30);
    const other = "b".repeat(20);
    expect(wrongIn({}, { stores: { [long]: { kind: "kafka", mirrors: { [other]: mirror } } } })[0]).toContain(
      "too long",
    );
  });
});

it("is refused beside a Kafka that is the cloud's", () => {
  const issues = wrongIn({ placement: "managed", ...capturing, mirrors: { eu: mirror } });
  expect(issues.map((issue) => issue.slice(0, issue.indexOf(":")))).toEqual([
    "stores.events.captures",
    "stores.events.mirrors",
  ]);
});

it("has a size where there are workers, and one that they can start with", () => {
  expect(wrongIn({ workerSize: "medium" })[0]).toContain("nothing is captured, connected or mirrored");
  expect(wrongIn({ ...capturing, workerSize: "micro" })[0]).toContain("write small or larger");
  expect(wrongIn({ ...capturing, workerSize: "medium" })).toEqual([]);
});

it("has workers that aren't called as another Kafka", () => {
  expect(wrongIn(capturing, { stores: { "events-connect": { kind: "kafka" } } })[0]).toContain(
    "is also the name of workers beside the store events",
  );
});
