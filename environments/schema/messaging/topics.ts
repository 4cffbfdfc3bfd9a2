import { z } from "zod";
import { dnsName, line } from "../names.ts";
import { topicSchema } from "./schema-registry.ts";

/** Name of a group of consumers. */
export const groupName = z.string().regex(/^[a-z][a-z0-9._-]{0,200}$/, "must be a group's name in lower case");

/** Name of a topic of Kafka. */
export const topicName = z
  .string()
  .regex(/^[a-z](?:[a-z0-9.-]{0,98}[a-z0-9])$/, "must be 2 to 100 of a-z, 0-9, . and -, beginning with a letter")
  .regex(/^(?!.*\.dead-letter$)/, "must not end in .dead-letter; deadLetter: true makes such topics")
  .regex(/^(?!.*\.retry\.[0-9]+$)/, "must not end in .retry.<number>; retry makes such topics")
  .meta({
    description:
      "Name of a topic: 2 to 100 of a-z, 0-9, . and -, beginning with a letter, not ending in .dead-letter or .retry.<number>.",
    examples: ["orders.created"],
  });

const exactlyOnce = (does: string) =>
  z
    .boolean()
    .default(false)
    .meta({ description: `${does} One topic that asks for it decides for the whole store.` });

/** What a service publishes, and the topic that it makes for it. */
export const publication = z.strictObject({
  to: dnsName.meta({ description: "The Kafka store that holds the topic." }),
  partitions: z.int().min(1).max(200).default(12).meta({
    description:
      "Partitions of the topic: the most consumers of one service that work at once. They can become more, which moves keys to other partitions, and never fewer.",
  }),
  retentionHours: z.int().min(1).max(8760).default(168).meta({
    description: "Hours for which messages are kept. Of no use with cleanup: compact.",
  }),
  retentionGiB: z.int().min(1).max(16384).optional().meta({
    description:
      "GiB that the topic's messages may take, one copy of all partitions together, a GiB for each at least; the oldest go first. - behaviour: as much as retentionHours makes.",
  }),
  cleanup: z.enum(["delete", "compact", "compact-delete"]).default("delete").meta({
    description:
      "delete: a message goes after retentionHours. compact: the last message of each key stays for ever. compact-delete: the last of each key stays for retentionHours.",
  }),
  maxMessageKiB: z.int().min(1).max(8192).optional().meta({
    description: "Largest batch of messages, as compressed as the publisher sends it. - behaviour: 1 MiB, Kafka's own.",
  }),
  key: line(1, 60).optional().meta({
    description: "What messages are keyed by, e.g. tenant; an annotation for readers. - behaviour: not said.",
  }),
  schema: topicSchema.optional().meta({
    description:
      "Format of the schema that its messages have, kept in the registry of the store's schemas; publishers may write it, consumers read it. - behaviour: the registry knows nothing of the topic.",
  }),
  exactlyOnce: exactlyOnce(
    "The service writes in transactions under ids of its own; <STORE>_ENABLE_IDEMPOTENCE and <STORE>_TRANSACTIONAL_ID_PREFIX tell it so.",
  ),
});

/** What a service consumes, and what becomes of messages that it can't digest. */
export const consumption = z.strictObject({
  from: dnsName.meta({ description: "The Kafka store that holds the topic." }),
  deadLetter: z
    .boolean()
    .default(false)
    .meta({ description: "Make <topic>.<service>.dead-letter, to which the service may write." }),
  retry: z
    .strictObject({
      afterSeconds: z
        .array(z.int().min(1).max(86_400))
        .min(1)
        .max(8)
        .meta({
          description:
            "Seconds that a message waits before each try but the first, each longer than the one before. What fails after the last goes to the dead letters.",
          examples: [[10, 60, 600]],
        }),
    })
    .optional()
    .meta({
      description:
        "Make <topic>.<service>.retry.1 and so on, in which messages wait to be tried again while others go on. Needs deadLetter: true. - behaviour: none.",
    }),
  exactlyOnce: exactlyOnce(
    "The service reads only what was committed, and commits what it read itself, at best in the transaction that holds its results; <STORE>_ISOLATION_LEVEL and <STORE>_ENABLE_AUTO_COMMIT tell it so.",
  ),
});
