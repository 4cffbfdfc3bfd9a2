import { z } from "zod";
import { dnsName } from "../names.ts";
import { devicesOutside } from "../outside.ts";
import { topicName } from "./topics.ts";

/** A service by its domain and name. */
const serviceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}\/[a-z][a-z0-9-]{0,62}$/, "must be domain/service")
  .meta({ description: "A service as domain/service.", examples: ["iot/device-registry"] });

/** What devices send and what becomes of it. */
const channel = z.strictObject({
  partitions: z.int().min(1).max(200).default(12).meta({
    description:
      "Partitions of the topic; what a device sends stays in one. They can become more, which moves devices to other partitions, and never fewer.",
  }),
  retentionHours: z
    .int()
    .min(1)
    .max(8760)
    .default(168)
    .meta({ description: "Hours for which messages are kept in the topic." }),
});

const channelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, "must be 1 to 31 of a-z, 0-9 and -, beginning with a letter")
  .refine((name) => name !== "commands", "must not be commands, which is what devices are sent")
  .meta({ description: "Third part of the devices' topics.", examples: ["telemetry"] });

/** MQTT for devices at a RabbitMQ store in the cluster. */
export const mqtt = z.strictObject({
  registry: serviceName.meta({
    description:
      "The service that knows the devices, as domain/service. It gets a key, <STORE>_MQTT_SIGNING_KEY, by which it signs for each device a token (JWT, ES256) that names the device and ends; with the token as its password a device may use devices/<its name>/... and nothing else. Who holds the key can sign any rights in this store: let it be a store for devices alone.",
  }),
  clients: z.array(serviceName).max(50).default([]).meta({
    description:
      "Services besides the registry through which devices come, or that act as some, as domain/service: they reach the broker and find it by <STORE>_MQTT_HOST and others. - behaviour: the registry only.",
  }),
  outside: devicesOutside.optional().meta({
    description:
      "Let devices come from outside of the cluster as well, by a load balancer to the same ports. The certificate that they see is signed by the environment's own authority. - behaviour: nothing outside of the cluster reaches it.",
  }),
  web: z
    .boolean()
    .default(false)
    .meta({ description: "Speak MQTT over WebSocket besides, at port 15676 and always over TLS." }),
  keys: z
    .array(z.int().min(1).max(999))
    .min(1)
    .max(5)
    .default([1])
    .refine((keys) => keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? 0)), "must be in order")
    .meta({
      description:
        "Numbers of the keys that tokens are signed by, in order: the registry signs by the last, and brokers trust all. For a new one write the next number behind, and delete the first when its tokens have ended. Brokers restart one after another.",
    }),
  maxDevices: z.int().min(1).max(50_000).default(1000).meta({
    description: "Devices that are connected at once, at most, and sessions that are kept for those that aren't.",
  }),
  maxMessageKiB: z
    .int()
    .min(1)
    .max(512)
    .default(64)
    .meta({ description: "Size of a message in KiB, at most; a device that sends more is cut off." }),
  sessionHours: z.int().min(1).max(720).default(24).meta({
    description:
      "Hours for which a device that is away keeps its subscriptions and what was sent to it, at most 1000 messages, if it asks for that.",
  }),
  kafka: dnsName.optional().meta({
    description:
      "The Kafka store in the cluster that gets what devices send and where commands come from. Needed for collects and commands.",
  }),
  collects: z.record(channelName, channel).default({}).meta({
    description:
      "What devices send to devices/<name>/<channel>, by channel: it is written to the topic <store>.<channel> of the Kafka, with the device's name as key and at least once. - behaviour: nothing is.",
  }),
  commands: topicName.optional().meta({
    description:
      "Topic of the Kafka that services publish commands to, with a device's name as key: each goes to devices/<name>/commands. - behaviour: none.",
  }),
});

/** MQTT of a store as an environment wishes for it. */
export type MqttWish = z.infer<typeof mqtt>;
