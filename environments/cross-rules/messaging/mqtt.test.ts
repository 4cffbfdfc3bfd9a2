import { expect, it } from "vitest";
import { deviceEnvironment } from "../../../components/devices.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const wrongIn = (...changes: Parameters<typeof deviceEnvironment>): string[] =>
  crossRules(deviceEnvironment(...changes), at).map(({ path, rule }) => `${path}: ${rule}`);

it("has devices at a RabbitMQ in the cluster", () => {
  expect(wrongIn()).toEqual([]);
  expect(wrongIn({}, { things: { placement: "managed" } })).toContain(
    "stores.things.mqtt: needs plug-ins that a managed RabbitMQ hasn't",
  );
});

it("names services that are there", () => {
  expect(wrongIn({ registry: "iot/regstry", clients: ["iot/gateway", "shop/gateway"] })).toEqual([
    "stores.things.mqtt.registry: names no service",
    "stores.things.mqtt.clients.1: names no service",
  ]);
});

it("writes what devices send to a Kafka in the cluster", () => {
  expect(wrongIn({ kafka: "things" })).toContain("stores.things.mqtt.kafka: names no Kafka store in the cluster");
  expect(wrongIn({}, { events: { placement: "managed" } })).toContain(
    "stores.things.mqtt.kafka: names no Kafka store in the cluster",
  );
  expect(wrongIn({ kafka: undefined })).toContain(
    "stores.things.mqtt.kafka: is needed for what devices send and are sent",
  );
  expect(wrongIn({ collects: {}, commands: undefined })).toContain(
    "stores.things.mqtt.kafka: is of no use: nothing is collected or commanded",
  );
});

it("takes commands from a topic that a service publishes", () => {
  expect(wrongIn({ commands: "iot.comands" })).toEqual([
    "stores.things.mqtt.commands: is published by no service to events",
  ]);
});

it("makes topics that services can consume, and nobody publishes besides", () => {
  expect(wrongIn({ collects: { telemetry: {}, "a-": {} } })).toEqual([
    "stores.things.mqtt.collects.a-: makes the topic things.a-, whose name no topic can have",
  ]);
  expect(wrongIn({ collects: { status: {} } })).toEqual([
    "domains.iot.services.control.consumes.things.telemetry: is published by no service to events",
  ]);
});
