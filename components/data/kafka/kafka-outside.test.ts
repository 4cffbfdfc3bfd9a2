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
const balancers = { internal: { annotations: { "example.org/scope": "inside" } } };

function plan(changes: Partial<KafkaClusterArgs> = {}): Promise<PlannedResource[]> {
  const { events } = environment.stores;
  if (events?.kind !== "kafka") throw new Error("events is no Kafka");
  const surroundings = exampleSurroundings({ balancers });
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

it("has brokers behind load balancers as the cloud makes them", () => {
  expect(objectAt(custom(resources, "shop-events-cluster"), "spec", "kafka", "template")).toEqual({
    perPodService: { metadata: { annotations: { "example.org/scope": "inside" } } },
  });
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
