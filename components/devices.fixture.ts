import type { Environment } from "../environments/schema/environment.ts";
import { exampleEnvironment } from "./example-environment.fixture.ts";

/** An environment with devices at the store `things`, whose messages are in the Kafka `events`. `changes` are to its MQTT. */
export function deviceEnvironment(
  changes: object = {},
  { things = {}, events = {}, network = { cidr: "10.0.0.0/14" } } = {},
): Environment {
  const mqtt = {
    registry: "iot/registry",
    clients: ["iot/gateway"],
    kafka: "events",
    collects: { telemetry: { partitions: 6 }, status: { retentionHours: 24 } },
    commands: "iot.commands",
    ...changes,
  };
  const services = {
    registry: { image: "iot/registry:1.0.0" },
    gateway: { image: "iot/gateway:1.0.0" },
    control: {
      image: "iot/control:1.0.0",
      publishes: { "iot.commands": { to: "events" } },
      consumes: { "things.telemetry": { from: "events" } },
    },
  };
  return exampleEnvironment({
    network,
    stores: { events: { kind: "kafka", ...events }, things: { kind: "rabbitmq", mqtt, ...things } },
    domains: { iot: { owner: "iot-team", services } },
  });
}

/** The MQTT of its store `things`. */
export function deviceWish(changes: object = {}) {
  const { things } = deviceEnvironment(changes).stores;
  if (things?.kind !== "rabbitmq" || things.mqtt === undefined) throw new Error("things has no devices");
  return things.mqtt;
}
