import { describe, expect, it } from "vitest";
import { deviceWish } from "../../../devices.fixture.ts";
import { deviceEnvironment } from "../../../devices.fixture.ts";
import {
  decideDeviceRequests,
  decideDeviceScopes,
  decideMqttConfig,
  decideMqttPlugins,
  deviceStoresOf,
} from "./mqtt.ts";

function configOf(changes: object = {}): ReadonlyMap<string, string> {
  const lines = decideMqttConfig("things", deviceWish(changes)).trimEnd().split("\n");
  return new Map(lines.map((line): [string, string] => [line.split(" = ")[0] ?? "", line.split(" = ")[1] ?? ""]));
}

it("leaves brokers without devices as they are", () => {
  expect([decideMqttConfig("things", undefined), decideMqttPlugins(undefined)]).toEqual(["", []]);
});

it("speaks MQTT over WebSocket only where it is wished for", () => {
  expect(decideMqttPlugins({ web: false })).toEqual(["rabbitmq_auth_backend_oauth2", "rabbitmq_mqtt"]);
  expect(decideMqttPlugins({ web: true })).toContain("rabbitmq_web_mqtt");
});

// https://www.rabbitmq.com/docs/oauth2
describe("who devices are", () => {
  it("is in a token for this store alone, signed by one of its keys, that ends; services' logins come first", () => {
    const config = configOf({ keys: [2, 3] });
    expect([config.get("auth_backends.1"), config.get("auth_backends.2")]).toEqual(["internal", "oauth2"]);
    expect(config.get("auth_oauth2.resource_server_id")).toBe("things");
    expect(config.get("auth_oauth2.require_exp")).toBe("true");
    expect(config.get("auth_oauth2.algorithms.1")).toBe("ES256");
    expect(config.get("auth_oauth2.default_key")).toBe("things-3");
    expect(config.get("auth_oauth2.signing_keys.things-2")).toBe("/etc/rabbitmq-devices/things-2.pem");
    expect(config.get("auth_oauth2.signing_keys.things-3")).toBe("/etc/rabbitmq-devices/things-3.pem");
    expect(config.get("mqtt.allow_anonymous")).toBe("false");
  });

  it("isn't waited for long, and nobody unknown sends much", () => {
    const config = configOf({ maxMessageKiB: 8 });
    expect(config.get("mqtt.login_timeout")).toBe("10000");
    expect(Number(config.get("mqtt.max_packet_size_unauthenticated"))).toBeLessThanOrEqual(64 * 1024);
    expect(config.get("mqtt.max_packet_size_authenticated")).toBe("8192");
  });
});

describe("what a device may do", () => {
  const may = decideDeviceScopes("things").map((scope) => scope.replaceAll("{sub}", "pump7"));

  it("is to publish and to subscribe below its own name, and to have the queues of its own name", () => {
    const queues = ["mqtt-subscription-pump7qos0", "mqtt-subscription-pump7qos1", "mqtt-will-pump7"];
    const rights = ["configure", "read", "write"];
    expect(may).toEqual(
      [
        ...rights.flatMap((right) => queues.map((queue) => `things.${right}:things/${queue}`)),
        "things.read:things/amq.topic/devices.pump7.*",
        "things.write:things/amq.topic/devices.pump7.*",
      ].sort(),
    );
  });

  it("ends with its name: no pattern fits another name that begins alike", () => {
    for (const scope of may) expect(scope.replace("devices.pump7.*", "")).not.toContain("*");
  });

  it("is what brokers say of the one scope in its token", () => {
    expect(configOf().get("auth_oauth2.scope_aliases.device")).toBe(decideDeviceScopes("things").join(" "));
  });
});

it("keeps sessions in quorum queues for as long as wished, and retains nothing, which one broker alone would know", () => {
  const config = configOf({ sessionHours: 48 });
  expect(config.get("mqtt.durable_queue_type")).toBe("quorum");
  expect(config.get("mqtt.max_session_expiry_interval_seconds")).toBe("172800");
  expect(config.get("mqtt.retained_message_store")).toBe("rabbit_mqtt_retained_msg_store_noop");
});

describe("what is made for devices", () => {
  const requests = decideDeviceRequests("things", deviceWish({ maxDevices: 2000 }));
  const bodyOf = (path: string) => requests.find(([, each]) => each === path)?.[2];

  it("bounds their connections and queues, with room for services", () => {
    expect(bodyOf("vhost-limits/things/max-connections")).toEqual({ value: 2500 });
    expect(bodyOf("vhost-limits/things/max-queues")).toEqual({ value: 6500 });
    expect(bodyOf("policies/things/devices.sessions")).toMatchObject({
      pattern: "^mqtt-subscription-",
      definition: { "max-length": 1000, overflow: "drop-head" },
    });
  });

  it("is a quorum queue for each channel that gives out in order, drops nothing, and gets what all devices send there", () => {
    for (const channel of ["status", "telemetry"]) {
      expect(bodyOf(`queues/things/devices_${channel}`)).toMatchObject({
        durable: true,
        arguments: { "x-queue-type": "quorum", "x-single-active-consumer": true },
      });
      expect(bodyOf(`policies/things/devices_${channel}`)).toMatchObject({
        pattern: `^devices_${channel}$`,
        definition: { overflow: "reject-publish", "delivery-limit": 1_000_000 },
      });
      expect(bodyOf(`bindings/things/e/amq.topic/q/devices_${channel}`)).toMatchObject({
        routing_key: `devices.*.${channel}.#`,
      });
    }
  });
});

it("has to do with the registry and the services that devices come through", () => {
  const environment = deviceEnvironment();
  expect(["iot/registry", "iot/gateway", "iot/control"].map((service) => deviceStoresOf(environment, service))).toEqual(
    [["things"], ["things"], []],
  );
});
