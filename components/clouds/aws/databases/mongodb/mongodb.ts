import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Cluster, type ClusterArgs } from "@pulumi/aws/docdb/cluster.js";
import { ClusterInstance, type ClusterInstanceArgs } from "@pulumi/aws/docdb/clusterInstance.js";
import { ClusterParameterGroup, type ClusterParameterGroupArgs } from "@pulumi/aws/docdb/clusterParameterGroup.js";
import { SubnetGroup } from "@pulumi/aws/docdb/subnetGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Login, ManagedMongodb, ManagedMongodbSpec, MongodbFacts } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { decideFollowers, mongodbAdmin } from "../../../../kit/databases/mongodb/mongodb.ts";
import { autoNamed, boundedName } from "../../../../kit/names.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { createPassword } from "../../../../secrets/password.ts";
import { nameLimits } from "../../names.ts";
import { decideRetention } from "../../network/flow-logs.ts";
import { partsOf } from "../../network/network.ts";
import type { AwsSettings } from "../../settings.ts";
import { tagsOf } from "../../tags.ts";
import {
  documentClusterArgs,
  documentLogs,
  documentMemberArgs,
  documentParameterArgs,
  type DocumentParts,
} from "./mongodb-args.ts";
import { documentFacts } from "./mongodb-facts.ts";

/** What a caller may change on the children below. */
export interface AwsMongodbTransforms {
  readonly cluster?: Transform<ClusterArgs>;
  readonly member?: Transform<ClusterInstanceArgs>;
  readonly parameterGroup?: Transform<ClusterParameterGroupArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a cluster is made from. */
export interface AwsMongodbArgs {
  readonly spec: ManagedMongodbSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsMongodbTransforms | undefined;
}

/** MongoDB's protocol on DocumentDB: storage in three zones, one member that is written to and those that follow it. */
export class AwsMongodb extends Component implements ManagedMongodb {
  static readonly type = "landbridge:aws:Mongodb";
  readonly facts: MongodbFacts;
  readonly host: Output<string>;
  readonly admin: Login;

  constructor(name: string, { spec, settings, transforms }: AwsMongodbArgs, opts: ComponentResourceOptions) {
    super(AwsMongodb.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    // Fixed, since the groups of its logs are called by it.
    const identifier = boundedName(name, nameLimits.documentCluster);
    const logGroups = createLogGroups(name, identifier, spec, transforms?.logGroup, this);
    const password = createPassword(`${name}-admin-password`, inside);
    const parts = { ...createParts(name, spec, transforms, this), password };
    const cluster = new Cluster(
      `${name}-cluster`,
      transformed(
        transforms?.cluster,
        documentClusterArgs(identifier, spec, { ...parts, finalSnapshot: nameSnapshot(name, identifier, spec, this) }),
      ),
      {
        ...inside,
        dependsOn: logGroups,
        ...holdsData(spec.protect),
        customTimeouts: { create: "1h", update: "2h", delete: "1h" },
      },
    );
    const members = Array.from(
      { length: 1 + decideFollowers(spec) },
      (_, index) =>
        new ClusterInstance(
          `${name}-member-${index}`,
          transformed(
            transforms?.member,
            documentMemberArgs(
              boundedName(`${name}-member-${index}`, nameLimits.documentMember),
              spec,
              cluster.clusterIdentifier,
            ),
          ),
          // The data is the cluster's. A member's name is free again only when it is gone.
          { ...inside, deleteBeforeReplace: true, customTimeouts: { create: "1h", update: "2h", delete: "1h" } },
        ),
    );
    this.facts = documentFacts(settings);
    // The address of whichever member is written to; without any it answers nobody.
    this.host = interpolate`${afterAll(
      cluster.endpoint,
      members.map(({ urn }) => urn),
    )}:${ports.mongodb}`;
    this.admin = { user: output(mongodbAdmin), password };
    this.registerOutputs({ host: this.host });
  }
}

/** What a cluster stands on, besides its secrets. */
function createParts(
  name: string,
  spec: ManagedMongodbSpec,
  transforms: AwsMongodbTransforms | undefined,
  parent: Resource,
): Omit<DocumentParts, "password" | "finalSnapshot"> {
  const subnetGroup = new SubnetGroup(
    autoNamed(`${name}-subnets`, nameLimits.databaseSubnetGroup),
    { description: name, subnetIds: partsOf(spec.network).dataSubnets, tags: tagsOf(spec.tags) },
    { parent },
  );
  const securityGroup = new SecurityGroup(
    autoNamed(`${name}-clients`, nameLimits.securityGroup),
    transformed(transforms?.securityGroup, securityGroupArgs(name, spec)),
    { parent },
  );
  const parameterGroup = new ClusterParameterGroup(
    autoNamed(`${name}-parameters`, nameLimits.databaseParameterGroup),
    transformed(transforms?.parameterGroup, documentParameterArgs(spec)),
    { parent },
  );
  return { subnetGroup: subnetGroup.name, securityGroup: securityGroup.id, parameterGroup: parameterGroup.name };
}

function securityGroupArgs(name: string, { network, tags }: ManagedMongodbSpec): SecurityGroupArgs {
  return {
    vpcId: network.id,
    description: "MongoDB for nodes and pods",
    ingress: [
      {
        description: "MongoDB from nodes and pods",
        protocol: "tcp",
        fromPort: ports.mongodb,
        toPort: ports.mongodb,
        cidrBlocks: partsOf(network).clientBlocks,
      },
    ],
    // Answers need no rule, and members share their storage.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

/**
 * The groups of a cluster's logs, before DocumentDB makes them itself, without a key and for ever.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html
 */
function createLogGroups(
  name: string,
  identifier: string,
  { key, logDays, tags }: Pick<ManagedMongodbSpec, "key" | "logDays" | "tags">,
  transform: Transform<LogGroupArgs> | undefined,
  parent: Resource,
): Resource[] {
  return documentLogs.map((log) => {
    const args: LogGroupArgs = {
      name: `/aws/docdb/${identifier}/${log}`,
      retentionInDays: decideRetention(logDays),
      ...(key === undefined ? {} : { kmsKeyId: key.id }),
      tags: tagsOf(tags),
    };
    return new LogGroup(`${name}-log-${log}`, transformed(transform, args), { parent, deleteBeforeReplace: false });
  });
}

/** A name that no earlier cluster's last snapshot has. None without protection. */
function nameSnapshot(
  name: string,
  identifier: string,
  { protect }: ManagedMongodbSpec,
  parent: Resource,
): Output<string> | undefined {
  if (!protect) return undefined;
  const { hex } = new RandomId(`${name}-final-snapshot`, { byteLength: 4 }, { parent });
  return interpolate`${identifier}-final-${hex}`;
}
