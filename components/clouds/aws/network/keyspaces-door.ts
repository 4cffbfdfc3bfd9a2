import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { VpcEndpoint, type VpcEndpointArgs } from "@pulumi/aws/ec2/vpcEndpoint.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { Network } from "../../../cloud.ts";
import { autoNamed } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { keyspaces } from "../databases/managed-stores.ts";
import { nameLimits } from "../names.ts";
import { policyDocument } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { partsOf } from "./network.ts";

/** Where the door is, and what a caller may change of it. */
export interface KeyspacesDoorPlace {
  readonly network: Network;
  readonly transform: Transform<VpcEndpointArgs> | undefined;
}

/**
 * The door to Amazon Keyspaces in the VPC, for all of an environment's keyspaces: the service has one name in a region, and
 * a VPC leads it to one door only. https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 */
export class KeyspacesDoor {
  readonly #prefix: string;
  readonly #settings: AwsSettings;
  readonly #tags: Tags;
  #made: VpcEndpoint | undefined;

  /** `prefix` begins the names of the resources: the environment's name. `tags` are of what all keyspaces share. */
  constructor(prefix: string, settings: AwsSettings, tags: Tags) {
    this.#prefix = prefix;
    this.#settings = settings;
    this.#tags = tags;
  }

  /** The door, made by whoever asks first and beside that component. */
  open(place: KeyspacesDoorPlace, { parent }: Pick<ComponentResourceOptions, "parent">): VpcEndpoint {
    if (this.#made !== undefined) return this.#made;
    const opts = parent === undefined ? {} : { parent };
    const name = `${this.#prefix}-door-cassandra`;
    const group = new SecurityGroup(
      autoNamed(`${name}-clients`, nameLimits.securityGroup),
      groupArgs(`${name}-clients`, place.network, this.#tags),
      opts,
    );
    const args = endpointArgs(name, { ...place, group: group.id, tags: this.#tags }, this.#settings);
    this.#made = new VpcEndpoint(name, transformed(place.transform, args), opts);
    return this.#made;
  }
}

/**
 * CQL from nodes and pods; and from the whole network what makes tables, since the one name of the service leads to the
 * door for whoever asks in the VPC, a runner beside the nodes too.
 */
function groupArgs(name: string, network: Network, tags: Tags): SecurityGroupArgs {
  const { clientBlocks, blocks } = partsOf(network);
  const { port } = keyspaces;
  return {
    vpcId: network.id,
    description: "The door to Amazon Keyspaces",
    ingress: [
      {
        description: "CQL from nodes and pods",
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrBlocks: clientBlocks,
      },
      { description: "HTTPS from the whole network", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: blocks },
    ],
    // Answers need no rule, and a door asks nobody.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

function endpointArgs(
  name: string,
  { network, group, tags }: { readonly network: Network; readonly group: Input<string>; readonly tags: Tags },
  { account, regions }: AwsSettings,
): VpcEndpointArgs {
  return {
    vpcId: network.id,
    vpcEndpointType: "Interface",
    serviceName: `com.amazonaws.${regions.primary}.cassandra`,
    privateDnsEnabled: true,
    subnetIds: partsOf(network).dataSubnets,
    securityGroupIds: [group],
    // Nobody takes data out of the network by the rights of another account.
    policy: policyDocument([
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: "*",
        Action: "cassandra:*",
        Resource: `arn:aws:cassandra:${regions.primary}:${account}:/keyspace/*`,
        Condition: { StringEquals: { "aws:PrincipalAccount": account } },
      },
    ]),
    tags: tagsOf(tags, name),
  };
}
