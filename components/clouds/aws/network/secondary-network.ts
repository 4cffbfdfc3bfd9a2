import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { zoneBlocks, type AddressPlan } from "../../../kit/network/addresses.ts";
import { Component } from "../../../kit/component.ts";
import { holdsData } from "../../../kit/protection.ts";
import type { Tags } from "../../../kit/tags.ts";
import { createFlowLogs } from "./flow-logs.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { zonesOf } from "../zones.ts";

/** What the network is made from. */
export interface AwsSecondaryNetworkArgs {
  readonly addresses: Pick<AddressPlan, "peeredServices">;
  /** Of the second region. */
  readonly settings: AwsSettings;
  readonly logDays: number;
  readonly tags: Tags;
  readonly protect: boolean;
}

/**
 * A VPC in the second region for servers that wait there: three subnets without any route, in and out. RDS brings a
 * follower its primary's changes by a way of its own. Its block is the one that no service of AWS's has a use for, so that
 * both networks can be joined later. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
 */
export class AwsSecondaryNetwork extends Component {
  static readonly type = "landbridge:aws:SecondaryNetwork";
  readonly id: Output<string>;
  readonly subnets: Output<string[]>;

  constructor(name: string, args: AwsSecondaryNetworkArgs, opts: ComponentResourceOptions) {
    const { addresses, settings, logDays, tags, protect } = args;
    super(AwsSecondaryNetwork.type, name, { block: addresses.peeredServices }, opts);
    const inside = { parent: this };
    const kept = { ...inside, ...holdsData(protect) };
    const vpc = new Vpc(
      `${name}-vpc`,
      {
        cidrBlock: addresses.peeredServices,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: tagsOf(tags, `${name}-vpc`),
      },
      kept,
    );
    new DefaultSecurityGroup(
      `${name}-closed`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: tagsOf(tags, `${name}-closed`) },
      inside,
    );
    const blocks = zoneBlocks(addresses.peeredServices);
    const subnets = zonesOf(settings).map((zone, index) => {
      const child = `${name}-data-${zone}`;
      const cidrBlock = blocks[index];
      if (cidrBlock === undefined) throw new Error(`there is no block for zone ${zone}`);
      const subnet = { vpcId: vpc.id, cidrBlock, availabilityZoneId: zone, mapPublicIpOnLaunch: false };
      return new Subnet(child, { ...subnet, tags: tagsOf(tags, child) }, kept);
    });
    createFlowLogs(`${name}-flow-logs`, { spec: { logDays, tags }, settings, vpcId: vpc.id }, this);
    this.id = vpc.id;
    this.subnets = all(subnets.map(({ id }) => id));
    this.registerOutputs({ id: this.id });
  }
}
