import type { Environment } from "../../../../environments/schema/environment.ts";
import type { MqttWish } from "../../../../environments/schema/messaging/mqtt.ts";
import { deviceQueue } from "./device-bridge.ts";

/** Where brokers find the keys by which they know devices' tokens. */
export const deviceKeysFolder = "/etc/rabbitmq-devices";

/** Name of a key, as tokens say it (`kid`). */
export function deviceKeyId(store: string, key: number): string {
  return `${store}-${key}`;
}

/** File of a key in the brokers' folder. */
export function deviceKeyFile(store: string, key: number): string {
  return `${deviceKeyId(store, key)}.pem`;
}

/** The one scope that a device's token has: brokers know what it means. */
export const deviceScope = "device";

/** Plug-ins of RabbitMQ that devices need. https://www.rabbitmq.com/docs/mqtt https://www.rabbitmq.com/docs/oauth2 */
export function decideMqttPlugins(mqtt: Pick<MqttWish, "web"> | undefined): string[] {
  if (mqtt === undefined) return [];
  return ["rabbitmq_auth_backend_oauth2", "rabbitmq_mqtt", ...(mqtt.web ? ["rabbitmq_web_mqtt"] : [])];
}

/**
 * What a device may do: publish and subscribe below its own name, and have the queues that RabbitMQ makes for the subscriptions and the
 * last will of a client of that name. Whole names, and a pattern only behind a dot: another device's name may begin like this one's.
 * https://www.rabbitmq.com/docs/oauth2#scope-translation
 * https://www.rabbitmq.com/docs/mqtt#implementation
 */
export function decideDeviceScopes(store: string): string[] {
  const queues = ["mqtt-subscription-{sub}qos0", "mqtt-subscription-{sub}qos1", "mqtt-will-{sub}"];
  const own = (right: string): string[] => queues.map((queue) => `${store}.${right}:${store}/${queue}`);
  const topics = `${store}/${exchange}/devices.{sub}.*`;
  return [
    ...own("configure"),
    ...own("write"),
    ...own("read"),
    `${store}.write:${topics}`,
    `${store}.read:${topics}`,
  ].sort();
}

const exchange = "amq.topic";

/**
 * What is added to the brokers' settings for devices: who they are is in a token that a service signed, what they may do is said here.
 * Services' logins are looked for first and stay what they are. Nobody comes without a login, or waits long before it says which. What a
 * broker retains it tells no other, so that a device would find it or not by chance: nothing is retained.
 * https://www.rabbitmq.com/docs/mqtt
 * https://github.com/rabbitmq/rabbitmq-server/blob/v4.2.9/deps/rabbitmq_auth_backend_oauth2/priv/schema/rabbitmq_auth_backend_oauth2.schema
 * https://github.com/rabbitmq/rabbitmq-server/blob/v4.2.9/deps/rabbitmq_mqtt/priv/schema/rabbitmq_mqtt.schema
 */
export function decideMqttConfig(store: string, mqtt: MqttWish | undefined): string {
  if (mqtt === undefined) return "";
  const newest = mqtt.keys.at(-1) ?? 1;
  const keys = mqtt.keys.map((key): [string, string] => [
    `auth_oauth2.signing_keys.${deviceKeyId(store, key)}`,
    `${deviceKeysFolder}/${deviceKeyFile(store, key)}`,
  ]);
  const lines: Readonly<Record<string, string | number | boolean>> = {
    "auth_backends.1": "internal",
    "auth_backends.2": "oauth2",
    "auth_oauth2.algorithms.1": "ES256",
    "auth_oauth2.default_key": deviceKeyId(store, newest),
    "auth_oauth2.preferred_username_claims.1": "sub",
    "auth_oauth2.require_exp": true,
    "auth_oauth2.resource_server_id": store,
    [`auth_oauth2.scope_aliases.${deviceScope}`]: decideDeviceScopes(store).join(" "),
    ...Object.fromEntries(keys),
    "mqtt.allow_anonymous": false,
    "mqtt.durable_queue_type": "quorum",
    "mqtt.exchange": exchange,
    "mqtt.login_timeout": loginMilliseconds,
    "mqtt.max_packet_size_authenticated": mqtt.maxMessageKiB * 1024,
    "mqtt.max_packet_size_unauthenticated": firstPacketBytes,
    "mqtt.max_session_expiry_interval_seconds": mqtt.sessionHours * 3600,
    "mqtt.retained_message_store": "rabbit_mqtt_retained_msg_store_noop",
    "mqtt.vhost": store,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key} = ${value}\n`)
    .sort()
    .join("");
}

/** Ends of the variables by which services find what has to do with devices. */
export const mqttSuffixes = [
  "MQTT_HOST",
  "MQTT_PORT",
  "MQTT_URL",
  "MQTT_WEB_URL",
  "MQTT_OUTSIDE_HOST",
  "MQTT_AUDIENCE",
  "MQTT_SCOPE",
  "MQTT_KEY_ID",
  "MQTT_SIGNING_KEY",
] as const;

/** The stores whose devices a service, as `domain/service`, has to do with: it is their registry, or they come through it. */
export function deviceStoresOf({ stores }: Pick<Environment, "stores">, service: string): string[] {
  return Object.entries(stores)
    .filter(([, wish]) => wish.kind === "rabbitmq" && deviceServices(wish.mqtt).includes(service))
    .map(([store]) => store)
    .sort();
}

/** The services, as `domain/service`, that reach a store's MQTT. */
export function deviceServices(mqtt: Pick<MqttWish, "registry" | "clients"> | undefined): string[] {
  return mqtt === undefined ? [] : [...new Set([mqtt.registry, ...mqtt.clients])].sort();
}

/** Milliseconds for who connects to say who they are. */
const loginMilliseconds = 10_000;

/** Bytes that somebody unknown may send: a token is smaller, and a last will has room. */
const firstPacketBytes = 65_536;

/** Messages that wait for a device that is away; the oldest go first. */
const waitingMessages = 1000;

/** Connections and queues of services and of what moves messages, besides devices'. */
const besides = 500;

/** A request to the management API, as the Job that sets a store up sends it. */
export type ManagementRequest = readonly [method: "PUT" | "POST", path: string, body: object];

/**
 * What is made for devices in the store's virtual host: limits, so that not even a stolen key fills it; what their sessions hold; and for
 * each channel a queue of what devices send, which waits until Kafka has it. One reader at a time keeps the order. Where a queue is
 * full who sends isn't told that it arrived, and sends again.
 * https://www.rabbitmq.com/docs/vhosts#limits
 * https://www.rabbitmq.com/docs/consumers#single-active-consumer
 */
export function decideDeviceRequests(store: string, { maxDevices, collects }: MqttWish): ManagementRequest[] {
  const channels = Object.keys(collects).sort();
  const policy = (name: string, pattern: string, definition: object): ManagementRequest => [
    "PUT",
    `policies/${store}/${name}`,
    { pattern, definition, priority: 100, "apply-to": "queues" },
  ];
  return [
    ["PUT", `vhost-limits/${store}/max-connections`, { value: maxDevices + besides }],
    // For each device one of each quality, and one for its last will.
    ["PUT", `vhost-limits/${store}/max-queues`, { value: 3 * maxDevices + besides }],
    policy("devices.sessions", "^mqtt-subscription-", { "max-length": waitingMessages, overflow: "drop-head" }),
    ...channels.flatMap((channel): ManagementRequest[] => {
      const queue = deviceQueue(channel);
      return [
        policy(queue, `^${queue}$`, {
          "delivery-limit": unreachedDeliveries,
          "max-length": collectedMessages,
          overflow: "reject-publish",
        }),
        [
          "PUT",
          `queues/${store}/${queue}`,
          {
            durable: true,
            auto_delete: false,
            arguments: { "x-queue-type": "quorum", "x-single-active-consumer": true },
          },
        ],
        [
          "POST",
          `bindings/${store}/e/${exchange}/q/${queue}`,
          { routing_key: `devices.*.${channel}.#`, arguments: {} },
        ],
      ];
    }),
  ];
}

/** Messages of a channel that wait for Kafka at most. */
const collectedMessages = 1_000_000;

/** Beyond a limit a message would be dropped; no limit at all can't be said by a policy. */
const unreachedDeliveries = 1_000_000;
