import { z } from "zod";
import { image, variable } from "../domains.ts";
import { dataClass, dnsName } from "../names.ts";

const retentionDays = z
  .int()
  .min(1)
  .max(14)
  .default(7)
  .meta({ description: "Days for which a message is kept that nobody has worked on, 1 to 14." });

const maxDeliveries = z
  .int()
  .min(5)
  .max(100)
  .default(5)
  .meta({ description: "Times that a message is given out before it goes to the queue's dead letters, 5 to 100." });

/** A queue: each message is worked on by one reader, and set aside after so many failures. */
export const queue = z.strictObject({
  topic: dnsName.optional().meta({
    description: "Topic of events whose messages it gets. - behaviour: only what is written to the queue itself.",
  }),
  retentionDays,
  maxDeliveries,
  ackSeconds: z.int().min(10).max(300).optional().meta({
    description:
      "Seconds for which a message is kept from others once a service took it, 10 to 300. - behaviour: 60, and for a function's queue what its timeoutSeconds asks for.",
  }),
});

const named = (what: string) => dnsName.meta({ description: `Name of the ${what}.` });
const source = <S extends string>(name: S) =>
  z.literal(name).meta({ description: "Where its messages come from: queue, topic or bucket." });

/** What a function is called for. */
export const trigger = z.discriminatedUnion("source", [
  z.strictObject({ source: source("queue"), name: named("queue, which no other function reads") }),
  z.strictObject({ source: source("topic"), name: named("topic"), retentionDays, maxDeliveries }),
  z.strictObject({
    source: source("bucket"),
    name: named("bucket"),
    of: z
      .array(z.enum(["created", "deleted"]))
      .min(1)
      .max(2)
      .refine((all) => new Set(all).size === all.length, "must not say the same twice")
      .default(["created"])
      .meta({ description: "Which changes of objects: created, also anew, or deleted." }),
    prefix: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9!_.*'()/-]*$/, "must be letters, digits and !_.*'()/-")
      .default("")
      .meta({ description: "Beginning of the objects' names. - behaviour: all objects.", examples: ["incoming/"] }),
    retentionDays,
    maxDeliveries,
  }),
]);

/** A container that runs while there are messages for it, and not otherwise. */
const eventFunction = z.strictObject({
  image,
  on: trigger,
  memoryMiB: z
    .int()
    .min(512)
    .max(8192)
    .multipleOf(512)
    .default(512)
    .meta({ description: "Memory of an instance: 512 to 8192 in steps of 512. CPU comes with it." }),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(900)
    .default(60)
    .meta({ description: "Seconds that it may take for one message, 1 to 900; some clouds take less." }),
  maxInstances: z
    .int()
    .min(1)
    .max(300)
    .default(10)
    .meta({ description: "Most instances at once, 1 to 300. Each works on one message at a time." }),
  buckets: z
    .record(dnsName, z.enum(["read", "read-write"]))
    .default({})
    .meta({ description: "Buckets that it uses, and how. It gets BUCKET_<NAME>_URL. - behaviour: none." }),
  publishes: z.array(dnsName).max(50).default([]).meta({
    description: "Queues and topics of events to which it writes. It gets EVENTS_<NAME>_URL. - behaviour: none.",
  }),
  config: z
    .record(variable, z.string().max(4000))
    .default({})
    .meta({ description: "Environment variables in the clear, never secrets." }),
});

/** The cloud's own queues and topics, and what is run for their messages. */
export const events = z
  .strictObject({
    dataClass: dataClass.default("internal"),
    queues: z.record(dnsName, queue).default({}).meta({ description: "Queues by name. - behaviour: none." }),
    topics: z
      .array(dnsName)
      .max(100)
      .refine((all) => new Set(all).size === all.length, "must not name a topic twice")
      .default([])
      .meta({
        description:
          "The cloud's own topics by name; Kafka's are in services' publishes. Each message goes to every queue and function that is on it. - behaviour: none.",
      }),
    functions: z
      .record(dnsName, eventFunction)
      .default({})
      .meta({ description: "Serverless functions by name; see docs/functions.md. - behaviour: none." }),
  })
  .meta({ description: "Queues, topics and functions of the cloud's own. - behaviour: none." });

export type FunctionWish = z.infer<typeof eventFunction>;
export type TriggerWish = z.infer<typeof trigger>;
export type EventsWish = z.infer<typeof events>;
