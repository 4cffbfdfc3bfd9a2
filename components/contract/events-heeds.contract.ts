import type { EventsSpec } from "../cloud.ts";
import type { BucketFeed, FunctionDecision, QueueDecision } from "../kit/events/events.ts";
import { jobs, resized, told, waiting, work } from "./events-kit.contract.ts";
import type { Asked, Pair } from "./asked.contract.ts";
import { tags, type Build } from "./kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

const queueing =
  (...queues: readonly QueueDecision[]): Build =>
  (kit) =>
    kit.events({ queues, functions: [] });

const running =
  (change: Partial<FunctionDecision>): Build =>
  (kit) =>
    kit.events({ functions: [{ ...work, ...change }] });

const telling = (before: Partial<BucketFeed>, after: Partial<BucketFeed>): Pair => {
  const feed: BucketFeed = { kind: "bucket", bucket: "uploads", of: ["created"], prefix: "" };
  const build =
    (change: Partial<BucketFeed>): Build =>
    (kit) =>
      kit.events({ queues: [{ ...resized, reader: undefined, feed: { ...feed, ...change } }], functions: [] });
  return [build(before), build(after)];
};

const bare = { ...work, buckets: {}, publishes: [] } satisfies FunctionDecision;

/** Fields of queues, of topics and of functions. */
export const events: Asked<EventsSpec> = {
  queues: {
    "queues.name": [queueing(waiting), queueing({ ...waiting, name: "other" })],
    "queues.retentionDays": [queueing(waiting), queueing({ ...waiting, retentionDays: 3 })],
    "queues.maxDeliveries": [queueing(waiting), queueing({ ...waiting, maxDeliveries: 9 })],
    "queues.ackSeconds": [queueing(waiting), queueing({ ...waiting, ackSeconds: 90 })],
    "queues.ackSeconds.function": (kit) => kit.events({ queues: [{ ...jobs, ackSeconds: 90 }, told, waiting] }),
    "queues.feed.topic": [queueing({ ...told, feed: { kind: "writers" } }), queueing(told)],
    "queues.feed.bucket": [queueing({ ...resized, reader: undefined, feed: { kind: "writers" } }), telling({}, {})[1]],
    "queues.feed.bucket.of": telling({}, { of: ["created", "deleted"] }),
    "queues.feed.bucket.prefix": telling({}, { prefix: "incoming/" }),
  },
  topics: { topics: (kit) => kit.events({ topics: ["done", "other"] }) },
  functions: {
    "functions.name": running({ name: "toil" }),
    "functions.image": running({ image: "commerce/work:1.0.1" }),
    "functions.queue": (kit) =>
      kit.events({
        queues: [{ ...jobs, reader: undefined }, told, { ...waiting, reader: "work" }],
        functions: [{ ...work, queue: "waiting", publishes: [] }],
      }),
    "functions.memoryMiB": running({ memoryMiB: 2048 }),
    "functions.timeoutSeconds": running({ timeoutSeconds: 90 }),
    "functions.maxInstances": running({ maxInstances: 20 }),
    "functions.config": running({ config: { LOG_LEVEL: "debug" } }),
    "functions.buckets": [running(bare), running({ ...bare, buckets: { uploads: "read" } })],
    "functions.buckets.access": [
      running({ ...bare, buckets: { uploads: "read" } }),
      running({ ...bare, buckets: { uploads: "read-write" } }),
    ],
    "functions.publishes.queue": [running(bare), running({ ...bare, publishes: [{ kind: "queue", name: "waiting" }] })],
    "functions.publishes.topic": [running(bare), running({ ...bare, publishes: [{ kind: "topic", name: "done" }] })],
  },
  buckets: { "functions.bucket": (kit) => kit.events({ bucket: "shop-told-other" }) },
  registry: { "functions.registry": (kit) => kit.events({ registry: "shop-other-registry" }) },
  logDays: { "functions.logDays": (kit) => kit.events({ logDays: 365 }) },
  network: { "functions.network": (kit) => kit.events({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.events({ key: false }) },
  tags: { tags: (kit) => kit.events({ tags: otherTags }) },
  protect: { protect: (kit) => kit.events({ protect: false }) },
};
