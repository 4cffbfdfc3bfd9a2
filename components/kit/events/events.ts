import type { EventsWish, FunctionWish, TriggerWish } from "../../../environments/schema/services/events.ts";
import { bucketVariable, variableName } from "../workloads/bindings.ts";
import { valueOf } from "../records.ts";

/** Changes of a bucket's objects that make messages. */
export interface BucketFeed {
  readonly kind: "bucket";
  readonly bucket: string;
  readonly of: readonly ("created" | "deleted")[];
  /** Beginning of the objects' names; empty for all. */
  readonly prefix: string;
}

/** Where a queue's messages come from. Who may write to it does so where nothing feeds it. */
export type Feed = { readonly kind: "writers" } | { readonly kind: "topic"; readonly topic: string } | BucketFeed;

/** A queue to make. */
export interface QueueDecision {
  readonly name: string;
  readonly feed: Feed;
  readonly retentionDays: number;
  /** Times that a message is given out before it is set aside as a dead letter. */
  readonly maxDeliveries: number;
  /** Seconds that whoever took a message has for it. */
  readonly ackSeconds: number;
  /** The function that reads it. Absent: services do. */
  readonly reader?: string | undefined;
}

/** Somewhere to write messages to. */
export interface Target {
  readonly kind: "queue" | "topic";
  readonly name: string;
}

/** A function to make. It reads one queue, whose reader it is. */
export interface FunctionDecision {
  readonly name: string;
  /** Without its registry. */
  readonly image: string;
  readonly queue: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly maxInstances: number;
  readonly config: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, "read" | "read-write">>;
  readonly publishes: readonly Target[];
}

/** Everything that an environment's events come to, each list in order of name. */
export interface EventsDecision {
  readonly queues: readonly QueueDecision[];
  readonly topics: readonly string[];
  readonly functions: readonly FunctionDecision[];
}

/** Days for which dead letters are kept: the most that every cloud can. */
export const deadLetterDays = 14;

/** Seconds that a service has for a message where its queue doesn't say. */
const usualAckSeconds = 60;

/** Port on which a function's image listens. */
export const functionPort = 8080;
/** Path at a function's image to which a message is posted. */
export const functionPath = "/events";

/** Seconds between a failure and the next try, at least and at most, where a cloud asks. */
export const retrySeconds = { least: 10, most: 600 } as const;

/**
 * Each function reads a queue of its own: the one that it names, or one that the topic or the bucket feeds and that has the
 * function's name. So waiting, trying again and setting aside are the same whatever a function is on.
 */
export function decideEvents(wish: EventsWish): EventsDecision {
  const functions = Object.entries(wish.functions).map(([name, one]) => decideFunction(name, one, wish));
  const readers = new Map(functions.map((one) => [one.queue, one]));
  const queues = Object.entries(wish.queues).map(([name, queue]): QueueDecision => {
    const reader = readers.get(name);
    const { topic, retentionDays, maxDeliveries, ackSeconds = usualAckSeconds } = queue;
    return {
      name,
      feed: topic === undefined ? { kind: "writers" } : { kind: "topic", topic },
      retentionDays,
      maxDeliveries,
      ackSeconds: reader === undefined ? ackSeconds : ackSecondsOf(reader.timeoutSeconds),
      reader: reader?.name,
    };
  });
  const inboxes = Object.entries(wish.functions).flatMap(([name, one]) => decideInbox(name, one));
  return {
    queues: [...queues, ...inboxes].sort(byName),
    topics: [...wish.topics].sort(),
    functions: functions.sort(byName),
  };
}

/** A function's time, and some more to say that it is done; 10 at least, which is the shortest that clouds take. */
export function ackSecondsOf(timeoutSeconds: number): number {
  return Math.max(10, timeoutSeconds);
}

function decideFunction(name: string, wish: FunctionWish, { queues }: EventsWish): FunctionDecision {
  const { image, on, memoryMiB, timeoutSeconds, maxInstances, config, buckets, publishes } = wish;
  const targets = publishes.map((target): Target => ({
    kind: Object.hasOwn(queues, target) ? "queue" : "topic",
    name: target,
  }));
  return {
    name,
    image,
    queue: queueOf(name, on),
    memoryMiB,
    timeoutSeconds,
    maxInstances,
    config,
    buckets,
    publishes: targets.sort(byName),
  };
}

/** Name of the queue that a function reads. */
export function queueOf(name: string, on: TriggerWish): string {
  return on.source === "queue" ? on.name : name;
}

function decideInbox(name: string, { on, timeoutSeconds }: FunctionWish): QueueDecision[] {
  if (on.source === "queue") return [];
  const { retentionDays, maxDeliveries } = on;
  const feed: Feed =
    on.source === "topic"
      ? { kind: "topic", topic: on.name }
      : { kind: "bucket", bucket: on.name, of: [...on.of].sort(), prefix: on.prefix };
  return [{ name, feed, retentionDays, maxDeliveries, ackSeconds: ackSecondsOf(timeoutSeconds), reader: name }];
}

/** Variable by which a function or a service finds a queue or topic of events. */
export function eventsVariable(name: string): string {
  return variableName("EVENTS", name, "URL");
}

/** What a function publishes to, as the cloud made it, by name. Throws where it isn't there, which is a mistake of ours. */
export function targetsOf<T>(
  { publishes }: Pick<FunctionDecision, "publishes">,
  made: { readonly queues: Readonly<Record<string, T>>; readonly topics: Readonly<Record<string, T>> },
): (readonly [string, T])[] {
  return publishes.map(({ kind, name }) => [name, valueOf(kind === "queue" ? made.queues : made.topics, name)]);
}

/** Variables that the platform gives a function for what it uses, in order, each with what it is for. */
export function functionVariables({ buckets, publishes }: Pick<FunctionWish, "buckets" | "publishes">) {
  return [
    ...Object.keys(buckets)
      .sort()
      .map((name) => ({ variable: bucketVariable(name), kind: "bucket" as const, name })),
    ...[...publishes].sort().map((name) => ({ variable: eventsVariable(name), kind: "target" as const, name })),
  ];
}

/** An image in the environment's registry. With a digest its tag is left out: not every cloud takes both. */
export function imageAt(host: string, image: string): string {
  const [tagged = image, digest] = image.split("@");
  return digest === undefined ? `${host}/${tagged}` : `${host}/${repositoryOf(image)}@${digest}`;
}

/** An image without its tag and digest. */
export function repositoryOf(image: string): string {
  return image.split(":", 1).join("");
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
