import type { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { NetworkSpec } from "../../../cloud.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import type { Zone } from "./subnets.ts";

/**
 * What nodes and the platform's pods call: to join, to pull images, to attach disks and addresses, to balance load, to
 * get tokens and keys. https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const servicesBehindDoors = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "secretsmanager",
  "sts",
] as const;

/** Doors inside a VPC. */
export interface Doors {
  /** The free one to S3, for nodes, pods and managed servers. */
  readonly objects: VpcEndpoint;
  /** Those to other services. */
  readonly others: readonly VpcEndpoint[];
}

/**
 * Doors to AWS's services inside the VPC: to S3 in any case, since that one is free; to the others where it is wished.
 * Managed servers have no other way out, and a warehouse loads from buckets by it.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-enabling-cluster.html
 */
export function createEndpoints(
  name: string,
  args: {
    readonly spec: NetworkSpec;
    readonly settings: AwsSettings;
    readonly vpcId: Output<string>;
    readonly zones: readonly Zone[];
    /** Of the subnets for managed servers. */
    readonly dataRoutes: RouteTable;
  },
  parent: Resource,
): Doors {
  const { spec, settings, vpcId, zones, dataRoutes } = args;
  const service = (suffix: string): string => `com.amazonaws.${settings.regions.primary}.${suffix}`;
  const objects = new VpcEndpoint(
    `${name}-door-s3`,
    {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: service("s3"),
      routeTableIds: [...zones.map(({ routes }) => routes.id), dataRoutes.id],
      tags: tagsOf(spec.tags, `${name}-door-s3`),
    },
    { parent },
  );
  if (!spec.privateDoors) return { objects, others: [] };
  const group = createDoorGroup(`${name}-doors`, spec, vpcId, parent);
  const others = servicesBehindDoors.map((suffix) => {
    const child = `${name}-door-${suffix.replace(".", "-")}`;
    const door = {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: service(suffix),
      // Names such as ec2.eu-west-1.amazonaws.com lead to the door, so that nobody has to know of it.
      privateDnsEnabled: true,
      subnetIds: zones.map(({ nodes }) => nodes.id),
      securityGroupIds: [group.id],
      tags: tagsOf(spec.tags, child),
    };
    return new VpcEndpoint(child, door, { parent });
  });
  return { objects, others };
}

/**
 * Admits the whole network and not only nodes and pods: the services' names lead to the doors for whoever asks in the VPC,
 * a runner beside the nodes too, and who isn't admitted has no other way to them.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#private-dns-names
 */
function createDoorGroup(name: string, spec: NetworkSpec, vpcId: Output<string>, parent: Resource): SecurityGroup {
  return new SecurityGroup(
    autoNamed(name, nameLimits.securityGroup),
    {
      vpcId,
      description: "Doors to services of AWS, for the whole network",
      ingress: [
        {
          description: "HTTPS from the whole network",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [spec.addresses.whole],
        },
      ],
      // Answers need no rule, and a door asks nobody.
      egress: [],
      tags: tagsOf(spec.tags, name),
    },
    { parent },
  );
}
