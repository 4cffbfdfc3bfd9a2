import { KafkaTopic } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaTopic";
import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { decideManagedTopic, decideTopics, decideTopicSpec, topicObjectName, type Topic } from "./kafka-topics.ts";

/** Topics of a shop whose services are these. */
function topicsOf(services: Record<string, object>): Topic[] {
  const all = Object.entries(services).map(([name, one]) => [name, { image: "shop/x:1.0.0", ...one }]);
  const domains = { shop: { owner: "team", services: Object.fromEntries(all) as object } };
  return decideTopics(exampleEnvironment({ domains }), "events");
}

const publishing = (wish: object) => ({ publishes: { orders: { to: "events", ...wish } } });
const consuming = (wish: object) => ({ consumes: { orders: { from: "events", ...wish } } });
const plain = { cleanup: "delete", retentionGiB: undefined, maxMessageKiB: undefined } as const;

describe("decideTopics", () => {
  it("makes what is published, and dead letters for who asks", () => {
    const topics = decideTopics(exampleEnvironment(), "events");
    expect(topics).toEqual([
      { ...plain, name: "orders.created", partitions: 24, retentionHours: 168 },
      { ...plain, name: "orders.created.settle.dead-letter", partitions: 1, retentionHours: 336 },
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
    const sizes = (partitions: number, retentionGiB?: number) =>
      publishing({ partitions, retentionHours: partitions, retentionGiB, maxMessageKiB: retentionGiB });
    expect(topicsOf({ one: sizes(3), two: sizes(9, 20), three: sizes(6, 10) })).toEqual([
      { name: "orders", cleanup: "delete", partitions: 9, retentionHours: 9, retentionGiB: 20, maxMessageKiB: 20 },
    ]);
  });

  const retrying = consuming({ deadLetter: true, retry: { afterSeconds: [10, 60, 600] } });

  it("makes a topic for each retry, as wide as the topic itself and kept at least as long, wherever it is published", () => {
    const expected = [1, 2, 3].map((n) => [`orders.settle.retry.${n}`, 24, 720]);
    const order = publishing({ partitions: 24, retentionHours: 720 });
    for (const services of [
      { settle: retrying, order },
      { order, settle: retrying },
    ]) {
      const topics = topicsOf(services).map(({ name, partitions, retentionHours }) => [
        name,
        partitions,
        retentionHours,
      ]);
      expect(topics).toEqual([["orders", 24, 720], ["orders.settle.dead-letter", 1, 336], ...expected]);
    }
  });

  it("keeps retries of a topic that is soon gone, or never, for as long as dead letters, by age alone", () => {
    for (const wish of [{ retentionHours: 1 }, { cleanup: "compact", key: "id", retentionGiB: 12 }]) {
      const retries = topicsOf({ settle: retrying, order: publishing(wish) }).filter(({ name }) =>
        name.includes(".retry."),
      );
      expect(
        retries.map(({ retentionHours, cleanup, retentionGiB }) => [retentionHours, cleanup, retentionGiB]),
      ).toEqual([1, 2, 3].map(() => [336, "delete", undefined]));
    }
  });

  it("lets messages that are put aside grow by the headers that say why", () => {
    const sizes = topicsOf({ settle: retrying, order: publishing({ maxMessageKiB: 2048 }) });
    expect(sizes.map(({ maxMessageKiB }) => maxMessageKiB)).toEqual([2048, 2112, 2112, 2112, 2112]);
  });
});

describe("decideTopicSpec", () => {
  const topic: Topic = { name: "a", partitions: 4, retentionHours: 2, cleanup: "delete" };
  const configOf = (changes: Partial<Topic>) => decideTopicSpec({ ...topic, ...changes }, 3).config;

  it("says nothing that wasn't wished for", () => {
    expect(configOf({})).toEqual({ "cleanup.policy": "delete", "min.insync.replicas": 2, "retention.ms": 7_200_000 });
  });

  it("keeps the last of each key for ever, or for a while", () => {
    expect(configOf({ cleanup: "compact" })).toEqual({ "cleanup.policy": "compact", "min.insync.replicas": 2 });
    expect(configOf({ cleanup: "compact-delete" })).toMatchObject({
      "cleanup.policy": "compact,delete",
      "retention.ms": 7_200_000,
    });
  });

  it("shares what the topic may take among its partitions", () => {
    expect(configOf({ retentionGiB: 10 })).toMatchObject({ "retention.bytes": 2.5 * 2 ** 30 });
    expect(configOf({ retentionGiB: 10, partitions: 3 })).toMatchObject({ "retention.bytes": 3_579_139_413 });
  });

  it("takes messages as large as said", () => {
    expect(configOf({ maxMessageKiB: 2048 })).toMatchObject({ "max.message.bytes": 2 * 2 ** 20 });
  });

  it("is the same for the cloud's own services with three copies, its settings as text", () => {
    expect(decideManagedTopic({ ...topic, retentionGiB: 4 })).toEqual({
      partitions: 4,
      replicas: 3,
      config: {
        "cleanup.policy": "delete",
        "min.insync.replicas": "2",
        "retention.bytes": "1073741824",
        "retention.ms": "7200000",
      },
    });
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
