import { beforeAll, describe, expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import { joinedTo } from "../components/clouds/wishes.fixture.ts";
import { storeSecretNames } from "../components/kit/rights/secret-names.ts";
import { custom, objectAt } from "../components/plan.fixture.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import type { PlannedResource } from "../plan/planned-resource.ts";
import { judgePlan } from "../policies/judge.ts";
import { checkCapabilities } from "./capabilities.ts";

const block = "10.128.0.0/14";
const readers = { "shop-elsewhere": { password: { secret: "reader" }, topics: ["iot.commands"] } };
const host = "mqtt.shop.example.org";

/** Devices and another environment come from the peer's block, unless devices come from elsewhere. */
const wishesOf = (devices: object = {}) => ({
  network: joinedTo(block),
  stores: {
    things: { kind: "rabbitmq" as const, mqtt: { registry: "iot/registry", outside: { host, ...devices } } },
    events: { kind: "kafka" as const, outside: { domain: "events.shop.example.org", readers } },
  },
  buckets: {},
  domains: {
    iot: {
      owner: "iot-team",
      services: { registry: { image: "iot/registry:1.0.0", publishes: { "iot.commands": { to: "events" } } } },
    },
  },
});

const prefix = "service.beta.kubernetes.io";
const clouds = {
  gcp: { make: () => gcpEnvironment(wishesOf()), says: { "networking.gke.io/load-balancer-type": "Internal" } },
  aws: { make: () => awsEnvironment(wishesOf()), says: { [`${prefix}/aws-load-balancer-internal`]: "true" } },
  azure: { make: () => azureEnvironment(wishesOf()), says: { [`${prefix}/azure-load-balancer-internal`]: "true" } },
};

const plans = new Map<string, readonly PlannedResource[]>();
const planned = (cloud: string) => plans.get(cloud) ?? [];

beforeAll(async () => {
  for (const [cloud, { make }] of Object.entries(clouds)) plans.set(cloud, (await planEnvironment(make())).resources);
});

describe.each(Object.entries(clouds))("stores that are reached from outside on %s", (cloud, { says }) => {
  it("have private addresses, for the peer alone", () => {
    const door = custom(planned(cloud), "shop-prod-data-things-brokers-door-internal");
    expect(objectAt(door, "metadata", "annotations")).toMatchObject(says);
    expect(objectAt(door, "spec")).toMatchObject({ type: "LoadBalancer", loadBalancerSourceRanges: [block] });
    const kafka = objectAt(custom(planned(cloud), "shop-prod-data-events-cluster"), "spec", "kafka");
    expect(kafka).toMatchObject({
      template: { perPodService: { metadata: { annotations: says } } },
      listeners: [{ type: "internal" }, { type: "loadbalancer", networkPolicyPeers: [{ ipBlock: { cidr: block } }] }],
    });
  });

  it("are let in to by the namespace's policies, at those ports", () => {
    const rules = ["things", "events"].map((store) => {
      const policy = custom(planned(cloud), `shop-prod-data-namespace-allow-${store}`);
      return objectAt(policy, "spec")["ingress"];
    });
    const from = [{ ipBlock: { cidr: block } }];
    expect(rules[0]).toContainEqual({ from, ports: [{ port: 8883, protocol: "TCP" }] });
    expect(rules[1]).toContainEqual({ from, ports: [{ port: 9094, protocol: "TCP" }] });
  });
});

it("are let in to the nodes' subnet where the cloud doesn't do so itself", () => {
  const { inputs } = custom(planned("azure"), "shop-prod-network-nodes");
  const allowed = ["allow-events-brokers", "allow-things-devices"];
  expect(inputs["securityRules"]).toEqual(
    expect.arrayContaining(
      allowed.map((name) => expect.objectContaining({ name, sourceAddressPrefixes: [block] }) as unknown),
    ),
  );
});

it("ask the stack for the secret that both environments have", () => {
  expect(storeSecretNames(clouds.gcp.make())).toEqual(["reader"]);
});

it("are refused on a laptop, with a way to try them", () => {
  const issues = checkCapabilities({ ...localEnvironment(), stores: clouds.gcp.make().stores });
  expect(issues.filter(({ path }) => path.endsWith("outside"))).toMatchObject([
    {
      path: "stores.things.mqtt.outside",
      value: "internal",
      wayOut: expect.stringContaining("port-forward") as unknown,
    },
    { path: "stores.events.outside", value: "events.shop.example.org" },
  ]);
});

it("fail the rules where the whole internet may call, unless that is exempted", async () => {
  const verdictFor = async (range: string) => {
    const environment = gcpEnvironment(wishesOf({ scope: "public", sourceRanges: [range] }));
    const plan = await planEnvironment(environment);
    const options = { tier: "production", exemptions: [], today: "2026-11-21" } as const;
    return judgePlan(plan, options)
      .verdicts.filter(({ rule, urn }) => rule === "PK-NET-012" && urn.endsWith("door-public"))
      .map(({ verdict, fails }) => ({ verdict, fails }));
  };
  expect(await verdictFor("0.0.0.0/0")).toEqual([{ verdict: "violated", fails: true }]);
  expect(await verdictFor("192.0.2.0/24")).toEqual([{ verdict: "holds", fails: false }]);
});
