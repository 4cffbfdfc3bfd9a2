import { canonicalJson } from "../../names.ts";
import { authoritiesFile, authoritiesFolder } from "../../workloads/authorities.ts";
import { bridgeGroup, bridgeSize, bridgeTopicRights, deviceQueue, type DeviceBridge } from "./device-bridge.ts";

/** Where the bridge finds its settings. */
export const bridgeFolder = "/etc/landbridge/bridge";

/** A container of the bridge: one for each direction, so that one that stands still doesn't stop the other. */
export interface BridgeDirection {
  readonly name: "collect" | "command";
  /** Its own HTTP server: health and numbers. */
  readonly port: number;
  /** Its settings; JSON is YAML. Passwords are put in from its environment. */
  readonly settings: string;
}

/** Bento's own HTTP server, of each direction. */
const httpPorts = { collect: 4195, command: 4196 } as const;

/** Where the directions that a bridge has tell their numbers. */
export function bridgePorts({ channels, commands }: DeviceBridge): { readonly name: string; readonly port: number }[] {
  return [
    ...(channels.length === 0 ? [] : [{ name: "collect", port: httpPorts.collect }]),
    ...(commands === undefined ? [] : [{ name: "command", port: httpPorts.command }]),
  ];
}

/** By which the number of messages that are to be brought is known, of each direction. */
export const fitLabel = "fit";

/** How its Kafka is reached. */
export interface BridgeEnds {
  readonly kafkaHost: string;
  readonly kafkaUser: string;
}

/** Its variables with passwords: RabbitMQ takes its in a URL. They are letters and digits, which nothing has to quote. */
export const bridgeSecrets = { rabbitmq: "RABBITMQ_URL", kafka: "KAFKA_PASSWORD" } as const;

/** What runs in a pod of the bridge. https://warpstreamlabs.github.io/bento/docs/configuration/about */
export function decideBridgeDirections(bridge: DeviceBridge, ends: BridgeEnds): BridgeDirection[] {
  return [
    ...(bridge.channels.length === 0
      ? []
      : [
          {
            name: "collect" as const,
            port: httpPorts.collect,
            settings: render(collect(bridge, ends), httpPorts.collect),
          },
        ]),
    ...(bridge.commands === undefined
      ? []
      : [
          {
            name: "command" as const,
            port: httpPorts.command,
            settings: render(command(bridge, bridge.commands, ends), httpPorts.command),
          },
        ]),
  ];
}

function render(stream: object, port: number): string {
  return canonicalJson({
    ...stream,
    http: { address: `0.0.0.0:${port}`, debug_endpoints: false },
    logger: { level: "INFO", format: "json" },
    metrics: { prometheus: {} },
    shutdown_timeout: "20s",
  });
}

function trusting(store: string) {
  return { enabled: true, root_cas_file: `${authoritiesFolder}/${authoritiesFile(store)}` };
}

function rabbitmqEnd(store: string) {
  return { urls: [`\${${bridgeSecrets.rabbitmq}}`], tls: trusting(store) };
}

function kafkaEnd(kafka: string, { kafkaHost, kafkaUser }: BridgeEnds) {
  return {
    seed_brokers: [kafkaHost],
    tls: trusting(kafka),
    sasl: [{ mechanism: "SCRAM-SHA-512", username: kafkaUser, password: `\${${bridgeSecrets.kafka}}` }],
  };
}

/** Most messages that are taken from a queue before Kafka has the first of them. */
const mostInHand = 500;

/** MiB of messages that a direction has in hand at most: a quarter of its memory, in which each is there more than once. */
const inHandMiB = (bridgeSize.memoryGiB * 1024) / 4;

/** Messages that are taken from each queue before Kafka has the first of them: while it is away, that many are held. */
function inHand({ channels, maxMessageKiB }: DeviceBridge): number {
  return Math.max(1, Math.min(mostInHand, Math.floor((inHandMiB * 1024) / (channels.length * maxMessageKiB))));
}

/**
 * From queues to topics: a message is acknowledged to RabbitMQ when all in-sync copies in Kafka have it, so that it arrives at least once;
 * one batch after another, so that a device's messages stay in order. While Kafka is away they wait in their queues.
 * https://warpstreamlabs.github.io/bento/docs/components/inputs/amqp_0_9
 * https://warpstreamlabs.github.io/bento/docs/components/outputs/kafka_franz
 */
function collect(bridge: DeviceBridge, ends: BridgeEnds): object {
  const { store, kafka, channels } = bridge;
  const count = inHand(bridge);
  const inputs = channels.map((channel) => ({
    amqp_0_9: { ...rabbitmqEnd(store), queue: deviceQueue(channel), prefetch_count: count },
  }));
  const mapping = [
    'let parts = @amqp_routing_key.split(".")',
    "meta device = $parts.index(1)",
    "meta channel = $parts.index(2)",
    'meta topic = @amqp_routing_key.replace_all(".", "/")',
  ].join("\n");
  return {
    input: { broker: { inputs } },
    pipeline: { threads: 1, processors: [{ label: fitLabel, mapping }] },
    output: {
      retry: {
        output: {
          kafka_franz: {
            ...kafkaEnd(kafka, ends),
            topic: `${store}.\${! @channel }`,
            key: "${! @device }",
            metadata: { include_patterns: ["^topic$"] },
            idempotent_write: true,
            max_in_flight: 1,
            batching: { count, period: "20ms" },
          },
        },
      },
    },
  };
}

/**
 * From the topic of commands to devices: how far it came is noted in Kafka when brokers have confirmed. A key that is no device's name
 * would lead nowhere, or to many: such a message is left out and said in the log.
 * https://warpstreamlabs.github.io/bento/docs/components/outputs/amqp_0_9
 */
function command({ store, kafka }: DeviceBridge, topic: string, ends: BridgeEnds): object {
  const mapping = [
    'let key = @kafka_key.or("").string()',
    'root = if !$key.re_match("^[A-Za-z0-9_-]{1,64}$") { deleted() }',
  ].join("\n");
  const unfit = { check: '!@kafka_key.or("").string().re_match("^[A-Za-z0-9_-]{1,64}$")' };
  const log = { level: "WARN", message: "leaves out a command whose key is no device's name" };
  return {
    input: { kafka_franz: { ...kafkaEnd(kafka, ends), topics: [topic], consumer_group: bridgeGroup(store) } },
    pipeline: {
      threads: 1,
      processors: [{ switch: [{ ...unfit, processors: [{ log }] }] }, { label: fitLabel, mapping }],
    },
    output: {
      retry: {
        output: {
          amqp_0_9: {
            ...rabbitmqEnd(store),
            exchange: bridgeTopicRights.exchange,
            key: "devices.${! @kafka_key }.commands",
            persistent: true,
            metadata: { exclude_prefixes: [""] },
            max_in_flight: 1,
          },
        },
      },
    },
  };
}
