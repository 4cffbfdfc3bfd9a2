import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Instance, type InstanceArgs } from "@pulumi/aws/rds/instance.js";
import { ParameterGroup } from "@pulumi/aws/rds/parameterGroup.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { ManagedPostgresSpec, SecondaryServer } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { nameLimits } from "../names.ts";
import { parameterGroupArgs, replicaArgs } from "./postgres-args.ts";
import { createLogGroups } from "./postgres-logs.ts";
import type { AwsPostgresTransforms } from "./postgres.ts";
import type { AwsSecondaryNetwork } from "../network/secondary-network.ts";
import { tagsOf } from "../tags.ts";

/** What a follower in the second region is made from. */
export interface AwsPostgresFollowerArgs {
  readonly spec: ManagedPostgresSpec;
  readonly secondary: SecondaryServer;
  readonly network: AwsSecondaryNetwork;
  /** ARN of the server that it follows. */
  readonly primary: Input<string>;
  /** Role by which RDS reports what its machines do; roles belong to no region. */
  readonly monitoringRole: Input<string>;
  readonly transforms?: AwsPostgresTransforms | undefined;
}

/**
 * A server in the second region that follows the primary under a key of that region. Nothing reaches it before it is
 * promoted: its group lets nobody in, and its network has no routes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
 */
export class AwsPostgresFollower extends Component {
  static readonly type = "landbridge:aws:PostgresFollower";

  constructor(name: string, args: AwsPostgresFollowerArgs, opts: ComponentResourceOptions) {
    const { spec, secondary, network, transforms } = args;
    super(AwsPostgresFollower.type, name, { wish: spec.wish }, opts);
    const there = { ...spec, key: secondary.key };
    const inside = { parent: this };
    const subnetGroup = new SubnetGroup(
      autoNamed(`${name}-subnets`, nameLimits.databaseSubnetGroup),
      { description: name, subnetIds: network.subnets, tags: tagsOf(spec.tags) },
      inside,
    );
    const securityGroup = new SecurityGroup(
      autoNamed(`${name}-clients`, nameLimits.securityGroup),
      {
        vpcId: network.id,
        description: "Nobody, until the server is promoted",
        ingress: [],
        egress: [],
        tags: tagsOf(spec.tags, name),
      },
      inside,
    );
    const parameterGroup = new ParameterGroup(
      autoNamed(`${name}-parameters`, nameLimits.databaseParameterGroup),
      parameterGroupArgs(spec),
      inside,
    );
    const identifier = boundedName(name, nameLimits.databaseInstance);
    const instance: InstanceArgs = {
      ...replicaArgs(
        identifier,
        there,
        {
          subnetGroup: subnetGroup.name,
          securityGroup: securityGroup.id,
          parameterGroup: parameterGroup.name,
          monitoringRole: args.monitoringRole,
        },
        args.primary,
      ),
      dbSubnetGroupName: subnetGroup.name,
      ...(secondary.key === undefined ? {} : { kmsKeyId: secondary.key.id }),
    };
    new Instance(`${name}-server`, transforms?.replica === undefined ? instance : transforms.replica(instance), {
      ...inside,
      dependsOn: createLogGroups(name, identifier, there, transforms?.logGroup, this),
      ...holdsData(spec.protect),
      // It begins as a copy of all that there is, from another region.
      customTimeouts: { create: "4h", update: "2h", delete: "2h" },
    });
    this.registerOutputs({});
  }
}
