import { interpolate, type Input } from "@pulumi/pulumi";
import type { DeviceAccess, StoreAccess } from "../cloud.ts";

/** The stores whose devices a service has to do with: it signs their tokens, or they come through it. */
export function devicesOf(login: string, stores: Readonly<Record<string, StoreAccess>>): string[] {
  return Object.entries(stores)
    .filter(([, access]) => access.kind === "rabbitmq" && isFor(login, access.mqtt))
    .map(([store]) => store);
}

function isFor(login: string, mqtt: DeviceAccess | undefined): mqtt is DeviceAccess {
  return mqtt !== undefined && (mqtt.registry === login || mqtt.clients.includes(login));
}

/**
 * What a service finds of a store's devices, without the store's name before it: where they connect, and for their registry what a token is
 * made of. - behaviour: nothing, for others.
 */
export function bindDevices(
  login: string,
  mqtt: DeviceAccess | undefined,
): Record<"clear" | "secret", Record<string, Input<string>>> | undefined {
  if (!isFor(login, mqtt)) return undefined;
  const { host, port, webPort, outsideHost, audience, scope, keyId, signingKey } = mqtt;
  const reach = {
    MQTT_HOST: host,
    MQTT_PORT: String(port),
    MQTT_URL: interpolate`mqtts://${host}:${port}`,
    ...(webPort === undefined ? {} : { MQTT_WEB_URL: interpolate`wss://${host}:${webPort}/ws` }),
    ...(outsideHost === undefined ? {} : { MQTT_OUTSIDE_HOST: outsideHost }),
  };
  if (mqtt.registry !== login) return { clear: reach, secret: {} };
  const token = { MQTT_AUDIENCE: audience, MQTT_SCOPE: scope, MQTT_KEY_ID: keyId };
  return { clear: { ...reach, ...token }, secret: { MQTT_SIGNING_KEY: signingKey } };
}
