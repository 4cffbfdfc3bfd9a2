import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, EventsSpec, Key, Network, ObjectStore, Registry } from "../cloud.ts";
import { repositoryOf, type FunctionDecision, type QueueDecision } from "../kit/events/events.ts";
import type { Tags } from "../kit/tags.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key by whether it is there. */
type Change = Partial<Omit<EventsSpec, "network" | "key" | "buckets" | "registry">> & {
  readonly network?: string;
  readonly key?: boolean;
  /** The name of the registry that is made for it. */
  readonly registry?: string;
  /** Of the bucket called `uploads`. */
  readonly bucket?: string;
};

/** The method of the contract that makes queues, topics and functions, with a spec filled in. */
export interface EventsKit {
  events(change?: Change): Output<unknown>;
}

/** The names that the kit gives to what it makes. */
export const eventsNames = { events: "shop-messages" } as const;

/** A queue that services read, and one that a function does. */
export const waiting: QueueDecision = {
  name: "waiting",
  feed: { kind: "writers" },
  retentionDays: 7,
  maxDeliveries: 5,
  ackSeconds: 60,
};
export const jobs: QueueDecision = { ...waiting, name: "jobs", reader: "work" };

/** What reads a queue and uses what there is. */
export const work: FunctionDecision = {
  name: "work",
  image: "commerce/work:1.0.0",
  queue: "jobs",
  memoryMiB: 512,
  timeoutSeconds: 60,
  maxInstances: 10,
  config: { LOG_LEVEL: "info" },
  buckets: { uploads: "read-write" },
  publishes: [
    { kind: "topic", name: "done" },
    { kind: "queue", name: "waiting" },
  ],
};

/** Queues that others feed, and who reads them. */
export const resized: QueueDecision = {
  ...waiting,
  name: "resize",
  feed: { kind: "bucket", bucket: "uploads", of: ["created"], prefix: "incoming/" },
  reader: "resize",
};
export const told: QueueDecision = { ...waiting, name: "told", feed: { kind: "topic", topic: "done" } };

/** Handles that the rest of the kit makes when they are first needed. */
export interface EventHandles {
  readonly handles: (change: { readonly network?: string; readonly key?: boolean }) => {
    readonly network: Network;
    readonly key: Key | undefined;
  };
  readonly registry: (name: string, repositories: readonly string[]) => Registry;
  readonly bucket: (name: string) => ObjectStore;
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function eventsKitOf(
  cloud: Cloud,
  { handles, registry: registryNamed, bucket: bucketNamed, tags }: EventHandles,
  opts: ComponentResourceOptions,
): EventsKit {
  return {
    events({ registry = "shop-pulled-registry", bucket = "shop-told-uploads", network, key, ...change } = {}) {
      const functions = cloud.capabilities["events.functions"].supported ? (change.functions ?? [work]) : [];
      const usual = { queues: [jobs, told, waiting], topics: ["done"], logDays: 30, tags, protect: true };
      const spec = {
        ...usual,
        ...change,
        functions,
        registry: registryNamed(registry, [...new Set(functions.map(({ image }) => repositoryOf(image)))]),
        buckets: { uploads: bucketNamed(bucket) },
        ...handles({ ...(network === undefined ? {} : { network }), ...(key === undefined ? {} : { key }) }),
      };
      const { queues, topics, functions: made } = cloud.events(eventsNames.events, spec, opts);
      return output({
        queues: Object.fromEntries(
          Object.entries(queues).map(([name, { url, id, reading, deadLetters }]) => [
            name,
            { url, id, deadLetters, reading: reading === undefined ? null : { url: reading.url, id: reading.id } },
          ]),
        ),
        topics: Object.fromEntries(Object.entries(topics).map(([name, { url, id }]) => [name, { url, id }])),
        functions: made,
      });
    },
  };
}
