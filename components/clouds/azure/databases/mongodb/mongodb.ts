import { MongoCluster, type MongoClusterArgs } from "@pulumi/azure-native/mongocluster/mongoCluster.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Login, ManagedMongodb, ManagedMongodbSpec, MongodbFacts } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { mongodbAdmin } from "../../../../kit/databases/mongodb/mongodb.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { createPassword } from "../../../../secrets/password.ts";
import { lockAgainstDeletion } from "../../account/locks.ts";
import type { ResourceGroup } from "../../account/resource-group.ts";
import { dashedPrefix, nameLimits } from "../../names.ts";
import type { PrivateDoors } from "../../network/private-link.ts";
import type { AzureSettings } from "../../settings.ts";
import { createDatabaseLogs } from "../database-logs.ts";
import { mongoClusterArgs } from "./mongodb-args.ts";
import { mongoFacts } from "./mongodb-facts.ts";

/** What a caller may change on the children below. */
export interface AzureMongodbTransforms {
  readonly cluster?: Transform<MongoClusterArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a cluster is made from. */
export interface AzureMongodbArgs {
  readonly group: ResourceGroup;
  readonly doors: PrivateDoors;
  readonly spec: ManagedMongodbSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureMongodbTransforms | undefined;
}

/** MongoDB's protocol on Azure DocumentDB: one shard with its standby, and a door to it in the network. */
export class AzureMongodb extends Component implements ManagedMongodb {
  static readonly type = "landbridge:azure:Mongodb";
  readonly facts: MongodbFacts = mongoFacts;
  readonly host: Output<string>;
  readonly admin: Login;

  constructor(name: string, args: AzureMongodbArgs, opts: ComponentResourceOptions) {
    const { group, doors, spec, settings, transforms } = args;
    super(AzureMongodb.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    const resourceGroupName = group.name(opts);
    const password = createPassword(`${name}-admin-password`, inside);
    // Part of a DNS name, and so of the world's: what is cut off of a long one is told apart by the digits.
    const { hex } = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, inside);
    const mongoClusterName = interpolate`${dashedPrefix(name, nameLimits.mongoCluster - 1 - 2 * suffixBytes)}-${hex}`;
    const cluster = new MongoCluster(
      `${name}-cluster`,
      transformed(
        transforms?.cluster,
        mongoClusterArgs(spec, settings, { resourceGroupName, mongoClusterName, password }),
      ),
      { ...inside, ...holdsData(spec.protect), customTimeouts: { create: "2h", update: "2h", delete: "1h" } },
    );
    const { network, tags } = spec;
    const door = doors.open(
      `${name}-door`,
      { service: "mongodb", target: cluster.id, network, tags, transform: transforms?.endpoint },
      opts,
      inside,
    );
    // A line for each request: who asked for what, in the one category that there is.
    // https://learn.microsoft.com/azure/documentdb/how-to-monitor-diagnostics-logs
    const logs = createDatabaseLogs(
      name,
      {
        resourceGroupName,
        settings,
        tags,
        days: spec.logDays,
        categories: ["vCoreMongoRequests"],
        servers: { cluster: cluster.id },
      },
      this,
    );
    // Last, and so the first to go: what is inside of a locked cluster can't be deleted either.
    if (spec.protect) lockAgainstDeletion(`${name}-lock`, cluster.id, { ...inside, dependsOn: [door, ...logs] });
    this.host = interpolate`${afterAll(cluster.name, [door.urn])}.mongocluster.cosmos.azure.com`;
    this.admin = { user: output(mongodbAdmin), password };
    this.registerOutputs({ host: this.host });
  }
}

/** Random bytes in a cluster's name, each written as two hexadecimal digits. */
const suffixBytes = 4;
