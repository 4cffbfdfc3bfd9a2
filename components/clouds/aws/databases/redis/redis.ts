import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { ParameterGroup, type ParameterGroupArgs } from "@pulumi/aws/elasticache/parameterGroup.js";
import { ReplicationGroup, type ReplicationGroupArgs } from "@pulumi/aws/elasticache/replicationGroup.js";
import { SubnetGroup } from "@pulumi/aws/elasticache/subnetGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { ManagedRedis, ManagedRedisSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../../kit/names.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { isPersistent } from "../../../../kit/databases/redis/redis.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { decideRetention } from "../../network/flow-logs.ts";
import { nameLimits } from "../../names.ts";
import { partsOf } from "../../network/network.ts";
import { tagsOf } from "../../tags.ts";
import { cacheParameterArgs, replicationGroupArgs } from "./redis-args.ts";
import { createRedisUsers, type RedisUsersTransforms } from "./redis-users.ts";

/** What a caller may change on the children below. */
export interface AwsRedisTransforms extends RedisUsersTransforms {
  readonly cluster?: Transform<ReplicationGroupArgs>;
  readonly parameterGroup?: Transform<ParameterGroupArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a Redis cluster is made from. */
export interface AwsRedisArgs {
  readonly spec: ManagedRedisSpec;
  readonly transforms?: AwsRedisTransforms | undefined;
}

/** Redis on ElastiCache for Valkey: shards with their followers, TLS, and a login with its own rights for each user. */
export class AwsRedis extends Component implements ManagedRedis {
  static readonly type = "landbridge:aws:Redis";
  readonly access: ManagedRedis["access"];

  constructor(name: string, { spec, transforms }: AwsRedisArgs, opts: ComponentResourceOptions) {
    super(AwsRedis.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    const id = boundedName(name, nameLimits.cache);
    const { logins, group } = createRedisUsers(name, { cluster: id, ...spec, transforms }, this);
    const subnetGroup = new SubnetGroup(
      autoNamed(`${name}-subnets`, nameLimits.cacheSubnetGroup),
      {
        description: name,
        subnetIds: partsOf(spec.network).dataSubnets,
        tags: tagsOf(spec.tags),
      },
      inside,
    );
    const securityGroup = new SecurityGroup(
      autoNamed(`${name}-clients`, nameLimits.securityGroup),
      transformed(transforms?.securityGroup, securityGroupArgs(name, spec)),
      inside,
    );
    const parameterGroup = new ParameterGroup(
      autoNamed(`${name}-parameters`, nameLimits.cacheParameterGroup),
      transformed(transforms?.parameterGroup, cacheParameterArgs(spec)),
      inside,
    );
    const logGroup = new LogGroup(`${name}-logs`, transformed(transforms?.logGroup, logGroupArgs(id, spec)), {
      ...inside,
      deleteBeforeReplace: false,
    });
    const parts = {
      subnetGroup: subnetGroup.name,
      securityGroup: securityGroup.id,
      parameterGroup: parameterGroup.name,
      logGroup: logGroup.name,
      userGroup: group,
      finalSnapshot: nameFinalSnapshot(name, id, spec, this),
    };
    const cluster = new ReplicationGroup(
      `${name}-servers`,
      transformed(transforms?.cluster, replicationGroupArgs(id, spec, parts)),
      // Its name is fixed, since its logs are called by it: a second can't stand beside the first.
      { ...inside, ...holdsData(spec.protect), customTimeouts: { create: "1h", update: "2h" } },
    );
    this.access = {
      kind: "redis",
      endpoint: { host: afterAll(cluster.configurationEndpointAddress, [cluster.urn]), port: ports.redis },
      tls: true,
      logins,
    };
    this.registerOutputs({ host: this.access.endpoint.host });
  }
}

function securityGroupArgs(name: string, { network, tags }: ManagedRedisSpec): SecurityGroupArgs {
  return {
    vpcId: network.id,
    description: "Redis for nodes and pods",
    ingress: [
      {
        description: "Redis from nodes and pods",
        protocol: "tcp",
        fromPort: ports.redis,
        toPort: ports.redis,
        cidrBlocks: partsOf(network).clientBlocks,
      },
    ],
    // Answers need no rule, and servers reach each other without any.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

function logGroupArgs(id: string, { key, logDays, tags }: ManagedRedisSpec): LogGroupArgs {
  return {
    name: `/aws/elasticache/${id}`,
    retentionInDays: decideRetention(logDays),
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    tags: tagsOf(tags),
  };
}

/** A name that no earlier cluster's last snapshot has. None where nothing outlives the servers, or without protection. */
function nameFinalSnapshot(
  name: string,
  id: string,
  { wish, protect }: ManagedRedisSpec,
  parent: Component,
): Output<string> | undefined {
  if (!protect || !isPersistent(wish)) return undefined;
  const { hex } = new RandomId(`${name}-final-snapshot`, { byteLength: 4 }, { parent });
  return interpolate`${id}-final-${hex}`;
}
