import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { Output } from "@pulumi/pulumi";
import type { MqttWish } from "../../../environments/schema/messaging/mqtt.ts";
import type { Component } from "../../kit/component.ts";
import { deviceKeyFile, deviceKeyId } from "../../kit/messaging/rabbitmq/mqtt.ts";
import { contentHash } from "../../kit/names.ts";
import { createSigningKey } from "../../secrets/signing-key.ts";
import type { StoreMetadata } from "../store-metadata.ts";

/** By what a store knows its devices. */
export interface DeviceKeys {
  /** ConfigMap with the public keys, one file for each. */
  readonly config: ConfigMap;
  readonly configName: string;
  /** The newest key's name, as tokens say it. */
  readonly keyId: string;
  /** The newest key in PEM, always secret: the registry signs by it. */
  readonly signingKey: Output<string>;
}

/** The keys by which devices' tokens are signed and known. The ConfigMap is named by their numbers, so that brokers restart for a new one. */
export function createDeviceKeys(
  name: string,
  store: string,
  { keys }: Pick<MqttWish, "keys">,
  metadata: StoreMetadata,
  parent: Component,
): DeviceKeys {
  const made = keys.map((key) => ({ key, ...createSigningKey(`${name}-device-key-${key}`, { parent }) }));
  const newest = made.at(-1);
  if (newest === undefined) throw new Error(`store ${store} has devices and no key to know them by`);
  const configName = `${store}-device-keys-${contentHash(keys)}`;
  const data = Object.fromEntries(made.map(({ key, publicKey }) => [deviceKeyFile(store, key), publicKey]));
  const config = new ConfigMap(`${name}-device-keys`, { metadata: metadata(configName), data }, { parent });
  return { config, configName, keyId: deviceKeyId(store, newest.key), signingKey: newest.privateKey };
}
