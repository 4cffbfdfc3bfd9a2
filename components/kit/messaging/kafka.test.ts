import { Kafka } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/Kafka";
import { KafkaNodePool } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaNodePool";
import { KafkaTopic } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaTopic";
import { KafkaUser } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaUser";
import { describe, expect, it } from "vitest";
import { kafka } from "../../../environments/schema/stores.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { exampleSurroundings } from "../../plan.fixture.ts";
import { decideKafka, decidePools } from "./kafka.ts";
import {
  decideCoarseRights,
  decideKafkaUsers,
  decideManagedTopic,
  decideTopics,
  decideTopicSpec,
  topicObjectName,
} from "./kafka-users.ts";

const wish = (changes: object = {}) => kafka.parse({ kind: "kafka", ...changes });
const listener = { port: 9093, peers: [{ podSelector: {} }] };
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

  it("leaves half of the memory to the page cache", () => {
    const [pool] = decidePools("events", wish({ size: "medium" }), exampleSurroundings());
    expect(pool?.spec.jvmOptions?.["-Xmx"]).toBe("2048m");
    expect(pool?.spec.resources?.limits).toEqual({ memory: "4096Mi" });
  });
});

describe("decideKafka", () => {
  it("is valid, with three copies where there are three brokers", () => {
    const spec = decideKafka(wish(), listener, exampleSurroundings());
    const cluster = new Kafka({ metadata: { name: "events" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
    expect(spec.kafka.config).toMatchObject({ "default.replication.factor": 3, "min.insync.replicas": 2 });
    expect(spec.kafka.rack).toEqual({ topologyKey: "topology.kubernetes.io/zone" });
  });

  it("is valid on a laptop, with one copy and no racks", () => {
    const spec = decideKafka(wish({ brokers: 1 }), listener, laptop);
    const cluster = new Kafka({ metadata: { name: "events" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
    expect(spec.kafka.config).toMatchObject({ "offsets.topic.replication.factor": 1, "min.insync.replicas": 1 });
    expect(spec.kafka.rack).toBeUndefined();
  });

  it("has no listener in the clear, and makes no topic by accident", () => {
    const { kafka: spec } = decideKafka(wish(), listener, exampleSurroundings());
    expect(spec.listeners.map(({ tls, authentication }) => [tls, authentication?.type])).toEqual([
      [true, "scram-sha-512"],
    ]);
    expect(spec.config).toMatchObject({ "auto.create.topics.enable": false });
  });
});

describe("decideTopics", () => {
  it("makes what is published, and dead letters for who asks", () => {
    const topics = decideTopics(exampleEnvironment(), "events");
    expect(topics).toEqual([
      { name: "orders.created", partitions: 24, retentionHours: 168 },
      { name: "orders.created.settle.dead-letter", partitions: 1, retentionHours: 336 },
    ]);
    for (const topic of topics) {
      const object = new KafkaTopic({ metadata: { name: "a" }, spec: decideTopicSpec(topic, 3) });
      expect(() => {
        object.validate();
      }).not.toThrow();
    }
  });

  it("makes none in another store", () => {
    expect(decideTopics(exampleEnvironment(), "other")).toEqual([]);
  });

  it("takes the larger of two wishes for the same topic", () => {
    const publishes = (partitions: number) => ({ "a.b": { to: "events", partitions } });
    const services = {
      one: { image: "x:1", publishes: publishes(3) },
      two: { image: "x:1", publishes: publishes(9) },
      three: { image: "x:1", publishes: publishes(6) },
    };
    const environment = exampleEnvironment({ domains: { shop: { owner: "team", services } } });
    expect(decideTopics(environment, "events")[0]?.partitions).toBe(9);
  });
});

describe("topicObjectName", () => {
  it("keeps topics apart whose names are no valid object's names", () => {
    expect(topicObjectName("events", "orders.created")).toBe("events.orders.created");
    const odd = ["a..b", "a.-b", "a-.b"].map((topic) => topicObjectName("events", topic));
    expect(new Set(odd).size).toBe(3);
    for (const name of odd) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);
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

describe("what the cloud's own services take", () => {
  it("is the same topic with three copies, its settings as text", () => {
    expect(decideManagedTopic({ name: "a", partitions: 4, retentionHours: 2 })).toEqual({
      partitions: 4,
      replicas: 3,
      config: { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "7200000" },
    });
  });

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
