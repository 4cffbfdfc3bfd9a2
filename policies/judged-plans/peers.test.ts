import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { joinedBeside, joinedTo } from "../../components/clouds/wishes.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const few = { domains: {}, network: joinedTo("10.128.0.0/14") };

/** The same twice, once without the peer: what is said of the second and not of the first. */
const clouds: readonly (readonly [name: string, joined: AnyEnvironment, alone: AnyEnvironment])[] = [
  ["aws", awsEnvironment(few), awsEnvironment({ ...few, network: { cidr: few.network.cidr } })],
  ["azure", azureEnvironment(few), azureEnvironment({ ...few, network: { cidr: few.network.cidr } })],
  ["gcp", gcpEnvironment(few), gcpEnvironment({ ...few, network: { cidr: few.network.cidr } })],
];

const vpc = joinedBeside("10.128.0.0/14", "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210");
const accepted = joinedBeside("10.128.0.0/14", vpc.peers["shop-zone"].network, "pcx-0123456789abcdef0");
const virtualNetwork = joinedBeside(
  "10.128.0.0/14",
  "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/zone",
);
const { cidr } = vpc;

/** The same with a peer on the same cloud. On AWS one asks and the other accepts. */
const beside: typeof clouds = [
  [
    "aws, which asks,",
    awsEnvironment({ domains: {}, network: vpc }),
    awsEnvironment({ domains: {}, network: { cidr } }),
  ],
  [
    "aws, which accepts,",
    awsEnvironment({ domains: {}, network: accepted }, "shop-zz"),
    awsEnvironment({ domains: {}, network: { cidr } }, "shop-zz"),
  ],
  [
    "azure",
    azureEnvironment({ domains: {}, network: virtualNetwork }),
    azureEnvironment({ domains: {}, network: { cidr } }),
  ],
];

async function broken(environment: AnyEnvironment): Promise<string[]> {
  return (await judged(environment)).verdicts
    .filter(({ verdict }) => verdict === "violated" || verdict === "undecided")
    .map(({ rule, urn, message }) => `${rule} ${urn.split("::").at(-1) ?? urn}: ${message}`);
}

async function judged(environment: AnyEnvironment) {
  const plan = await planEnvironment(environment, { layer: "cloud" });
  const { verdicts } = judgePlan(plan, { tier: environment.tier, exemptions: [], today: "2026-11-21" });
  return { plan, verdicts };
}

describe.each(clouds)("a network of %s that is joined with another cloud's", (_name, joined, alone) => {
  it("breaks no rule that it didn't break before, and has no type that nobody judges", async () => {
    const before = new Set(await broken(alone));
    expect((await broken(joined)).filter((said) => !before.has(said))).toEqual([]);
  });

  it("has tunnels that offer nothing old, each judged", async () => {
    const { plan, verdicts } = await judged(joined);
    const tunnels = plan.resources.filter(({ type }) =>
      /:(?:VPNTunnel|VpnConnection|VirtualNetworkGatewayConnection)$/.test(type),
    );
    expect(tunnels).toHaveLength(2);
    const said = verdicts.filter(({ rule }) => rule === "PK-ENC-017").map(({ urn, verdict }) => [urn, verdict]);
    expect(said.sort()).toEqual(tunnels.map(({ urn }) => [urn, "holds"]).sort());
  });
});

describe.each(beside)("a network of %s that is joined with another of its cloud", (_name, joined, alone) => {
  it("breaks no rule that it didn't break before, and has no type that nobody judges", async () => {
    const before = new Set(await broken(alone));
    expect((await broken(joined)).filter((said) => !before.has(said))).toEqual([]);
  });
});

it("a peering that is asked for or halved is judged", async () => {
  for (const [, joined] of beside.filter(([name]) => !name.includes("accepts"))) {
    const { verdicts } = await judged(joined);
    expect(verdicts.filter(({ rule }) => rule === "PK-NET-022").map(({ verdict }) => verdict)).toEqual(["holds"]);
  }
});
