import type { Environment } from "../../../../environments/schema/environment.ts";
import type { MqttWish } from "../../../../environments/schema/messaging/mqtt.ts";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { podSelector } from "../../labels.ts";
import type { Pods } from "../../network/flows/flow.ts";
import type { Capacity } from "../../sizes.ts";
import { decideSpare, type Surroundings } from "../../surroundings.ts";
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
  /** Size of a message of a device, at most. */
  readonly maxMessageKiB: number;
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
  return { store, kafka: mqtt.kafka, channels, commands: mqtt.commands, maxMessageKiB: mqtt.maxMessageKiB };
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
export function bridgeGroup(store: string): string {
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
const mostBridgePods = 3;

/**
 * Three in production, as of each service (PK-AVL-001), so that an update while a zone is lost leaves one; two where a minute without one would
 * be missed. Nothing is lost without any.
 */
export function decideBridgeReplicas(surroundings: Pick<Surroundings, "tier" | "costMode">): number {
  if (surroundings.tier === "production") return mostBridgePods;
  return decideSpare(surroundings) ? 2 : 1;
}
