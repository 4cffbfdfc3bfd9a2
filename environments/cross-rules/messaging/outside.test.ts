import { expect, it } from "vitest";
import { deviceEnvironment } from "../../../components/devices.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const wrongIn = (...changes: Parameters<typeof deviceEnvironment>): string[] =>
  crossRules(deviceEnvironment(...changes), at).map(({ path, rule }) => `${path}: ${rule}`);

const host = "mqtt.shop.example.org";
const peers = { "shop-b": { kind: "vpn", cidr: "10.64.0.0/14", sharedSecret: { secret: "link" } } };
const joined = { cidr: "10.0.0.0/14", peers };

it("lets devices come from named blocks, or from peers", () => {
  expect(wrongIn({ outside: { host, sourceRanges: ["10.9.0.0/16"] } })).toEqual([]);
  expect(wrongIn({ outside: { host } }, { network: joined })).toEqual([]);
  expect(wrongIn({ outside: { host } })).toEqual([
    "stores.things.mqtt.outside.sourceRanges: lets nobody in: network.peers is empty, and no way leads here from outside",
  ]);
});

it("asks who of the internet may call, whatever peers there are", () => {
  expect(wrongIn({ outside: { host, scope: "public" } }, { network: joined })).toEqual([
    "stores.things.mqtt.outside.sourceRanges: has to say who of the internet may call",
  ]);
  expect(wrongIn({ outside: { host, scope: "public", sourceRanges: ["192.0.2.0/24"] } })).toEqual([]);
});

const readers = { "shop-b": { password: { secret: "events-reader" }, topics: ["iot.commands", "things.telemetry"] } };
const outside = { domain: "events.shop.example.org", readers };

it("lets other environments read topics that are published or brought, by peers", () => {
  expect(wrongIn({}, { events: { outside }, network: joined })).toEqual([]);
  expect(wrongIn({}, { events: { outside } })).toEqual([
    "stores.events.outside.sourceRanges: lets nobody in: network.peers is empty, and no way leads here from outside",
  ]);
  const wrong = { "shop-b": { ...readers["shop-b"], topics: ["iot.comands"] } };
  expect(wrongIn({}, { events: { outside: { ...outside, readers: wrong } }, network: joined })).toEqual([
    "stores.events.outside.readers.shop-b.topics.0: is no topic of events",
  ]);
});

it("is for a Kafka in the cluster", () => {
  expect(wrongIn({}, { events: { outside, placement: "managed" }, network: joined })).toContain(
    "stores.events.outside: is for a Kafka in the cluster; networks in network.peers reach the cloud's own as it is",
  );
});

it("has no name twice", () => {
  expect(wrongIn({ outside: { host: outside.domain } }, { events: { outside }, network: joined })).toEqual([
    "stores.things.mqtt.outside.host: is the name of stores.events.outside.domain as well",
  ]);
});
