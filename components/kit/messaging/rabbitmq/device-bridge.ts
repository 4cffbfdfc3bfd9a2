import type { Environment } from "../../../../environments/schema/environment.ts";
import type { MqttWish } from "../../../../environments/schema/messaging/mqtt.ts";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { podSelector } from "../../labels.ts";
import { canonicalJson } from "../../names.ts";
import type { Pods } from "../../network/flow.ts";
import type { Capacity } from "../../sizes.ts";
import { decideSpare, type Surroundings } from "../../surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../workloads/authorities.ts";
import type { Topic } from "../kafka/kafka-topics.ts";
import { allow, type Acl } from "../kafka/kafka-users.ts";
import type { RabbitmqUserDecision } from "./rabbitmq.ts";

/** A store with devices, and the Kafka that gets what they send. */
export interface DeviceBridge {
  /** The RabbitMQ store. */
  readonly store: string;
  /** The Kafka store. */
  readonly kafka: string;
  /** Channels that are collected, in order of name. */
  readonly channels: readonly string[];
  readonly commands?: string | undefined;
}

/** Every bridge of an environment, in order of the stores' names. */
export function decideDeviceBridges({ stores }: Pick<Environment, "stores">): DeviceBridge[] {
  return Object.entries(stores)
    .flatMap(([store, wish]) => {
      const bridge = wish.kind === "rabbitmq" ? decideDeviceBridge(store, wish.mqtt) : undefined;
      return bridge === undefined ? [] : [bridge];
    })
    .sort((a, b) => (a.store < b.store ? -1 : 1));
}

/** The bridge of one store, if anything is to cross it. */
export function decideDeviceBridge(store: string, mqtt: MqttWish | undefined): DeviceBridge | undefined {
  if (mqtt?.kafka === undefined) return undefined;
  const channels = Object.keys(mqtt.collects).sort();
  if (channels.length === 0 && mqtt.commands === undefined) return undefined;
  return { store, kafka: mqtt.kafka, channels, commands: mqtt.commands };
}

/** Queue that holds what devices send on a channel until Kafka has it. No service's queue has an underscore. */
export function deviceQueue(channel: string): string {
  return `devices_${channel}`;
}

/** Topic that what devices send on a channel is written to. */
export function deviceTopic(store: string, channel: string): string {
  return `${store}.${channel}`;
}

/** Topics of a Kafka store for what devices send. In order of name. */
export function decideDeviceTopics(stores: Readonly<Record<string, StoreWish>>, kafka: string): Topic[] {
  return Object.entries(stores)
    .flatMap(([store, wish]) => {
      if (wish.kind !== "rabbitmq" || wish.mqtt?.kafka !== kafka) return [];
      return Object.entries(wish.mqtt.collects).map(([channel, { partitions, retentionHours }]) => ({
        ...{ name: deviceTopic(store, channel), partitions, retentionHours, cleanup: "delete" as const },
      }));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Who moves messages, in RabbitMQ; no service is called so, each of which has a dash. */
export const bridgeLogin = "bridge";

/** Whom a Kafka knows as the bridge of a store; no service is called so, none of which has a dot. */
export function bridgeKafkaLogin(store: string): string {
  return `devices.${store}`;
}

/** Its consumers' group; no service's has an underscore. */
function bridgeGroup(store: string): string {
  return `devices_${store}`;
}

/** What the bridge may do in RabbitMQ: read what devices sent, and write to the exchange by which they are reached. */
export function decideBridgeUser({ channels, commands }: DeviceBridge): RabbitmqUserDecision {
  const queues = channels.map(deviceQueue);
  return {
    name: bridgeLogin,
    configure: "^$",
    write: commands === undefined ? "^$" : String.raw`^amq\.topic$`,
    read: queues.length === 0 ? "^$" : `^(?:${queues.join("|")})$`,
  };
}

/** By which keys it may write there: commands to one device each. https://www.rabbitmq.com/docs/access-control#topic-authorisation */
export const bridgeTopicRights = {
  exchange: "amq.topic",
  write: String.raw`^devices\.[A-Za-z0-9_-]+\.commands$`,
  read: "^$",
} as const;

/** What the bridge may do in Kafka. Who may write a topic may do so idempotently. */
export function decideBridgeAcls({ store, channels, commands }: DeviceBridge): Acl[] {
  return [
    ...(commands === undefined
      ? []
      : [
          allow("group", bridgeGroup(store), "literal", ["Describe", "Read"]),
          allow("topic", commands, "literal", ["Describe", "Read"]),
        ]),
    ...channels.map((channel) => allow("topic", deviceTopic(store, channel), "literal", ["Describe", "Write"])),
  ];
}

/** Name of the bridge's Deployment and of what it has. */
export function bridgeName(store: string): string {
  return `${store}-bridge`;
}

/** Pods of a bridge. No store's or service's pods have a name like this one's. */
export function bridgePods(store: string): Pods {
  const name = `bridge.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** What each direction gets; it holds some hundred messages. */
export const bridgeSize: Capacity = { cpu: 0.1, memoryGiB: 0.25 };

/** The pods that move a store's messages, when all of them run. */
export function decideBridgePods(mqtt: MqttWish | undefined): { count: number; each: Capacity; claims: number }[] {
  const bridge = decideDeviceBridge("", mqtt);
  if (bridge === undefined) return [];
  const directions = (bridge.channels.length > 0 ? 1 : 0) + (bridge.commands === undefined ? 0 : 1);
  const each = { cpu: directions * bridgeSize.cpu, memoryGiB: directions * bridgeSize.memoryGiB };
  return [{ count: mostBridgePods, each, claims: 0 }];
}

/** Most pods of a bridge. */
export const mostBridgePods = 3;

/**
 * Three in production, as of each service (PK-AVL-001), so that an update while a zone is lost leaves one; two where a minute without one would
 * be missed. Nothing is lost without any.
 */
export function decideBridgeReplicas(surroundings: Pick<Surroundings, "tier" | "costMode">): number {
  if (surroundings.tier === "production") return mostBridgePods;
  return decideSpare(surroundings) ? 2 : 1;
}

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

/** Messages that are taken from a queue before Kafka has the first of them. */
const inHand = 500;

/**
 * From queues to topics: a message is acknowledged to RabbitMQ when all in-sync copies in Kafka have it, so that it arrives at least once;
 * one batch after another, so that a device's messages stay in order. While Kafka is away they wait in their queues.
 * https://warpstreamlabs.github.io/bento/docs/components/inputs/amqp_0_9
 * https://warpstreamlabs.github.io/bento/docs/components/outputs/kafka_franz
 */
function collect({ store, kafka, channels }: DeviceBridge, ends: BridgeEnds): object {
  const inputs = channels.map((channel) => ({
    amqp_0_9: { ...rabbitmqEnd(store), queue: deviceQueue(channel), prefetch_count: inHand },
  }));
  const mapping = [
    'let parts = @amqp_routing_key.split(".")',
    "meta device = $parts.index(1)",
    "meta channel = $parts.index(2)",
    'meta topic = @amqp_routing_key.replace_all(".", "/")',
  ].join("\n");
  return {
    input: { broker: { inputs } },
    pipeline: { threads: 1, processors: [{ mapping }] },
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
            batching: { count: inHand, period: "20ms" },
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
      processors: [{ switch: [{ ...unfit, processors: [{ log }] }] }, { mapping }],
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
