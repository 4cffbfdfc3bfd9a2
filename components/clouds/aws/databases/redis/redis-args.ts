import type { ParameterGroupArgs } from "@pulumi/aws/elasticache/parameterGroup.js";
import type { ReplicationGroupArgs } from "@pulumi/aws/elasticache/replicationGroup.js";
import type { Input } from "@pulumi/pulumi";
import type { ManagedRedisSpec } from "../../../../cloud.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { decideNotifications } from "../../../../kit/databases/redis/redis-config.ts";
import { decideEviction, isPersistent } from "../../../../kit/databases/redis/redis.ts";
import { tagsOf } from "../../tags.ts";
import { backupWindow, upkeepWindow } from "../windows.ts";
import { decideCacheNode } from "./cache-nodes.ts";

/**
 * The engine, and the family of its parameters. Below 9.0 there is no log that outlives the nodes.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
 */
export const valkey = { version: "9.0", family: "valkey9" } as const;

/** Days that snapshots of what outlives its servers are kept. */
const snapshotDays = 7;

/** Logs that ElastiCache hands to CloudWatch. */
export const cacheLogs = ["engine-log", "slow-log"] as const;

/** What a cluster needs around it. */
export interface CacheParts {
  readonly subnetGroup: Input<string>;
  readonly securityGroup: Input<string>;
  readonly parameterGroup: Input<string>;
  readonly logGroup: Input<string>;
  readonly userGroup: Input<string>;
  readonly finalSnapshot: Input<string> | undefined;
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html */
export function cacheParameterArgs({ wish, tags }: ManagedRedisSpec): ParameterGroupArgs {
  const events = decideNotifications(wish);
  return {
    family: valkey.family,
    parameters: [
      { name: "cluster-enabled", value: "yes" },
      { name: "maxmemory-policy", value: decideEviction(wish) },
      // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
      ...(events === "" ? [] : [{ name: "notify-keyspace-events", value: events }]),
    ],
    tags: tagsOf(tags),
  };
}

/**
 * Shards over the zones. Sessions are written to a log in several zones, after they are answered: a failure may take the
 * last ten seconds, where a server in the cluster loses one. A log asks for a follower of each leader.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/durability.html
 */
export function replicationGroupArgs(id: string, spec: ManagedRedisSpec, parts: CacheParts): ReplicationGroupArgs {
  const { wish, key, tags } = spec;
  const persistent = isPersistent(wish);
  return {
    replicationGroupId: id,
    description: id,
    engine: "valkey",
    engineVersion: valkey.version,
    nodeType: decideCacheNode(wish).name,
    clusterMode: "enabled",
    numNodeGroups: wish.shards,
    replicasPerNodeGroup: wish.replicasPerShard,
    // Asked for with shards, also where there is nothing to fail over to.
    automaticFailoverEnabled: true,
    multiAzEnabled: wish.replicasPerShard > 0,
    ...(persistent ? { durability: "async" } : {}),
    port: ports.redis,
    networkType: "ipv4",
    ipDiscovery: "ipv4",
    subnetGroupName: parts.subnetGroup,
    securityGroupIds: [parts.securityGroup],
    parameterGroupName: parts.parameterGroup,
    atRestEncryptionEnabled: true,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    userGroupIds: [parts.userGroup],
    // A cluster with one password for all gives it up in the change that brings it users: it can't have both. A new one has none to give up.
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#Migrate-From-RBAC-to-Auth
    authTokenUpdateStrategy: "DELETE",
    snapshotRetentionLimit: persistent ? snapshotDays : 0,
    ...(persistent ? { snapshotWindow: backupWindow } : {}),
    ...(parts.finalSnapshot === undefined ? {} : { finalSnapshotIdentifier: parts.finalSnapshot }),
    maintenanceWindow: upkeepWindow,
    autoMinorVersionUpgrade: true,
    // What an approved `up` says is done when it is over, not in some window later.
    applyImmediately: true,
    logDeliveryConfigurations: cacheLogs.map((logType) => ({
      destination: parts.logGroup,
      destinationType: "cloudwatch-logs",
      logFormat: "json",
      logType,
    })),
    tags: tagsOf(tags),
  };
}
