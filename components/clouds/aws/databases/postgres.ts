import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { Instance, type InstanceArgs } from "@pulumi/aws/rds/instance.js";
import { ParameterGroup, type ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Endpoint, Login, ManagedPostgres, ManagedPostgresSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { ports } from "../../../kit/ports.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { createRole, trustService } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import { partsOf } from "../network/network.ts";
import { parameterGroupArgs, primaryArgs, replicaArgs, type ServerParts } from "./postgres-args.ts";
import { AwsPostgresFollower } from "./postgres-follower.ts";
import { createLogGroups } from "./postgres-logs.ts";
import type { SecondaryRegion } from "../secondary.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsPostgresTransforms {
  readonly primary?: Transform<InstanceArgs>;
  readonly replica?: Transform<InstanceArgs>;
  readonly parameterGroup?: Transform<ParameterGroupArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a server and its replicas are made from. */
export interface AwsPostgresArgs {
  readonly spec: ManagedPostgresSpec;
  readonly settings: AwsSettings;
  /** Where a follower goes; of no use to a server that has none. */
  readonly elsewhere?: SecondaryRegion | undefined;
  readonly transforms?: AwsPostgresTransforms | undefined;
}

/** PostgreSQL on RDS: a primary, with a standby in another zone where one is wished for, its read replicas, and the admin by whom the rest is set up. */
export class AwsPostgres extends Component implements ManagedPostgres {
  static readonly type = "landbridge:aws:Postgres";
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly admin: Login;

  constructor(name: string, args: AwsPostgresArgs, opts: ComponentResourceOptions) {
    const { spec, settings, transforms } = args;
    super(AwsPostgres.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    const parts = createParts(name, spec, settings, transforms, this);
    const password = createPassword(`${name}-admin-password`, inside);

    const server = (role: string, args: (identifier: string) => InstanceArgs): Instance => {
      const identifier = boundedName(`${name}-${role}`, nameLimits.databaseInstance);
      return new Instance(`${name}-${role}`, args(identifier), {
        ...inside,
        dependsOn: createLogGroups(`${name}-${role}`, identifier, spec, transforms?.logGroup, this),
        // Its name is fixed, since the groups of its logs are called by it.
        ...holdsData(spec.protect),
        // A replica begins as a copy of all that there is.
        customTimeouts: { create: "2h", update: "2h", delete: "2h" },
      });
    };
    const primary = server("primary", (identifier) => {
      const secrets = { password, finalSnapshot: nameFinalSnapshot(name, identifier, spec, this) };
      return transformed(transforms?.primary, primaryArgs(identifier, spec, parts, secrets));
    });
    const replicas = Array.from({ length: spec.wish.replicas }, (_, index) =>
      server(`replica-${index}`, (identifier) =>
        transformed(transforms?.replica, replicaArgs(identifier, spec, parts, primary.identifier)),
      ),
    );
    follow(name, args, { primary: primary.arn, monitoringRole: parts.monitoringRole }, opts, this);
    const endpoint = (of: Instance): Endpoint => ({ host: of.address, port: ports.postgres });
    this.readWrite = endpoint(primary);
    this.readOnly = endpoint(replicas[0] ?? primary);
    this.admin = { user: primary.username, password };
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

/** Makes the follower in the second region, where one is wished for. */
function follow(
  name: string,
  { spec, elsewhere, transforms }: AwsPostgresArgs,
  given: { readonly primary: Output<string>; readonly monitoringRole: Input<string> },
  beside: ComponentResourceOptions,
  parent: Resource,
): void {
  const { secondary, logDays, protect, tags } = spec;
  if (secondary === undefined || elsewhere === undefined) return;
  const network = elsewhere.network({ addresses: secondary.addresses, logDays, tags, protect }, beside);
  new AwsPostgresFollower(
    `${name}-secondary`,
    { spec, secondary, network, ...given, transforms },
    elsewhere.inside({ parent }),
  );
}

/** What the primary and its replicas share. */
function createParts(
  name: string,
  spec: ManagedPostgresSpec,
  settings: AwsSettings,
  transforms: AwsPostgresTransforms | undefined,
  parent: Resource,
): ServerParts {
  const { dataSubnets } = partsOf(spec.network);
  const subnetGroup = new SubnetGroup(
    autoNamed(`${name}-subnets`, nameLimits.databaseSubnetGroup),
    { description: name, subnetIds: dataSubnets, tags: tagsOf(spec.tags) },
    { parent },
  );
  const securityGroup = new SecurityGroup(
    autoNamed(`${name}-clients`, nameLimits.securityGroup),
    transformed(transforms?.securityGroup, securityGroupArgs(name, spec)),
    { parent },
  );
  const parameterGroup = new ParameterGroup(
    autoNamed(`${name}-parameters`, nameLimits.databaseParameterGroup),
    transformed(transforms?.parameterGroup, parameterGroupArgs(spec)),
    { parent },
  );
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
  const monitoring = createRole(
    `${name}-monitoring`,
    {
      trust: trustService("monitoring.rds.amazonaws.com", { StringEquals: { "aws:SourceAccount": settings.account } }),
      fixedName: boundedName(`${name}-monitoring`, nameLimits.role),
      managed: ["service-role/AmazonRDSEnhancedMonitoringRole"],
      tags: spec.tags,
    },
    parent,
  );
  return {
    subnetGroup: subnetGroup.name,
    securityGroup: securityGroup.id,
    parameterGroup: parameterGroup.name,
    monitoringRole: monitoring.arn,
  };
}

function securityGroupArgs(name: string, { network, tags }: ManagedPostgresSpec): SecurityGroupArgs {
  return {
    vpcId: network.id,
    description: "PostgreSQL for nodes and pods",
    ingress: [
      {
        description: "PostgreSQL from nodes and pods",
        protocol: "tcp",
        fromPort: ports.postgres,
        toPort: ports.postgres,
        cidrBlocks: partsOf(network).clientBlocks,
      },
    ],
    // Answers need no rule. A server that follows another elsewhere is let out by a transform.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

/** A name that no earlier server's last snapshot has: those stay when their servers are gone. None without protection. */
function nameFinalSnapshot(
  name: string,
  identifier: string,
  { protect }: ManagedPostgresSpec,
  parent: Resource,
): Output<string> | undefined {
  if (!protect) return undefined;
  const { hex } = new RandomId(`${name}-final-snapshot`, { byteLength: 4 }, { parent });
  return interpolate`${identifier}-final-${hex}`;
}
