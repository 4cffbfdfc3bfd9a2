import { expect, it } from "vitest";
import { kafka } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideKafka } from "./kafka.ts";
import { decideOutsideHosts, decideOutsideReaders } from "./kafka-outside.ts";

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

const way = { annotations: { "example.org/scope": "inside" } };
const door = { name: "events-brokers", scope: "internal", ports: [9094], sources: ["10.64.0.0/14"] } as const;
const inside = { port: 9093, peers: [], certificate: "events-tls" };
const spec = decideKafka(wish, { ...inside, outside: { outside, door, way } }, exampleSurroundings());

it("has a listener with a load balancer for each broker, by TLS and SCRAM, for the callers of the door alone", () => {
  expect(spec.kafka.listeners).toHaveLength(2);
  expect(spec.kafka.listeners[1]).toEqual({
    name: "outside",
    port: 9094,
    type: "loadbalancer",
    tls: true,
    authentication: { type: "scram-sha-512" },
    networkPolicyPeers: [{ ipBlock: { cidr: "10.64.0.0/14" } }],
    configuration: {
      brokerCertChainAndKey: { secretName: "events-tls", certificate: "tls.crt", key: "tls.key" },
      createBootstrapService: false,
      advertisedHostTemplate: "broker-{nodeId}.events.shop.example.org",
      externalTrafficPolicy: "Local",
      loadBalancerSourceRanges: ["10.64.0.0/14"],
    },
  });
});

it("has the cloud's annotations on each broker's Service, and nothing where it isn't reached from outside", () => {
  expect(spec.kafka.template).toEqual({ perPodService: { metadata: way } });
  const closed = decideKafka(wish, inside, exampleSurroundings());
  expect(closed.kafka.listeners).toHaveLength(1);
  expect(closed.kafka).not.toHaveProperty("template");
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
