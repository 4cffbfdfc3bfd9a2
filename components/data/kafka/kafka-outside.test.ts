import { secret } from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { isSecret, type PlannedResource } from "../../../plan/planned-resource.ts";
import { deviceEnvironment } from "../../devices.fixture.ts";
import { decideStoreDoors } from "../../kit/network/doors.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  waitsFor,
} from "../../plan.fixture.ts";
import { Namespace } from "../../platform/namespace.ts";
import { KafkaCluster, type KafkaClusterArgs } from "./kafka-cluster.ts";

const outside = {
  domain: "events.shop.example.org",
  sourceRanges: ["10.64.0.0/14"],
  readers: { "shop-b": { password: { secret: "events-reader" }, topics: ["iot.commands"] } },
};
const environment = deviceEnvironment({}, { events: { outside } });
const balancers = { record: "A" as const, internal: { annotations: { "example.org/scope": "inside" } } };

function plan(changes: Partial<KafkaClusterArgs> = {}): Promise<PlannedResource[]> {
  const { events } = environment.stores;
  if (events?.kind !== "kafka") throw new Error("events is no Kafka");
  const surroundings = exampleSurroundings({ balancers, protect: true });
  return planComponents((opts) => {
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows: [], protect: true },
      opts,
    );
    const doors = decideStoreDoors("events", environment);
    const common = { store: "events", wish: events, topics: [], users: [], surroundings, namespace: data.name };
    const others = {
      doors,
      operator: data,
      authority: exampleAuthority(),
      secretValue: (name: string) => secret(name),
    };
    new KafkaCluster("shop-events", { ...common, ...others, ...changes }, opts);
  });
}

let resources: PlannedResource[] = [];

beforeAll(async () => {
  resources = await plan();
});

it("has a load balancer as the cloud makes it before each broker, which stays", () => {
  for (const number of [0, 1, 2]) {
    const door = custom(resources, `shop-events-door-${number}`);
    expect(objectAt(door, "metadata")).toMatchObject({
      name: `events-brokers-${number}`,
      annotations: { "example.org/scope": "inside" },
    });
    expect(objectAt(door, "spec")).toMatchObject({
      type: "LoadBalancer",
      loadBalancerSourceRanges: ["10.64.0.0/14"],
      selector: { "strimzi.io/cluster": "events", "strimzi.io/pod-name": `events-events-broker-${number}` },
      ports: [{ port: 9094, targetPort: 9094 }],
    });
    expect(waitsFor(door)).toContain("shop-events-cluster");
    expect(door.protect).toBe(true);
  }
  expect(resources.filter(({ name }) => name.startsWith("shop-events-door-"))).toHaveLength(3);
});

it("has brokers whose numbers have no gaps, whenever they join, since names and load balancers have them", () => {
  const numbers = (pool: string) => objectAt(custom(resources, `shop-events-pool-${pool}`), "metadata", "annotations");
  expect(numbers("broker")).toEqual({ "strimzi.io/next-node-ids": "[0-99]" });
  expect(numbers("controller")).toEqual({ "strimzi.io/next-node-ids": "[100-199]" });
});

it("shows a certificate with the names that brokers tell", () => {
  expect(objectAt(custom(resources, "shop-events-certificate-tls"), "spec")["dnsNames"]).toEqual(
    expect.arrayContaining(["*.events.shop.example.org"]),
  );
});

it("has a user for each reader, with the password that the other environment has, and makes none", () => {
  const user = custom(resources, "shop-events-reader-shop-b");
  expect(objectAt(user, "metadata")["name"]).toBe("events.reader.shop-b");
  expect(waitsFor(user)).toContain("shop-events-cluster");
  expect(objectAt(custom(resources, "shop-events-reader-shop-b-secret"), "metadata")["name"]).toBe(
    "events-login-reader.shop-b",
  );
  expect(isSecret(custom(resources, "shop-events-reader-shop-b-secret").inputs["stringData"])).toBe(true);
  expect(resources.filter(({ type }) => type.startsWith("random:"))).toEqual([]);
});

it("fails where nobody knows a reader's password", async () => {
  await expect(plan({ secretValue: undefined })).rejects.toThrow("reader shop-b of events has a password");
});
