import { z } from "zod";
import { mqtt } from "./mqtt.ts";
import { dnsName } from "../names.ts";
import { anywhere, storageGiB } from "../stores/store-fields.ts";

/**
 * RabbitMQ. Its queues are what services receive from: quorum queues, whose messages are on most of the brokers before
 * the sender is told. They keep no order of priorities that a store could say: a sender gives each message its own.
 */
export const rabbitmq = z.strictObject({
  kind: z.literal("rabbitmq").meta({ description: "A broker of queues that speaks AMQP." }),
  ...anywhere,
  version: z.enum(["4.2", "4.3"]).default("4.2").meta({
    description:
      "Minor version; patches are the cloud's business, or come with the platform. It can be raised, one at a time.",
  }),
  brokers: z.literal([1, 3, 5]).default(3).meta({
    description:
      "3, one in each zone; 5 where queues shall outlive two brokers, in the cluster only; or 1 for what may be away while its broker is. In the cluster it can be raised, never lowered.",
  }),
  storageGiB: storageGiB("Volume of each broker, where it is in the cluster,"),
  mqtt: mqtt.optional().meta({
    description:
      "Speak MQTT 3.1.1 and 5.0 with devices besides, over TLS, in the cluster only. QoS 0 and 1; 2 is treated as 1. - behaviour: AMQP alone.",
  }),
});

/** Name of a queue. Those with amq. before them are RabbitMQ's own. */
export const queueName = z
  .string()
  .regex(/^[a-z](?:[a-z0-9.-]{0,98}[a-z0-9])$/, "must be 2 to 100 of a-z, 0-9, . and -, beginning with a letter")
  .regex(/^(?!amq\.)/, "must not begin with amq., which is RabbitMQ's own")
  .regex(/^(?!.*\.dead-letter$)/, "must not end in .dead-letter; each queue has such a queue besides")
  .meta({
    description: "Name of a queue: 2 to 100 of a-z, 0-9, . and -, not ending in .dead-letter.",
    examples: ["invoices.to-print"],
  });

/** That a service sends to a queue. */
export const queueSending = z.strictObject({
  to: dnsName.meta({ description: "The RabbitMQ store that holds the queue." }),
});

/** That a service receives from a queue, and what the queue is like: it is made for who receives. */
export const queueReceiving = z.strictObject({
  from: dnsName.meta({ description: "The RabbitMQ store that holds the queue." }),
  deliveryLimit: z
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .meta({ description: "Times that a message is handed out again before it goes to <queue>.dead-letter." }),
  ttlSeconds: z.int().min(1).max(2_592_000).optional().meta({
    description:
      "Seconds after which a message that nobody took goes to <queue>.dead-letter, at most 30 days. - behaviour: it stays.",
  }),
  maxLength: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(1_000_000)
    .meta({ description: "Messages that it holds at most. Who sends more is refused, so that nothing is lost." }),
  ackMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(30)
    .meta({ description: "Minutes in which a message must be acknowledged; then it is handed out again." }),
});

export type RabbitmqWish = z.infer<typeof rabbitmq>;
export type QueueReceivingWish = z.infer<typeof queueReceiving>;
