import { z } from "zod";
import { dnsName, secretReference, size } from "../names.ts";
import { connector } from "./kafka-connectors.ts";
import { groupName, topicName } from "./topics.ts";

const table = z
  .string()
  .regex(
    /^(?:[a-z][a-z0-9_]{0,62}\.)?[a-z][a-z0-9_]{0,62}$/,
    "must be a table's name in lower case, with its schema before it unless that is public",
  )
  .meta({
    description: "Name of a table, with its schema before it unless that is public; or of a collection.",
    examples: ["customers"],
  });

/** A table whose changes are written to a topic. */
const capturedTable = z.strictObject({
  partitions: z.int().min(1).max(200).default(3).meta({
    description:
      "Partitions of the topic; the changes of a row stay in one. They can become more, which moves rows to other partitions, and never fewer.",
  }),
  cleanup: z.enum(["delete", "compact", "compact-delete"]).default("compact").meta({
    description:
      "compact: the last change of each row stays for ever, and a row that is deleted goes. delete: a change goes after retentionHours. compact-delete: the last change of each row stays for retentionHours.",
  }),
  retentionHours: z.int().min(1).max(8760).default(168).meta({
    description: "Hours for which changes are kept. Of no use with cleanup: compact.",
  }),
});

/** Tables or collections of a store whose changes are written to topics, by Debezium. */
export const capture = z.strictObject({
  tables: z
    .record(table, capturedTable)
    .refine((tables) => Object.keys(tables).length > 0, {
      message: "must name a table",
      params: { wayOut: "write e.g. tables: { customers: {} }" },
    })
    .meta({
      description:
        "Tables by name, each with a primary key: without one PostgreSQL refuses updates as soon as a table is captured. The changes of one go to the topic <store>.<schema>.<table>, or <store>.<table> of MariaDB and of MongoDB, whose collections they are; each _ a -, which services consume as any other. They flow once all of the tables are there.",
    }),
});

const bootstrap = z
  .string()
  .regex(
    /^(?=.{3,260}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?:[1-9][0-9]{0,4}$/,
    "must be a host and a port, as in a.example:9094",
  )
  .refine((text) => Number(text.slice(text.lastIndexOf(":") + 1)) <= 65_535, "must have a port up to 65535");

/** Topics of another Kafka that are copied into this one, by MirrorMaker 2. */
export const mirror = z.strictObject({
  bootstrap: z.array(bootstrap).min(1).max(30).meta({
    description: "Where the other Kafka is asked first, each a host and a port. It says where its brokers are.",
  }),
  mechanism: z
    .enum(["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"])
    .default("SCRAM-SHA-512")
    .meta({ description: "How we log in there; always over TLS." }),
  user: z
    .string()
    .regex(/^[!-~]{1,128}$/, "must be 1 to 128 characters without spaces")
    .meta({
      description:
        "Who we are there. Needs to describe and read the topics and their settings, and to describe the groups: nothing is written there.",
    }),
  password: secretReference,
  authority: z
    .string()
    .regex(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n?$/, "must be certificates in PEM")
    .optional()
    .meta({ description: "Who signed the other Kafka's certificate, in PEM. - behaviour: a public authority." }),
  peer: z.string().optional().meta({
    description:
      "The environment of network.peers that it is in: we then connect to its addresses only. - behaviour: to any, at the ports of bootstrap.",
  }),
  topics: z
    .array(topicName)
    .min(1)
    .max(500)
    .meta({ description: "Topics that are copied, with their settings and new partitions." }),
  groups: z.array(groupName).max(500).default([]).meta({
    description:
      "Consumer groups whose places are kept here too, where nobody of them reads yet: who comes over goes on where they were. - behaviour: none.",
  }),
  naming: z.enum(["prefixed", "same"]).default("prefixed").meta({
    description:
      "prefixed: <mirror>.<topic>, so that two Kafkas can copy each other's. same: as there, for one that only stands by or moves here; services here must not publish them.",
  }),
});

/** What a Kafka store has that takes messages from elsewhere. */
export const kafkaSources = {
  captures: z.record(dnsName, capture).optional().meta({
    description:
      "Stores whose changes are written to topics of this one, by their names: PostgreSQL, in the cluster or the cloud's, and MariaDB and MongoDB in the cluster. The Kafka is in the cluster. - behaviour: none.",
  }),
  connectors: z.record(dnsName, connector).optional().meta({
    description:
      "Connectors of one's own, by a name for each: they run on the same workers as captures, in the cluster. - behaviour: none.",
  }),
  mirrors: z.record(dnsName, mirror).optional().meta({
    description: "Other Kafkas of which topics are copied into this one, by a short name for each. - behaviour: none.",
  }),
  workerSize: size.optional().meta({
    description: "CPU and memory of each pod that captures, connects or mirrors, at least small. - behaviour: small.",
  }),
};

/** Captured tables of a store as an environment wishes for them. */
export type CaptureWish = z.infer<typeof capture>;
/** A mirrored Kafka as an environment wishes for it. */
export type MirrorWish = z.infer<typeof mirror>;
