import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import type { NatGatewayArgs } from "@pulumi/aws/ec2/natGateway.js";
import { Subnet, type SubnetArgs } from "@pulumi/aws/ec2/subnet.js";
import { Vpc, type VpcArgs } from "@pulumi/aws/ec2/vpc.js";
import { VpcIpv4CidrBlockAssociation } from "@pulumi/aws/ec2/vpcIpv4CidrBlockAssociation.js";
import { all, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Network, NetworkSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { decideVpcBlocks } from "./addresses.ts";
import { createEndpoints } from "./endpoints.ts";
import { createFlowLogs } from "./flow-logs.ts";
import type { AwsSettings } from "../settings.ts";
import { createSubnets } from "./subnets.ts";
import { tagsOf } from "../tags.ts";
import { zonesOf } from "../zones.ts";

/** What a caller may change on the children below. */
export interface AwsNetworkTransforms {
  readonly vpc?: Transform<VpcArgs>;
  readonly subnet?: Transform<SubnetArgs>;
  readonly nat?: Transform<NatGatewayArgs>;
  readonly flowLogGroup?: Transform<LogGroupArgs>;
}

/** What a network is made from. */
export interface AwsNetworkArgs {
  readonly spec: NetworkSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsNetworkTransforms | undefined;
}

/** Where nodes and pods of one zone live. */
export interface NodeZone {
  /** Id of the zone, or of the adopted subnet; stands in names. */
  readonly id: string;
  readonly subnet: Output<string>;
  /** Subnet that only pods get addresses from, and the zone's name by which nodes find it. Absent: they share the nodes'. */
  readonly pods?: { readonly zone: Output<string>; readonly subnet: Output<string> } | undefined;
}

/** What other components of this cloud need of a network besides the contract. */
export interface AwsNetworkParts {
  readonly nodeZones: readonly NodeZone[];
  /** Ids of the subnets for managed servers, one in each zone. */
  readonly dataSubnets: Output<string[]>;
  /** Blocks that nodes and pods call from, here and in environments that are joined with this one. */
  readonly clientBlocks: Output<string[]>;
  /** Blocks that people and machines may call from that are in the network besides. */
  readonly blocks: Output<string[]>;
  /** Blocks of environments that are joined with this one. */
  readonly peers: readonly string[];
  /** Id of the list of S3's addresses, to which a door leads. None in a network that isn't ours. */
  readonly objectAddresses: Output<string> | undefined;
  /** Route tables by role, into which ways to other networks can be put. None of a network that isn't ours to change. */
  readonly routeTables: Readonly<Record<string, Output<string>>>;
}

/** A VPC over three zones whose nodes and pods have NAT as their only way out, and in which nothing is public by default. */
export class AwsNetwork extends Component implements Network, AwsNetworkParts {
  static readonly type = "landbridge:aws:Network";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly ready: Output<string>;
  readonly nodeZones: readonly NodeZone[];
  readonly dataSubnets: Output<string[]>;
  readonly clientBlocks: Output<string[]>;
  readonly blocks: Output<string[]>;
  readonly peers: readonly string[];
  readonly objectAddresses: Output<string> | undefined;
  readonly routeTables: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { spec, settings, transforms }: AwsNetworkArgs, opts: ComponentResourceOptions) {
    super(AwsNetwork.type, name, { addresses: spec.addresses }, opts);
    const [primary, ...more] = decideVpcBlocks(spec.addresses);
    const vpc = new Vpc(`${name}-vpc`, transformed(transforms?.vpc, vpcArgs(primary, `${name}-vpc`, spec)), {
      parent: this,
      protect: spec.protect,
    });
    const blocks = more.map(
      (cidrBlock) =>
        new VpcIpv4CidrBlockAssociation(
          `${name}-block-${cidrBlock.replace(/[./]/g, "-")}`,
          { vpcId: vpc.id, cidrBlock },
          { parent: this },
        ),
    );
    closeDefaultGroup(`${name}-closed`, vpc.id, spec, this);
    const args = { spec, settings, vpcId: vpc.id };
    const { zones, ways, dataRoutes } = createSubnets(
      name,
      { ...args, zones: zonesOf(settings), blocks, transforms },
      this,
    );
    const { objects, others } = createEndpoints(name, { ...args, zones, dataRoutes }, this);
    createFlowLogs(`${name}-flow-logs`, { ...args, transform: transforms?.flowLogGroup }, this);

    this.id = vpc.id;
    this.reference = vpc.arn;
    this.nodeSubnets = all(zones.map(({ nodes }) => nodes.id));
    this.dataSubnets = all(zones.map(({ data }) => data.id));
    this.nodeZones = zones.map(({ id, nodes, pods }) => ({
      id,
      subnet: nodes.id,
      pods: { zone: pods.availabilityZone, subnet: pods.id },
    }));
    this.clientBlocks = output([spec.addresses.nodes, spec.addresses.pods, ...spec.peers]);
    this.blocks = output([spec.addresses.whole]);
    this.peers = spec.peers;
    this.objectAddresses = objects.prefixListId;
    this.routeTables = Object.fromEntries([
      ...zones.map(({ id, routes }) => [`nodes-${id}`, routes.id] as const),
      ["data", dataRoutes.id],
    ]);
    this.ready = afterAll(
      vpc.id,
      [...ways, objects, ...others, ...zones.flatMap(({ nodes, pods }) => [nodes, pods])].map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/** A VPC that exists already. It is read, so that a wrong identifier fails at the preview, and never changed. */
export class AwsAdoptedNetwork extends Component implements Network, AwsNetworkParts {
  static readonly type = "landbridge:aws:AdoptedNetwork";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly ready: Output<string>;
  readonly nodeZones: readonly NodeZone[];
  readonly dataSubnets: Output<string[]>;
  readonly clientBlocks: Output<string[]>;
  readonly blocks: Output<string[]>;
  readonly peers: readonly string[];
  readonly objectAddresses: Output<string> | undefined;
  readonly routeTables: Readonly<Record<string, Output<string>>>;

  constructor(name: string, adopt: NonNullable<NetworkSpec["adopt"]>, opts: ComponentResourceOptions) {
    super(AwsAdoptedNetwork.type, name, { adopt }, opts);
    const vpc = Vpc.get(`${name}-vpc`, adopt.network, undefined, { parent: this });
    const zones = adopt.subnets.map((id) => ({
      id,
      subnet: Subnet.get(`${name}-nodes-${id}`, id, undefined, { parent: this }),
    }));
    this.id = vpc.id;
    this.reference = vpc.arn;
    this.nodeSubnets = all(zones.map(({ subnet }) => subnet.id));
    this.dataSubnets = this.nodeSubnets;
    this.nodeZones = zones.map(({ id, subnet }) => ({ id, subnet: subnet.id }));
    this.clientBlocks = all(zones.map(({ subnet }) => subnet.cidrBlock));
    this.blocks = all([vpc.cidrBlock]);
    this.peers = [];
    this.objectAddresses = undefined;
    this.routeTables = {};
    this.ready = afterAll(
      vpc.id,
      zones.map(({ subnet }) => subnet.urn),
    );
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/** What components of this cloud need of a network besides the contract. Throws for another cloud's network. */
export function partsOf(network: Network): AwsNetworkParts {
  if (network instanceof AwsNetwork || network instanceof AwsAdoptedNetwork) return network;
  throw new Error("the network wasn't made by this cloud");
}

function vpcArgs(cidrBlock: string, name: string, { tags }: NetworkSpec): VpcArgs {
  return {
    cidrBlock,
    // Both, or nodes can't find the API server's private address. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: tagsOf(tags, name),
  };
}

/**
 * Every VPC has a group that lets its members talk to each other, and that anything without a group of its own is put in.
 * Without rules it lets nothing through. https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
 */
function closeDefaultGroup(name: string, vpcId: Output<string>, { tags }: NetworkSpec, parent: Component): void {
  new DefaultSecurityGroup(name, { vpcId, ingress: [], egress: [], tags: tagsOf(tags, name) }, { parent });
}
