import { z } from "zod";
import { secretReference } from "../names.ts";
import { topicName } from "./topics.ts";

/** Connectors that Debezium's image has with all that they need, by their class. */
export const connectorClasses = [
  "io.debezium.connector.jdbc.JdbcSinkConnector",
  "io.debezium.connector.mongodb.MongoDbConnector",
  "io.debezium.connector.mongodb.MongoDbSinkConnector",
  "io.debezium.connector.postgresql.PostgresConnector",
] as const;

const noSuchClass = `must be one of ${connectorClasses.join(", ")} (no sources of MySQL, MariaDB and SQL Server)`;

const configKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,199}$/, "must be a setting's name: letters, digits, dots, dashes and underscores");

/** A topic that a connector writes. */
const writtenTopic = z.strictObject({
  partitions: z.int().min(1).max(200).default(3).meta({
    description: "Partitions of the topic. They can become more, and never fewer.",
  }),
  cleanup: z.enum(["delete", "compact", "compact-delete"]).default("delete").meta({
    description:
      "delete: a message goes after retentionHours. compact: the last of each key stays for ever. compact-delete: the last of each key stays for retentionHours.",
  }),
  retentionHours: z
    .int()
    .min(1)
    .max(8760)
    .default(168)
    .meta({ description: "Hours for which messages are kept. Of no use with cleanup: compact." }),
});

/** A connector of one's own, on the workers that capture tables. */
export const connector = z.strictObject({
  class: z
    .enum(connectorClasses, { error: noSuchClass })
    .meta({ description: "Which connector, of those in Debezium's image." }),
  config: z
    .record(configKey, z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({
      description:
        "Its settings, in its own words, but for names and topics, which are said here, and secrets. - behaviour: the connector's defaults.",
    }),
  secrets: z.record(configKey, secretReference).default({}).meta({
    description:
      "Settings whose values are secrets: workers read them from files, and they stand in no topic. - behaviour: none.",
  }),
  authority: z
    .string()
    .regex(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n?$/, "must be certificates in PEM")
    .optional()
    .meta({
      description:
        "Who signed the other side's certificate, in PEM: the workers have it as /mnt/authorities/connector.<name>.pem. - behaviour: a public authority.",
    }),
  tasksMax: z.int().min(1).max(50).default(1).meta({ description: "Tasks that share its work, at most." }),
  reads: z.array(topicName).max(100).default([]).meta({
    description: "Topics of this Kafka that it reads, as a sink. - behaviour: none.",
  }),
  writes: z.record(topicName, writtenTopic).default({}).meta({
    description: "Topics of this Kafka that it writes, which are made for it, as a source. - behaviour: none.",
  }),
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .max(10)
    .meta({ description: "TCP ports of the other side: the workers may connect to them.", examples: [[5432]] }),
  peer: z.string().optional().meta({
    description:
      "The environment of network.peers that the other side is in: workers then connect to its addresses only. - behaviour: to any, at ports.",
  }),
});

/** A connector as an environment wishes for it. */
export type ConnectorWish = z.infer<typeof connector>;
