import { Kafka } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/Kafka";
import { KafkaNodePool } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaNodePool";
import { KafkaUser } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaUser";
import { describe, expect, it } from "vitest";
import { kafka } from "../../../../environments/schema/stores/stores.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideKafka, decidePools, decideKafkaHosts, decideUserQuotas } from "./kafka.ts";
import { decideCoarseRights, decideKafkaUsers } from "./kafka-users.ts";

const shopOf = (services: Record<string, object>) => {
  const all = Object.entries(services).map(([name, one]) => [name, { image: "shop/x:1.0.0", ...one }]);
  return exampleEnvironment({ domains: { shop: { owner: "team", services: Object.fromEntries(all) as object } } });
};
const wish = (changes: object = {}) => kafka.parse({ kind: "kafka", ...changes });
const listener = { certificate: "events-tls", port: 9093, peers: [{ podSelector: {} }] };
const laptop = exampleSurroundings({ zones: 1, purposes: [] });

describe("decidePools", () => {
  it("keeps controllers and brokers apart, and is one node on a laptop", () => {
    const roles = (brokers: number) =>
      decidePools("events", wish({ brokers }), exampleSurroundings()).map(({ spec }) => [spec.roles, spec.replicas]);
    expect(roles(5)).toEqual([
      [["broker"], 5],
      [["controller"], 3],
    ]);
    expect(roles(1)).toEqual([[["controller", "broker"], 1]]);
  });

  it("gives valid pools that keep their volumes", () => {
    for (const surroundings of [exampleSurroundings(), laptop]) {
      for (const { spec } of [1, 3].flatMap((brokers) => decidePools("events", wish({ brokers }), surroundings))) {
        const pool = new KafkaNodePool({ metadata: { name: "a" }, spec });
        expect(() => {
          pool.validate();
        }).not.toThrow();
        expect(spec.storage.volumes?.[0]?.deleteClaim).toBe(false);
      }
    }
  });

  it("lets a broker that stops hand its leaders over", () => {
    for (const { spec } of decidePools("events", wish({ brokers: 3 }), exampleSurroundings()))
      expect(spec.template?.pod?.terminationGracePeriodSeconds).toBe(120);
  });

  it("leaves half of the memory to the page cache", () => {
    const [pool] = decidePools("events", wish({ size: "medium" }), exampleSurroundings());
    expect(pool?.spec.jvmOptions?.["-Xmx"]).toBe("2048m");
    expect(pool?.spec.resources?.limits).toEqual({ memory: "4Gi" });
  });
});

describe("decideKafka", () => {
  it("is valid, with three copies where there are three brokers", () => {
    const spec = decideKafka("events", wish(), listener, exampleSurroundings());
    const cluster = new Kafka({ metadata: { name: "events" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
    expect(spec.kafka.config).toMatchObject({ "default.replication.factor": 3, "min.insync.replicas": 2 });
    expect(spec.kafka.rack).toEqual({ topologyKey: "topology.kubernetes.io/zone" });
  });

  it("is valid on a laptop, with one copy and no racks", () => {
    const spec = decideKafka("events", wish({ brokers: 1 }), listener, laptop);
    const cluster = new Kafka({ metadata: { name: "events" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
    expect(spec.kafka.config).toMatchObject({ "offsets.topic.replication.factor": 1, "min.insync.replicas": 1 });
    expect(spec.kafka.rack).toBeUndefined();
  });

  it("shows clients our certificate, for all brokers together and for each by its name", () => {
    const [tls] = decideKafka("events", wish(), listener, exampleSurroundings()).kafka.listeners;
    expect(tls?.configuration?.brokerCertChainAndKey).toEqual({
      secretName: "events-tls",
      certificate: "tls.crt",
      key: "tls.key",
    });
    const hosts = decideKafkaHosts("events");
    expect(hosts).toContain("events-kafka-bootstrap.landbridge-data.svc");
    expect(hosts).toContain("*.events-kafka-brokers.landbridge-data.svc");
  });

  it("lets publishers wait before a volume is full, but not on a laptop, whose disk others fill", () => {
    const quotasOf = (brokers: number) =>
      decideKafka("events", wish({ brokers }), listener, exampleSurroundings()).kafka.quotas;
    expect(quotasOf(3)).toEqual({ type: "strimzi", minAvailableRatioPerVolume: 0.1 });
    expect(quotasOf(1)).toBeUndefined();
  });

  it("limits services together beside that, or each by itself without it", () => {
    const quotasOf = (throughput: object, brokers = 3) => {
      const { quotas } = decideKafka("events", wish({ brokers, throughput }), listener, exampleSurroundings()).kafka;
      return [quotas, decideUserQuotas(wish({ throughput }))];
    };
    const both = { publishMiB: 5, consumeMiB: 10 };
    const rates = { producerByteRate: 5 * 2 ** 20, consumerByteRate: 10 * 2 ** 20 };
    expect(quotasOf(both)).toEqual([{ type: "strimzi", minAvailableRatioPerVolume: 0.1, ...rates }, {}]);
    expect(quotasOf(both, 1)).toEqual([{ type: "strimzi", ...rates }, {}]);
    expect(quotasOf({ of: "each", ...both })).toEqual([undefined, { quotas: rates }]);
    expect(quotasOf({ of: "each", publishMiB: 5 })).toEqual([
      undefined,
      { quotas: { producerByteRate: rates.producerByteRate } },
    ]);
  });

  it("has no listener in the clear, and makes no topic by accident", () => {
    const { kafka: spec } = decideKafka("events", wish(), listener, exampleSurroundings());
    expect(spec.listeners.map(({ tls, authentication }) => [tls, authentication?.type])).toEqual([
      [true, "scram-sha-512"],
    ]);
    expect(spec.config).toMatchObject({ "auto.create.topics.enable": false });
  });
});

describe("decideKafkaUsers", () => {
  const users = decideKafkaUsers(exampleEnvironment(), "events");
  const rights = (name: string) =>
    users
      .find((user) => user.name === name)
      ?.acls.map(({ resource, operations }) => [resource.type, resource.name, resource.patternType, operations]);

  it("lets a publisher write its topic, and no other", () => {
    expect(rights("commerce-order")).toEqual([
      ["topic", "orders.created", "literal", ["Describe", "Write"]],
      ["transactionalId", "commerce.order", "literal", ["Describe", "Write"]],
      ["transactionalId", "commerce.order.", "prefix", ["Describe", "Write"]],
    ]);
  });

  it("lets a consumer read in its own groups, and write its dead letters", () => {
    expect(rights("billing-settle")).toEqual([
      ["group", "billing.settle", "literal", ["Describe", "Read"]],
      ["group", "billing.settle.", "prefix", ["Describe", "Read"]],
      ["topic", "orders.created", "literal", ["Describe", "Read"]],
      ["topic", "orders.created.settle.dead-letter", "literal", ["Describe", "Read", "Write"]],
      ["transactionalId", "billing.settle", "literal", ["Describe", "Write"]],
      ["transactionalId", "billing.settle.", "prefix", ["Describe", "Write"]],
    ]);
  });

  it("lets a consumer write and read what it tries again, and nobody else", () => {
    const retrying = decideKafkaUsers(
      shopOf({
        order: { publishes: { orders: { to: "events" } } },
        settle: { consumes: { orders: { from: "events", deadLetter: true, retry: { afterSeconds: [10, 60] } } } },
        report: { consumes: { orders: { from: "events" } } },
      }),
      "events",
    );
    const topicsOf = (name: string) =>
      retrying
        .find((user) => user.name === name)
        ?.acls.filter(({ resource }) => resource.type === "topic")
        .map(({ resource, operations }) => [resource.name, operations]);
    const spare = ["Describe", "Read", "Write"];
    expect(topicsOf("shop-settle")).toEqual([
      ["orders", ["Describe", "Read"]],
      ["orders.settle.dead-letter", spare],
      ["orders.settle.retry.1", spare],
      ["orders.settle.retry.2", spare],
    ]);
    expect(topicsOf("shop-order")).toEqual([["orders", ["Describe", "Write"]]]);
    expect(topicsOf("shop-report")).toEqual([["orders", ["Describe", "Read"]]]);
  });

  it("gives a service nothing of another whose name begins like its own", () => {
    const prefixes = users.flatMap(({ acls }) =>
      acls.flatMap(({ resource }) => (resource.patternType === "prefix" ? [resource.name ?? ""] : [])),
    );
    expect(prefixes.length).toBeGreaterThan(0);
    expect(prefixes.filter((prefix) => "billing.settle-late".startsWith(prefix))).toEqual([]);
  });

  it("has no user for a service that declares nothing there", () => {
    expect(users.map(({ name }) => name)).toEqual(["billing-settle", "commerce-order"]);
  });

  it("gives valid users", () => {
    for (const { acls } of users) {
      const user = new KafkaUser({
        metadata: { name: "a" },
        spec: { authentication: { type: "scram-sha-512" }, authorization: { type: "simple", acls } },
      });
      expect(() => {
        user.validate();
      }).not.toThrow();
    }
  });
});

describe("decideCoarseRights", () => {
  it("is who reads and who writes at all, where rights to single topics aren't known", () => {
    const coarse = decideKafkaUsers(exampleEnvironment(), "events").map((user) => [
      user.name,
      decideCoarseRights(user),
    ]);
    expect(coarse).toEqual([
      // It also leaves dead letters.
      ["billing-settle", { reads: true, writes: true }],
      ["commerce-order", { reads: false, writes: true }],
    ]);
  });
});
