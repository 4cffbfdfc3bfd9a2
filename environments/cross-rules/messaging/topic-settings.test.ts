import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const stores = { events: { kind: "kafka" }, logs: { kind: "kafka" } };

function wrongIn(domains: Record<string, Record<string, object>>, changes: object = {}): string[] {
  const all = Object.entries(domains).map(([domain, services]) => {
    const named = Object.entries(services).map(([name, wish]) => [name, { image: "shop/x:1.0.0", ...wish }]);
    return [domain, { owner: "team", services: Object.fromEntries(named) as object }];
  });
  const environment = exampleEnvironment({ stores, domains: Object.fromEntries(all) as object, ...changes });
  return crossRules(environment, at).map(
    ({ path, rule, wayOut }) => `${path.replace("domains.shop.services.", "")}: ${rule}; ${wayOut}`,
  );
}

const wrongWith = (services: Record<string, object>, changes?: object) => wrongIn({ shop: services }, changes);
const publishing = (wish: object) => ({ publishes: { orders: { to: "events", ...wish } } });
const consuming = (wish: object) => ({ consumes: { orders: { from: "events", ...wish } } });
const order = publishing({});

describe("a topic", () => {
  it("keeps the last message of each key where it says what its key is", () => {
    expect(wrongWith({ order: publishing({ cleanup: "compact", key: "tenant" }) })).toEqual([]);
    expect(wrongWith({ order: publishing({ cleanup: "compact-delete" }) })).toEqual([
      "order.publishes.orders.cleanup: keeps messages by key, and the topic says none; write key: what messages are keyed by; brokers refuse those without",
    ]);
  });

  it("may take a GiB for each partition or more", () => {
    const big = { stores: { ...stores, events: { kind: "kafka", storageGiB: 100 } } };
    expect(wrongWith({ order: publishing({ partitions: 12, retentionGiB: 12 }) }, big)).toEqual([]);
    expect(wrongWith({ order: publishing({ partitions: 12, retentionGiB: 11 }) }, big)).toEqual([
      "order.publishes.orders.retentionGiB: is less than a GiB for each of 12 partitions, which is what Kafka deletes at once; write 12 or more, or fewer partitions",
    ]);
  });

  it("fits the brokers' volumes with all others and their copies", () => {
    const two = (retentionGiB: number) => ({
      order: {
        publishes: {
          one: { to: "events", retentionGiB, partitions: 1 },
          two: { to: "events", retentionGiB, partitions: 1 },
        },
      },
    });
    const five = { stores: { ...stores, events: { kind: "kafka", brokers: 5, storageGiB: 24 } } };
    expect(wrongWith(two(20), five)).toEqual([]);
    expect(wrongWith(two(21), five)).toEqual([
      "stores.events.storageGiB: is less than topics may take: retentionGiB of all in 3 copies is 26 GiB on each of 5 brokers; write more than 26, since other topics and a part that stays free come on top, or less retentionGiB",
    ]);
    const managed = {
      stores: { ...stores, events: { kind: "kafka", brokers: 5, storageGiB: 24, placement: "managed" } },
    };
    expect(wrongWith(two(21), managed)).toEqual([]);
  });

  it("is the same for all who publish it, also in what only one of them says", () => {
    expect(
      wrongWith({ order, other: publishing({ cleanup: "compact", key: "id", maxMessageKiB: 9 }) }).map(
        (line) => line.split(";")[0],
      ),
    ).toEqual([
      "other.publishes.orders.cleanup: differs from what shop/order says of the same topic (delete)",
      "other.publishes.orders.maxMessageKiB: differs from what shop/order says of the same topic (nothing)",
    ]);
  });
});

describe("a consumer that tries again", () => {
  it("waits longer each time, and has dead letters at the end", () => {
    expect(wrongWith({ order, settle: consuming({ deadLetter: true, retry: { afterSeconds: [1, 2, 60] } }) })).toEqual(
      [],
    );
    expect(wrongWith({ order, settle: consuming({ retry: { afterSeconds: [10] } }) })).toEqual([
      "settle.consumes.orders.retry: leads nowhere for messages that fail the last time; write deadLetter: true besides",
    ]);
    expect(
      wrongWith({ order, settle: consuming({ deadLetter: true, retry: { afterSeconds: [10, 60, 60] } }) }),
    ).toEqual([
      "settle.consumes.orders.retry.afterSeconds.2: isn't longer than the wait before it; write waits that grow, e.g. [10, 60, 600]",
    ]);
  });

  it("shares its topics with no service of the same name in another domain", () => {
    const settle = consuming({ deadLetter: true });
    expect(wrongIn({ shop: { order }, one: { settle }, two: { settle: consuming({}) } })).toEqual([]);
    expect(wrongIn({ shop: { order }, one: { settle }, two: { settle } })).toEqual([
      "domains.two.services.settle.consumes.orders: would share orders.settle.dead-letter with one/settle; give one of the two services another name",
    ]);
  });

  it("has topics whose names nobody else can take", () => {
    expect(() => wrongWith({ order: { publishes: { "orders.settle.retry.1": { to: "events" } } } })).toThrow(
      "must not end in .retry.<number>; retry makes such topics",
    );
  });
});

describe("what happens exactly once", () => {
  const settle = (to: string) => ({
    ...consuming({ exactlyOnce: true }),
    publishes: { settled: { to, exactlyOnce: true } },
  });

  it("happens in one store", () => {
    expect(wrongWith({ order, settle: settle("events") })).toEqual([]);
    expect(wrongWith({ order, settle: settle("logs") })).toEqual([
      "settle.publishes.settled.exactlyOnce: can't be: what it reads exactly once is in events, and no transaction spans two stores; publish to the same store, or leave exactlyOnce out of one of the two",
    ]);
  });

  it("sets variables that a service may not set itself", () => {
    expect(wrongWith({ order: { ...order, config: { EVENTS_ISOLATION_LEVEL: "read_uncommitted" } } })).toEqual([
      "order.config.EVENTS_ISOLATION_LEVEL: is set by the platform for store events; delete it, or choose another name",
    ]);
  });
});
