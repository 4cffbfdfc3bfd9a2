import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { Instance, type InstanceArgs } from "@pulumi/aws/rds/instance.js";
import type { ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Endpoint, Login, ManagedPostgres, ServerFacts } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { createRole, trustService } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import { partsOf } from "../network/network.ts";
import { primaryArgs, replicaArgs, type RdsEngine, type RdsSpec, type ServerParts } from "./database-args.ts";
import { AwsDatabaseFollower } from "./database-follower.ts";
import { serverFacts } from "./authorities/server-authorities.ts";
import { createSettings } from "./database-settings.ts";
import { createLogGroups } from "./database-logs.ts";
import type { SecondaryRegion } from "../secondary.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsDatabaseTransforms {
  readonly primary?: Transform<InstanceArgs>;
  readonly replica?: Transform<InstanceArgs>;
  readonly parameterGroup?: Transform<ParameterGroupArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a server and its replicas are made from. */
export interface AwsDatabaseArgs {
  readonly spec: RdsSpec;
  readonly engine: RdsEngine;
  readonly settings: AwsSettings;
  /** Where a follower goes; of no use to a server that has none. */
  readonly elsewhere?: SecondaryRegion | undefined;
  readonly transforms?: AwsDatabaseTransforms | undefined;
}

/** What a component of an engine is made from: the engine is its own to say. */
export type AwsEngineArgs<S extends RdsSpec> = Omit<AwsDatabaseArgs, "spec" | "engine"> & { readonly spec: S };

/** The types of a server and of its follower in the second region. */
export interface AwsDatabaseTypes {
  readonly server: string;
  readonly follower: string;
}

/** A server on RDS: a primary, with a standby in another zone where one is wished for, its read replicas, and the admin by whom the rest is set up. */
export abstract class AwsDatabase extends Component implements ManagedPostgres {
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly authorities: string;
  readonly proof: ServerFacts["proof"];
  readonly admin: Login;

  constructor(types: AwsDatabaseTypes, name: string, args: AwsDatabaseArgs, opts: ComponentResourceOptions) {
    const { spec, engine, transforms } = args;
    super(types.server, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    const parts = createParts(name, args, this);
    const password = createPassword(`${name}-admin-password`, inside);

    const server = (role: string, make: (identifier: string) => InstanceArgs): Instance => {
      const identifier = boundedName(`${name}-${role}`, nameLimits.databaseInstance);
      return new Instance(`${name}-${role}`, make(identifier), {
        ...inside,
        dependsOn: createLogGroups(`${name}-${role}`, identifier, args, this),
        // Its name is fixed, since the groups of its logs are called by it.
        ...holdsData(spec.protect),
        // A replica begins as a copy of all that there is.
        customTimeouts: { create: "2h", update: "2h", delete: "2h" },
      });
    };
    const primary = server("primary", (identifier) => {
      const secrets = { password, finalSnapshot: nameFinalSnapshot(name, identifier, spec, this) };
      return transformed(transforms?.primary, primaryArgs(identifier, spec, engine, parts, secrets));
    });
    const replicas = Array.from({ length: spec.wish.replicas }, (_, index) =>
      server(`replica-${index}`, (identifier) =>
        transformed(transforms?.replica, replicaArgs(identifier, spec, engine, parts, primary.identifier)),
      ),
    );
    follow(types.follower, name, args, { primary: primary.arn, monitoringRole: parts.monitoringRole }, opts, this);
    const endpoint = (of: Instance): Endpoint => ({ host: of.address, port: engine.port });
    this.readWrite = endpoint(primary);
    this.readOnly = endpoint(replicas[0] ?? primary);
    ({ authorities: this.authorities, proof: this.proof } = provenBy(args.settings));
    this.admin = { user: primary.username, password };
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

/** The check has refused stores in regions of which no authority is known. */
function provenBy(settings: AwsSettings): Pick<ServerFacts, "proof"> & { readonly authorities: string } {
  const { authorities, proof } = serverFacts(settings);
  if (authorities === undefined) throw new Error(`who signs RDS's certificates in ${settings.regions.primary}?`);
  return { authorities, proof };
}

/** Makes the follower in the second region, where one is wished for. */
function follow(
  type: string,
  name: string,
  args: AwsDatabaseArgs,
  given: { readonly primary: Output<string>; readonly monitoringRole: Input<string> },
  beside: ComponentResourceOptions,
  parent: Resource,
): void {
  const { spec, elsewhere } = args;
  const { secondary, logDays, protect, tags } = spec;
  if (secondary === undefined || elsewhere === undefined) return;
  const network = elsewhere.network({ addresses: secondary.addresses, logDays, tags, protect }, beside);
  new AwsDatabaseFollower(
    type,
    `${name}-secondary`,
    { ...args, secondary, network, ...given },
    elsewhere.inside({ parent }),
  );
}

/** What the primary and its replicas share. */
function createParts(
  name: string,
  { spec, engine, settings, transforms }: AwsDatabaseArgs,
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
    transformed(transforms?.securityGroup, securityGroupArgs(name, engine, spec)),
    { parent },
  );
  const groups = createSettings(name, { spec, engine, transforms }, parent);
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
    ...groups,
    monitoringRole: monitoring.arn,
  };
}

function securityGroupArgs(name: string, { engine, port }: RdsEngine, { network, tags }: RdsSpec): SecurityGroupArgs {
  const what = { postgres: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB" }[engine];
  return {
    vpcId: network.id,
    description: `${what} for nodes and pods`,
    ingress: [
      {
        description: `${what} from nodes and pods`,
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrBlocks: partsOf(network).clientBlocks,
      },
    ],
    // Answers need no rule. A server may follow another in an environment that is joined with this one, and nowhere else.
    egress: partsOf(network).peers.map((peer) => ({
      description: `${what} of a joined environment`,
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrBlocks: [peer],
    })),
    tags: tagsOf(tags, name),
  };
}

/** A name that no earlier server's last snapshot has: those stay when their servers are gone. None without protection. */
function nameFinalSnapshot(
  name: string,
  identifier: string,
  { protect }: RdsSpec,
  parent: Resource,
): Output<string> | undefined {
  if (!protect) return undefined;
  const { hex } = new RandomId(`${name}-final-snapshot`, { byteLength: 4 }, { parent });
  return interpolate`${identifier}-final-${hex}`;
}
