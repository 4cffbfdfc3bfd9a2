import { output, type Input } from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
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
import { RabbitmqCluster } from "./rabbitmq-cluster.ts";
import { RabbitmqSetup } from "./rabbitmq-setup.ts";

const host = "mqtt.shop.example.org";
const balancers = {
  record: "A" as const,
  internal: { annotations: { "example.org/scope": "inside" } },
  public: { annotations: { "example.org/scope": "world" } },
};

const environmentOf = (outside: object) =>
  deviceEnvironment({ web: true, outside: { host, sourceRanges: ["192.0.2.0/24"], ...outside } });

async function plan(outside: object, surroundings = exampleSurroundings({ balancers })) {
  const environment = environmentOf(outside);
  const { things } = environment.stores;
  if (things?.kind !== "rabbitmq") throw new Error("things is no RabbitMQ");
  let access: StoreAccess | undefined;
  const resources = await planComponents((opts) => {
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows: [], protect: true },
      opts,
    );
    const common = { store: "things", wish: things, surroundings, namespace: data.name };
    const doors = decideStoreDoors("things", environment);
    const args = { ...common, authority: exampleAuthority(), doors, operator: data };
    const { broker, deviceKeys } = new RabbitmqCluster("shop-things", args, opts);
    const inside = { ...common, broker, deviceKeys, queues: [], users: [] };
    access = new RabbitmqSetup("shop-setup", inside, opts).access;
  });
  return { resources, access };
}

const known = (value: Input<string> | undefined) => new Promise((resolve) => output(value).apply(resolve));

let resources: PlannedResource[] = [];
let access: StoreAccess | undefined;

beforeAll(async () => {
  ({ resources, access } = await plan({}));
});

it("leads to the brokers by a load balancer as the cloud makes it, which keeps callers' addresses and lets nobody else in", () => {
  const door = custom(resources, "shop-things-door-internal");
  expect(objectAt(door, "metadata")).toMatchObject({
    name: "things-devices",
    namespace: "landbridge-data",
    annotations: { "example.org/scope": "inside" },
    labels: { "landbridge.dev/data-class": "internal" },
  });
  expect(objectAt(door, "spec")).toEqual({
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    loadBalancerSourceRanges: ["192.0.2.0/24"],
    ipFamilyPolicy: "SingleStack",
    selector: { "app.kubernetes.io/name": "things" },
    ports: [8883, 15676].map((port) => ({ name: `tcp-${port}`, port, targetPort: port, protocol: "TCP" })),
  });
  expect(waitsFor(door)).toContain("shop-things-cluster");
});

it("is another load balancer where it is public, since no cloud turns one into the other", async () => {
  const { resources: made } = await plan({ scope: "public" });
  expect(objectAt(custom(made, "shop-things-door-public"), "metadata")).toMatchObject({
    name: "things-devices-public",
    annotations: { "example.org/scope": "world" },
  });
  expect(made.map(({ name }) => name)).not.toContain("shop-things-door-internal");
});

it("shows a certificate with the name by which devices come", () => {
  const { spec } = custom(resources, "shop-things-certificate-tls").inputs as { readonly spec: { dnsNames: string[] } };
  expect(spec.dnsNames).toEqual(expect.arrayContaining([host, "things.landbridge-data.svc"]));
});

it("tells the registry that name, since it tells it to devices", async () => {
  if (access?.kind !== "rabbitmq") throw new Error("things is no RabbitMQ");
  expect(access.mqtt?.outsideHost).toBe(host);
  expect(await known(access.mqtt?.host)).toBe("things.landbridge-data.svc");
});

it("fails where there are no such load balancers, rather than make one for everybody", async () => {
  await expect(plan({}, exampleSurroundings())).rejects.toThrow("there are no internal load balancers here");
});
