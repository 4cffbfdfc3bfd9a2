import { Eip } from "@pulumi/aws/ec2/eip.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway, type NatGatewayArgs } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet, type SubnetArgs } from "@pulumi/aws/ec2/subnet.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { NetworkSpec } from "../../../cloud.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { podBlocksByZone } from "./addresses.ts";
import { tagsOf } from "../tags.ts";
import type { Zones } from "../zones.ts";

/** What subnets and the ways out of them are made from. */
export interface SubnetsArgs {
  readonly spec: NetworkSpec;
  readonly zones: Zones;
  readonly vpcId: Output<string>;
  /** The blocks that subnets are cut from must be the VPC's before. */
  readonly blocks: readonly Resource[];
  readonly transforms?:
    { readonly subnet?: Transform<SubnetArgs>; readonly nat?: Transform<NatGatewayArgs> } | undefined;
}

/** The subnets of one zone. */
export interface Zone {
  /** Id of the zone. */
  readonly id: string;
  readonly nodes: Subnet;
  readonly pods: Subnet;
  /** For what faces the outside: NAT and load balancers. */
  readonly edge: Subnet;
  /** For managed servers; there is no way out of it. */
  readonly data: Subnet;
  /** Of nodes and pods. */
  readonly routes: RouteTable;
  /** Put each subnet's routes in force. Taken away last, or what is still in a subnet loses its way out. */
  readonly associations: readonly Resource[];
}

/** Subnets by zone, and what has to be there before anything in them reaches the outside. */
export interface Subnets {
  readonly zones: readonly Zone[];
  readonly ways: readonly Resource[];
  /** Of the subnets for managed servers. */
  readonly dataRoutes: RouteTable;
}

/** Makes the subnets of each zone, NAT, and the routes between them and the outside. */
export function createSubnets(name: string, args: SubnetsArgs, parent: Resource): Subnets {
  const { spec, vpcId } = args;
  const tagged = (role: string) => ({ vpcId, tags: tagsOf(spec.tags, `${name}-${role}`) });
  const internet = new InternetGateway(`${name}-internet`, tagged("internet"), { parent });
  const edgeRoutes = new RouteTable(`${name}-edge`, tagged("edge"), { parent });
  const dataRoutes = new RouteTable(`${name}-data`, tagged("data"), { parent });
  const wayIn = new Route(
    `${name}-edge`,
    { routeTableId: edgeRoutes.id, destinationCidrBlock: anywhere, gatewayId: internet.id },
    { parent },
  );
  const zones = args.zones.map((id, index): Zone => {
    const routes = new RouteTable(`${name}-nodes-${id}`, tagged(`nodes-${id}`), { parent });
    const associations: Resource[] = [];
    const subnet = (tier: Tier, table: RouteTable): Subnet => {
      const made = createSubnet(name, tier, id, index, args, parent);
      const child = `${name}-${tier}-${id}`;
      associations.push(new RouteTableAssociation(child, { subnetId: made.id, routeTableId: table.id }, { parent }));
      return made;
    };
    return {
      id,
      nodes: subnet("nodes", routes),
      pods: subnet("pods", routes),
      edge: subnet("edge", edgeRoutes),
      data: subnet("data", dataRoutes),
      routes,
      associations,
    };
  });
  const inForce = zones.flatMap(({ associations }) => associations);
  return { zones, dataRoutes, ways: [wayIn, ...inForce, ...createWaysOut(name, zones, args, wayIn, parent)] };
}

const anywhere = "0.0.0.0/0";

type Tier = "nodes" | "pods" | "edge" | "data";

/** Tags by which controllers in the cluster find subnets for load balancers. https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html */
const roleTags: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  nodes: { "kubernetes.io/role/internal-elb": "1" },
  pods: {},
  edge: { "kubernetes.io/role/elb": "1" },
  data: {},
};

function createSubnet(
  name: string,
  tier: Tier,
  zone: string,
  index: number,
  { spec, vpcId, blocks, transforms }: SubnetsArgs,
  parent: Resource,
): Subnet {
  const { nodesByZone, edgeByZone, dataByZone } = spec.addresses;
  const cidrBlock = {
    nodes: nodesByZone,
    pods: podBlocksByZone(spec.addresses),
    edge: edgeByZone,
    data: dataByZone,
  }[tier][index];
  if (cidrBlock === undefined) throw new Error(`the address plan has no block of ${tier} for zone ${index}`);
  const child = `${name}-${tier}-${zone}`;
  const args: SubnetArgs = {
    vpcId,
    cidrBlock,
    availabilityZoneId: zone,
    // Nothing gets a public address for being there; NAT and load balancers bring theirs.
    mapPublicIpOnLaunch: false,
    tags: { ...tagsOf(spec.tags, child), ...roleTags[tier] },
  };
  return new Subnet(child, transformed(transforms?.subnet, args), {
    parent,
    dependsOn: [...blocks],
    protect: spec.protect,
  });
}

/**
 * A NAT gateway lives in one zone. With one for all, a zone's loss can take the way out of the others; with one in each,
 * traffic also never pays for crossing zones. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
function createWaysOut(
  name: string,
  zones: readonly Zone[],
  { spec, transforms }: SubnetsArgs,
  wayIn: Resource,
  parent: Resource,
): Resource[] {
  const gateways = (spec.nat === "per-zone" ? zones : zones.slice(0, 1)).map(({ id, edge, associations }) => {
    const child = `${name}-nat-${id}`;
    const tags = tagsOf(spec.tags, child);
    const address = new Eip(child, { domain: "vpc", tags }, { parent });
    const args: NatGatewayArgs = {
      subnetId: edge.id,
      allocationId: address.allocationId,
      connectivityType: "public",
      tags,
    };
    // It can't be made before its subnet reaches the internet.
    return new NatGateway(child, transformed(transforms?.nat, args), { parent, dependsOn: [wayIn, ...associations] });
  });
  return zones.map(({ id, routes }, index) => {
    const gateway = gateways[index] ?? gateways[0];
    if (gateway === undefined) throw new Error("there is no zone to put NAT in");
    return new Route(
      `${name}-nodes-${id}`,
      { routeTableId: routes.id, destinationCidrBlock: anywhere, natGatewayId: gateway.id },
      { parent },
    );
  });
}
