import { describe, expect, it } from "vitest";
import { deviceEnvironment, deviceWish } from "../../../devices.fixture.ts";
import { decideBridgeDirections } from "./bridge-directions.ts";
import {
  bridgeSize,
  bridgeTopicRights,
  decideBridgeAcls,
  decideBridgePods,
  decideBridgeReplicas,
  decideBridgeUser,
  decideDeviceBridges,
  decideDeviceTopics,
} from "./device-bridge.ts";

const [bridge] = decideDeviceBridges(deviceEnvironment());
if (bridge === undefined) throw new Error("nothing is bridged");
const ends = { kafkaHost: "kafka:9093", kafkaUser: "events.devices.things" };
const directions = decideBridgeDirections(bridge, ends);
const settingsOf = (name: string): unknown => JSON.parse(directions.find((one) => one.name === name)?.settings ?? "");

it("is there where something crosses", () => {
  expect(bridge).toEqual({
    store: "things",
    kafka: "events",
    channels: ["status", "telemetry"],
    commands: "iot.commands",
    maxMessageKiB: 64,
  });
  const nothing = { kafka: undefined, collects: {}, commands: undefined };
  expect(decideDeviceBridges(deviceEnvironment(nothing))).toEqual([]);
});

it("gives each channel a topic, as wished", () => {
  expect(decideDeviceTopics(deviceEnvironment().stores, "events")).toEqual([
    { name: "things.status", partitions: 12, retentionHours: 24, cleanup: "delete" },
    { name: "things.telemetry", partitions: 6, retentionHours: 168, cleanup: "delete" },
  ]);
  expect(decideDeviceTopics(deviceEnvironment().stores, "other")).toEqual([]);
});

describe("what it may do", () => {
  const matches = (pattern: string, name: string) => new RegExp(pattern).test(name);

  it("is to read channels and to write commands in RabbitMQ, and nothing else", () => {
    const { configure, write, read } = decideBridgeUser(bridge);
    const names = [
      "devices_telemetry",
      "devices_status",
      "mqtt-subscription-pump7qos1",
      "amq.topic",
      "amq.default",
      "",
    ];
    expect(names.filter((name) => matches(read, name))).toEqual(["devices_telemetry", "devices_status"]);
    expect(names.filter((name) => matches(write, name))).toEqual(["amq.topic"]);
    expect(names.filter((name) => matches(configure, name))).toEqual([""]);
    const keys = [
      "devices.pump7.commands",
      "devices.pump7.telemetry",
      "devices.a.b.commands",
      "devices.*.commands",
      "x",
    ];
    expect(keys.filter((key) => matches(bridgeTopicRights.write, key))).toEqual(["devices.pump7.commands"]);
  });

  it("is to write channels' topics and to read commands in Kafka", () => {
    expect(
      decideBridgeAcls(bridge).map(({ resource: { type, name }, operations }) => [type, name, operations]),
    ).toEqual([
      ["group", "devices_things", ["Describe", "Read"]],
      ["topic", "iot.commands", ["Describe", "Read"]],
      ["topic", "things.status", ["Describe", "Write"]],
      ["topic", "things.telemetry", ["Describe", "Write"]],
    ]);
    const sending = { ...bridge, commands: undefined };
    expect(decideBridgeAcls(sending).map(({ resource }) => resource.type)).toEqual(["topic", "topic"]);
    expect(decideBridgeUser(sending).write).toBe("^$");
  });
});

// https://warpstreamlabs.github.io/bento/docs/components/outputs/kafka_franz
describe("what devices send", () => {
  it("is taken from each channel's queue, and acknowledged when Kafka has it, however long that takes", () => {
    expect(settingsOf("collect")).toMatchObject({
      input: {
        broker: { inputs: [{ amqp_0_9: { queue: "devices_status" } }, { amqp_0_9: { queue: "devices_telemetry" } }] },
      },
      output: { retry: { output: { kafka_franz: { topic: "things.${! @channel }", key: "${! @device }" } } } },
    });
    expect(directions[0]?.settings).not.toContain("auto_ack");
    expect(directions[0]?.settings).not.toContain("max_retries");
  });

  it("fills a quarter of the bridge's memory at most, however large messages are and however many channels", () => {
    const inHand = (changes: Partial<typeof bridge>) => {
      const [{ settings } = { settings: "" }] = decideBridgeDirections({ ...bridge, ...changes }, ends);
      return [...settings.matchAll(/"prefetch_count":(\d+)/g)].map(([, count]) => Number(count));
    };
    expect(inHand({})).toEqual([500, 500]);
    expect(inHand({ maxMessageKiB: 512 })).toEqual([64, 64]);
    expect(inHand({ channels: ["a", "b", "c", "d"], maxMessageKiB: 128 })).toEqual([128, 128, 128, 128]);
  });

  it("stays in order: one batch after another", () => {
    expect(settingsOf("collect")).toMatchObject({
      pipeline: { threads: 1 },
      output: { retry: { output: { kafka_franz: { max_in_flight: 1, idempotent_write: true } } } },
    });
  });
});

it("sends commands persistently to the one device that the key names", () => {
  expect(settingsOf("command")).toMatchObject({
    input: { kafka_franz: { topics: ["iot.commands"], consumer_group: "devices_things" } },
    output: {
      retry: {
        output: { amqp_0_9: { exchange: "amq.topic", key: "devices.${! @kafka_key }.commands", persistent: true } },
      },
    },
  });
  expect(directions[1]?.settings).toContain("^[A-Za-z0-9_-]{1,64}$");
});

it("trusts each end by its own file, and has passwords from its environment alone", () => {
  for (const { settings } of directions) {
    expect(settings).toContain('"root_cas_file":"/etc/landbridge/authorities/things.pem"');
    expect(settings).toContain('"root_cas_file":"/etc/landbridge/authorities/events.pem"');
    expect(settings).toContain('"urls":["${RABBITMQ_URL}"]');
    expect(settings).toContain('"password":"${KAFKA_PASSWORD}"');
    expect(settings).not.toContain("skip_cert_verify");
  }
});

it("has one number of what is to be brought, in each direction", () => {
  for (const { settings } of directions) expect(settings.match(/"label":"fit"/g)).toHaveLength(1);
});

it("has a container for each direction that is wished for, each with a port of its own", () => {
  expect(directions.map(({ name, port }) => [name, port])).toEqual([
    ["collect", 4195],
    ["command", 4196],
  ]);
  const names = (one: typeof bridge) => decideBridgeDirections(one, ends).map(({ name }) => name);
  expect(names({ ...bridge, commands: undefined })).toEqual(["collect"]);
  expect(names({ ...bridge, channels: [] })).toEqual(["command"]);
});

it("is three times in production, counted so among what may run, and once or twice elsewhere", () => {
  expect(decideBridgeReplicas({ tier: "production", costMode: "lean" })).toBe(3);
  expect(decideBridgeReplicas({ tier: "staging", costMode: "resilient" })).toBe(2);
  expect(decideBridgeReplicas({ tier: "development", costMode: "lean" })).toBe(1);
  const each = { cpu: 2 * bridgeSize.cpu, memoryGiB: 2 * bridgeSize.memoryGiB };
  expect(decideBridgePods(deviceWish())).toEqual([{ count: 3, each, claims: 0 }]);
  expect(decideBridgePods(undefined)).toEqual([]);
});
