import { expect, it } from "vitest";
import { deviceEnvironment } from "../../../devices.fixture.ts";
import { deviceFlows } from "./device-flows.ts";

const textOf = (changes: object = {}) =>
  deviceFlows(deviceEnvironment(changes))
    .map(({ from, to, ports }) =>
      [from, to]
        .map((end) => (end.kind === "pods" ? `${end.namespace}/${end.name}` : end.kind))
        .concat(JSON.stringify(ports)),
    )
    .map((parts) => parts.join(" "));

it("lets devices' services to MQTT alone, and what moves messages to both of its stores", () => {
  expect(textOf()).toEqual([
    "iot/gateway landbridge-data/things [8883]",
    "iot/registry landbridge-data/things [8883]",
    "landbridge-data/bridge.things landbridge-data/things [5671]",
    "landbridge-data/bridge.things landbridge-data/events [9093]",
  ]);
});

it("opens WebSocket where it is spoken", () => {
  expect(textOf({ web: true })).toContain("iot/gateway landbridge-data/things [8883,15676]");
});

it("is nothing where nothing crosses and nobody has devices", () => {
  expect(textOf({ kafka: undefined, collects: {}, commands: undefined })).toHaveLength(2);
  expect(deviceFlows({ stores: {} })).toEqual([]);
});

it("lets in those who may come from outside, by their addresses, to MQTT alone", () => {
  const outside = { host: "mqtt.shop.example.org" };
  const peers = { "shop-b": { kind: "vpn" as const, cidr: "10.64.0.0/14", sharedSecret: { secret: "link" } } };
  const blocks = (changes: object, network?: { readonly cidr: string; readonly peers: typeof peers }) =>
    deviceFlows(deviceEnvironment(changes, network === undefined ? {} : { network })).flatMap(({ from, ports }) =>
      from.kind === "blocks" ? [[from.cidrs, ports]] : [],
    );
  expect(blocks({})).toEqual([]);
  expect(blocks({ outside }, { cidr: "10.0.0.0/14", peers })).toEqual([[["10.64.0.0/14"], [8883]]]);
  const ranges = ["198.51.100.0/24", "192.0.2.0/24"];
  expect(blocks({ web: true, outside: { ...outside, scope: "public", sourceRanges: ranges } })).toEqual([
    [
      ["192.0.2.0/24", "198.51.100.0/24"],
      [8883, 15676],
    ],
  ]);
});
