import { beforeAll, describe, expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import { openStores } from "../components/clouds/wishes.fixture.ts";
import { storeSecretNames } from "../components/kit/rights/secret-names.ts";
import { custom, objectAt } from "../components/plan.fixture.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import {
  isObject,
  isSecret,
  type Plan,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../plan/planned-resource.ts";
import { judgePlan } from "../policies/judge.ts";
import { up } from "../rehearsal/rehearse.ts";
import { inFolder } from "../rehearsal/testing/in-folder.ts";
import { compareEnvironments } from "../plan/parity/compare-environments.ts";
import { unexplained } from "../plan/parity/row.ts";
import { checkCapabilities } from "./capabilities.ts";

const objectOf = (value: PlannedValue | undefined): PlannedObject => {
  if (!isObject(value)) throw new Error("it is no object");
  return value;
};

const block = "10.128.0.0/14";
const host = "mqtt.shop.example.org";
/** Devices and another environment come from the peer's block, unless devices come from elsewhere. */
const wishesOf = (devices: object = {}) => openStores(block, devices);

const prefix = "service.beta.kubernetes.io";
const clouds = {
  gcp: { make: () => gcpEnvironment(wishesOf()), says: { "networking.gke.io/load-balancer-type": "Internal" } },
  aws: { make: () => awsEnvironment(wishesOf()), says: { [`${prefix}/aws-load-balancer-internal`]: "true" } },
  azure: { make: () => azureEnvironment(wishesOf()), says: { [`${prefix}/azure-load-balancer-internal`]: "true" } },
};

const plans = new Map<string, Plan>();
const planned = (cloud: string): readonly PlannedResource[] => plans.get(cloud)?.resources ?? [];

beforeAll(async () => {
  for (const [cloud, { make }] of Object.entries(clouds)) plans.set(cloud, await planEnvironment(make()));
});

describe.each(Object.entries(clouds))("stores that are reached from outside on %s", (cloud, { says }) => {
  it("have private addresses, for the peer alone", () => {
    const door = custom(planned(cloud), "shop-prod-data-things-brokers-door-internal");
    expect(objectAt(door, "metadata", "annotations")).toMatchObject(says);
    expect(objectAt(door, "spec")).toMatchObject({ type: "LoadBalancer", loadBalancerSourceRanges: [block] });
    const broker = custom(planned(cloud), "shop-prod-data-events-door-0");
    expect(objectAt(broker, "metadata", "annotations")).toMatchObject(says);
    expect(objectAt(broker, "spec")).toMatchObject({ type: "LoadBalancer", loadBalancerSourceRanges: [block] });
    const kafka = objectAt(custom(planned(cloud), "shop-prod-data-events-cluster"), "spec", "kafka");
    expect(kafka).toMatchObject({ listeners: [{}, { networkPolicyPeers: [{ ipBlock: { cidr: block } }] }] });
  });

  it("say by the stack's outputs which records lead to them, and what whoever comes has to know", () => {
    const { outside, outsideSecrets } = plans.get(cloud)?.outputs ?? {};
    const authority = expect.stringContaining("shop-prod-authority") as unknown;
    const leading = (name: string, service: string) => ({
      ...{ name, type: cloud === "aws" ? "CNAME" : "A" },
      values: [expect.stringMatching(new RegExp(`${service}.*${cloud === "aws" ? "hostname" : "ip"}`)) as unknown],
    });
    const broker = (number: number) => `broker-${number}.events.shop.example.org`;
    const common = { scope: "internal", sources: [block], authority };
    expect(outside).toEqual({
      events: {
        ...common,
        endpoints: [0, 1, 2].map((number) => `${broker(number)}:9094`),
        records: [0, 1, 2].map((number) => leading(broker(number), `shop-prod-data-events-door-${number}`)),
        users: { "shop-elsewhere": "events.reader.shop-elsewhere" },
      },
      things: {
        ...common,
        endpoints: [`${host}:8883`],
        records: [leading(host, "shop-prod-data-things-brokers-door-internal")],
        users: {},
      },
    });
    const { events, ...others } = objectOf(outsideSecrets);
    expect([isSecret(objectOf(events)["shop-elsewhere"]), others]).toEqual([true, {}]);
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

it("break no rule, and differ between clouds by nothing that nobody has explained", () => {
  const options = { tier: "production", exemptions: [], today: "2026-11-22" } as const;
  const [first, ...others] = Object.entries(clouds).map(([cloud, { make }]) => {
    const plan = plans.get(cloud);
    if (plan === undefined) throw new Error(`${cloud} isn't planned`);
    return { environment: make(), plan, origins: {} };
  });
  if (first === undefined) throw new Error("nothing is planned");
  for (const { plan } of [first, ...others])
    expect(judgePlan(plan, options).verdicts.filter(({ fails }) => fails)).toEqual([]);
  for (const other of others) expect(unexplained(compareEnvironments(first, other))).toEqual([]);
});

it("have addresses after a rehearsal, and nothing left to do", async () => {
  const plan = plans.get("gcp");
  if (plan === undefined) throw new Error("gcp isn't planned");
  await inFolder(async (root) => {
    const { outputs } = await up(plan, { root });
    expect(objectOf(objectOf(outputs["outside"])["things"])["records"]).toEqual([
      { name: host, type: "A", values: [expect.stringMatching(/^198\.1[89]\./)] },
    ]);
    const again = await up(plan, { root });
    expect(again.steps.filter(({ step }) => step !== "same")).toEqual([]);
  });
});

it("ask the stack for the secret that both environments have", () => {
  expect(storeSecretNames(clouds.gcp.make())).toEqual(["mirror", "reader", "reports"]);
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
