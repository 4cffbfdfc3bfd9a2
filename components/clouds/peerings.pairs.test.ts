import { all, ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planProgram } from "../../plan/host.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import { createNetwork } from "../../stacks/cloud/network.ts";
import { createPeerings } from "../../stacks/cloud/peers.ts";
import { awsEnvironment } from "./aws/environment.fixture.ts";
import { azureEnvironment } from "./azure/environment.fixture.ts";
import { computedProperties, openCloud, type AnyEnvironment } from "./table.ts";
import { joinedBeside } from "./wishes.fixture.ts";

/** What one side plans, and what its stack puts out. */
interface Side {
  readonly resources: readonly PlannedResource[];
  /** A placeholder, by which the other side names our network. */
  readonly reference: string;
  readonly connections: Readonly<Record<string, string>>;
}

async function planSide(environment: AnyEnvironment): Promise<Side> {
  const { name } = environment;
  let put: unknown;
  const { resources } = await planProgram(
    async () => {
      const cloud = await openCloud(environment);
      const parent = new ComponentResource("landbridge:test:Root", name, {}, { providers: cloud.providers(name, {}) });
      const place = { name, environment, cloud, opts: { parent } };
      const network = createNetwork(place, { keys: new Map() });
      const { connections = {} } = createPeerings(place, { network }) ?? {};
      all([network.reference, all(connections)]).apply(([reference, asked]) => {
        put = { reference, connections: asked };
      });
    },
    { stack: name, nested: computedProperties(environment) },
  );
  return {
    resources,
    ...z.object({ reference: z.string(), connections: z.record(z.string(), z.string()) }).parse(put),
  };
}

const ofType = ({ resources }: Side, type: string): readonly PlannedResource[] =>
  resources.filter((resource) => resource.type === type);

/** Two environments by their names, ours first; each is told of the other by what its cloud gave. */
const [first, second] = ["shop-a", "shop-b"] as const;
const blocks = { [first]: "10.20.0.0/14", [second]: "10.64.0.0/14" };

const beside = (other: typeof first | typeof second, network: string, connection?: string) => {
  const own = other === first ? second : first;
  const { peers } = joinedBeside(blocks[other], network, connection);
  return { cidr: blocks[own], peers: { [other]: peers["shop-zone"] } };
};

describe("two environments on AWS", () => {
  const arn = (region: string, account: string, id: string): string => `arn:aws:ec2:${region}:${account}:vpc/${id}`;
  const theirs = arn("eu-central-1", "210987654321", "vpc-0bbbbbbbbbbbbbbbb");
  const ours = arn("eu-west-1", "123456789012", "vpc-0aaaaaaaaaaaaaaaa");
  const connection = "pcx-0123456789abcdef0";
  const asks = planSide(awsEnvironment({ network: beside(second, theirs) }, first));
  const waits = planSide(awsEnvironment({ network: beside(first, ours) }, second));
  const accepts = planSide(awsEnvironment({ network: beside(first, ours, connection) }, second));

  it("put out their VPC's ARN, and one the connection that the other has to accept", async () => {
    const [one, other] = await Promise.all([asks, waits]);
    expect([one.reference, other.reference].map((text) => text.replace(/^.*::/, ""))).toEqual([
      "shop-a-network-vpc#arn}",
      "shop-b-network-vpc#arn}",
    ]);
    expect(one.connections[second]).toMatch(/VpcPeeringConnection::shop-a-peering-shop-b#id\}$/);
    expect(other.connections).toEqual({});
  });

  it("ask once and accept once: the one that isn't told yet makes nothing", async () => {
    const counts = await Promise.all(
      [asks, waits, accepts].map(async (side) =>
        ["VpcPeeringConnection", "VpcPeeringConnectionAccepter"].map((type) => {
          const token = `aws:ec2/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
          return side.then((planned) => ofType(planned, token).length);
        }),
      ),
    );
    expect(await Promise.all(counts.map((pair) => Promise.all(pair)))).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(ofType(await waits, "aws:ec2/route:Route").filter(({ name }) => name.includes("peering"))).toEqual([]);
  });

  it("have the ways to each other in the same route tables, to the other's block", async () => {
    const waysOf = async (side: Promise<Side>) =>
      ofType(await side, "aws:ec2/route:Route")
        .filter(({ inputs }) => inputs["vpcPeeringConnectionId"] !== undefined)
        .map(({ name, inputs }) => [name.replace(/^shop-.-peering-shop-.-/, ""), inputs["destinationCidrBlock"]])
        .sort();
    const roles = ["data", "nodes-euw1-az1", "nodes-euw1-az2", "nodes-euw1-az3"];
    expect(await waysOf(asks)).toEqual(roles.map((role) => [role, blocks[second]]));
    expect(await waysOf(accepts)).toEqual(roles.map((role) => [role, blocks[first]]));
  });
});

describe("two environments on Azure", () => {
  const id = (name: string): string =>
    `/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/${name}/providers/Microsoft.Network/virtualNetworks/${name}`;
  const sides = [
    planSide(azureEnvironment({ network: beside(second, id(second)) }, first)),
    planSide(azureEnvironment({ network: beside(first, id(first)) }, second)),
  ] as const;

  it("put out their networks' ids, and make a half each, to the other's", async () => {
    for (const [index, [own, other]] of (
      [
        [first, second],
        [second, first],
      ] as const
    ).entries()) {
      const side = await (sides[index] ?? sides[0]);
      expect(side.reference).toMatch(new RegExp(`::${own}-network-vnet#id\\}$`));
      expect(side.connections).toEqual({});
      expect(ofType(side, "azure-native:network:VirtualNetworkPeering").map(({ inputs }) => inputs)).toMatchObject([
        { remoteVirtualNetwork: { id: id(other) } },
      ]);
    }
  });

  it("let each other's block in to stores by the rules that tunnels have, and to nothing else", async () => {
    const [side] = sides;
    const rules = ofType(await side, "azure-native:network:NetworkSecurityGroup").find(({ name }) =>
      name.endsWith("-nodes"),
    );
    expect(rules?.inputs["securityRules"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "allow-peers-stores", sourceAddressPrefixes: [blocks[second]] }),
        expect.objectContaining({
          name: "deny-peers",
          sourceAddressPrefixes: [blocks[second]],
          destinationAddressPrefix: "*",
        }),
      ]),
    );
  });
});
