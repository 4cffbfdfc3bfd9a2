import { isSecret, output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { bindStores } from "./bindings.ts";

const things = {
  kind: "rabbitmq",
  endpoint: { host: output("things.data"), port: 5671 },
  vhost: "things",
  authorities: "pem",
  logins: { "iot-control": { user: output("iot-control"), password: secret("hidden") } },
  mqtt: {
    host: output("things.data"),
    port: 8883,
    webPort: 15676,
    registry: "iot-registry",
    clients: ["iot-gateway"],
    audience: "things",
    scope: "device",
    keyId: "things-1",
    signingKey: secret("key"),
  },
} as const;
const nothing = { uses: {}, publishes: {}, consumes: {}, sends: {}, receives: {} };
const reach = {
  THINGS_CA_FILE: "/etc/landbridge/authorities/things.pem",
  THINGS_MQTT_HOST: "things.data",
  THINGS_MQTT_PORT: "8883",
  THINGS_MQTT_URL: "mqtts://things.data:8883",
  THINGS_MQTT_WEB_URL: "wss://things.data:15676/ws",
};
const known = (value: object) => new Promise((resolve) => output(value).apply(resolve));

it("tells the registry where devices connect and what their tokens are made of, the key apart", async () => {
  const { clear, secret: hidden } = bindStores("iot-registry", nothing, { things });
  expect(await known(clear)).toEqual({
    ...reach,
    THINGS_MQTT_AUDIENCE: "things",
    THINGS_MQTT_SCOPE: "device",
    THINGS_MQTT_KEY_ID: "things-1",
  });
  expect(Object.keys(hidden)).toEqual(["THINGS_MQTT_SIGNING_KEY"]);
  expect(await isSecret(output(hidden["THINGS_MQTT_SIGNING_KEY"]))).toBe(true);
});

it("tells services through which devices come where they connect, and no key", async () => {
  const { clear, secret: hidden } = bindStores("iot-gateway", nothing, { things });
  expect([await known(clear), hidden]).toEqual([reach, {}]);
});

it("tells others nothing", () => {
  const { clear } = bindStores("iot-control", { ...nothing, sends: { work: { to: "things" } } }, { things });
  expect(Object.keys(clear).filter((variable) => variable.includes("MQTT"))).toEqual([]);
});
