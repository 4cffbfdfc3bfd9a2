import { expect, it } from "vitest";
import { kafka } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideKafka } from "./kafka.ts";
import { decideBrokerDoors, decideOutsideHosts, decideOutsideReaders } from "./kafka-outside.ts";

const wish = kafka.parse({
  kind: "kafka",
  outside: {
    domain: "events.shop.example.org",
    readers: {
      "shop-b": {
        password: { secret: "reader-b" },
        topics: ["orders.created", "orders.paid"],
        groups: ["commerce.order"],
      },
      archive: { password: { secret: "reader-a" }, topics: ["orders.paid"] },
    },
  },
});
if (wish.outside === undefined) throw new Error("it is no Kafka from outside");
const { outside } = wish;

const door = { name: "events-brokers", scope: "internal", ports: [9094], sources: ["10.64.0.0/14"] } as const;
const inside = { port: 9093, peers: [], certificate: "events-tls" };
const spec = decideKafka("events", wish, { ...inside, outside: { outside, door } }, exampleSurroundings());

it("has a listener of its own, by TLS and SCRAM, for the callers of the door alone", () => {
  expect(spec.kafka.listeners).toHaveLength(2);
  expect(spec.kafka.listeners[1]).toEqual({
    name: "outside",
    port: 9094,
    type: "internal",
    tls: true,
    authentication: { type: "scram-sha-512" },
    networkPolicyPeers: [{ ipBlock: { cidr: "10.64.0.0/14" } }],
    configuration: {
      brokerCertChainAndKey: { secretName: "events-tls", certificate: "tls.crt", key: "tls.key" },
      advertisedHostTemplate: "broker-{nodeId}.events.shop.example.org",
    },
  });
});

it("is nothing where it isn't reached from outside", () => {
  expect(decideKafka("events", wish, inside, exampleSurroundings()).kafka.listeners).toHaveLength(1);
});

it("leads to each broker by a load balancer, under the name that the broker tells", () => {
  const doors = decideBrokerDoors("events", { brokers: 3 }, { outside, door });
  expect(doors.map(({ door: { name }, host, selector }) => [name, host, selector["strimzi.io/pod-name"]])).toEqual([
    ["events-brokers-0", "broker-0.events.shop.example.org", "events-events-broker-0"],
    ["events-brokers-1", "broker-1.events.shop.example.org", "events-events-broker-1"],
    ["events-brokers-2", "broker-2.events.shop.example.org", "events-events-broker-2"],
  ]);
  const [only, ...others] = decideBrokerDoors("events", { brokers: 1 }, { outside, door });
  expect([only?.selector["strimzi.io/pod-name"], others]).toEqual(["events-events-dual-0", []]);
});

it("tells brokers' names that their certificate has", () => {
  expect(decideOutsideHosts(wish)).toEqual(["*.events.shop.example.org"]);
  expect(decideOutsideHosts({ outside: undefined })).toEqual([]);
});

it("lets readers read what they are named for, and write nothing", () => {
  const readers = decideOutsideReaders(wish);
  expect(readers.map(({ login, secret }) => [login, secret])).toEqual([
    ["reader.archive", "reader-a"],
    ["reader.shop-b", "reader-b"],
  ]);
  expect(readers[1]?.acls.map(({ resource, operations }) => [resource.type, resource.name, operations])).toEqual([
    ["topic", "orders.created", ["Describe", "DescribeConfigs", "Read"]],
    ["topic", "orders.paid", ["Describe", "DescribeConfigs", "Read"]],
    ["group", "commerce.order", ["Describe"]],
  ]);
  expect(readers.flatMap(({ acls }) => acls.flatMap(({ operations }) => operations))).not.toContain("Write");
});
