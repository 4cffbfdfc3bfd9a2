import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Instance, type InstanceArgs } from "@pulumi/aws/rds/instance.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { SecondaryServer } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { nameLimits } from "../names.ts";
import { replicaArgs, type RdsEngine, type RdsSpec } from "./database-args.ts";
import { createLogGroups } from "./database-logs.ts";
import { createSettings } from "./database-settings.ts";
import type { AwsDatabaseTransforms } from "./database.ts";
import type { AwsSecondaryNetwork } from "../network/secondary-network.ts";
import { tagsOf } from "../tags.ts";

/** What a follower in the second region is made from. */
export interface AwsDatabaseFollowerArgs {
  readonly spec: RdsSpec;
  readonly engine: RdsEngine;
  readonly secondary: SecondaryServer;
  readonly network: AwsSecondaryNetwork;
  /** ARN of the server that it follows. */
  readonly primary: Input<string>;
  /** Role by which RDS reports what its machines do; roles belong to no region. */
  readonly monitoringRole: Input<string>;
  readonly transforms?: AwsDatabaseTransforms | undefined;
}

/**
 * A server in the second region that follows the primary under a key of that region. Nothing reaches it before it is
 * promoted: its group lets nobody in, and its network has no routes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
 */
export class AwsDatabaseFollower extends Component {
  constructor(type: string, name: string, args: AwsDatabaseFollowerArgs, opts: ComponentResourceOptions) {
    const { spec, engine, secondary, network, transforms } = args;
    super(type, name, { wish: spec.wish }, opts);
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
    const groups = createSettings(name, { spec, engine, transforms }, this);
    const identifier = boundedName(name, nameLimits.databaseInstance);
    const instance: InstanceArgs = {
      ...replicaArgs(
        identifier,
        there,
        engine,
        {
          subnetGroup: subnetGroup.name,
          securityGroup: securityGroup.id,
          ...groups,
          monitoringRole: args.monitoringRole,
        },
        args.primary,
      ),
      dbSubnetGroupName: subnetGroup.name,
      ...(secondary.key === undefined ? {} : { kmsKeyId: secondary.key.id }),
    };
    new Instance(`${name}-server`, transforms?.replica === undefined ? instance : transforms.replica(instance), {
      ...inside,
      dependsOn: createLogGroups(name, identifier, { spec: there, engine, transforms }, this),
      ...holdsData(spec.protect),
      // It begins as a copy of all that there is, from another region.
      customTimeouts: { create: "4h", update: "2h", delete: "2h" },
    });
    this.registerOutputs({});
  }
}
