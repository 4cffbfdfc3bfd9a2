import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { Database, type DatabaseArgs } from "@pulumi/azure-native/redisenterprise/database.js";
import { listDatabaseKeysOutput } from "@pulumi/azure-native/redisenterprise/listDatabaseKeys.js";
import { RedisEnterprise, type RedisEnterpriseArgs } from "@pulumi/azure-native/redisenterprise/redisEnterprise.js";
import { output, secret, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedRedis, ManagedRedisSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { autoNamed } from "../../../../kit/names.ts";
import type { Identities } from "../../rights/identity.ts";
import { nameLimits } from "../../names.ts";
import type { PrivateDoors } from "../../network/private-link.ts";
import type { ResourceGroup } from "../../account/resource-group.ts";
import type { AzureSettings } from "../../settings.ts";
import { azureManagedStores } from "../managed-stores.ts";
import { clusterArgs, databaseArgs } from "./redis-args.ts";

/** What a caller may change on the children below. */
export interface AzureRedisTransforms {
  readonly cluster?: Transform<RedisEnterpriseArgs>;
  readonly database?: Transform<DatabaseArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a Redis cluster is made from. */
export interface AzureRedisArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ManagedRedisSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureRedisTransforms | undefined;
}

/** Redis as Azure Managed Redis: a cluster that Azure cuts into shards, TLS, a door in the network, and its access key. */
export class AzureRedis extends Component implements ManagedRedis {
  static readonly type = "landbridge:azure:Redis";
  readonly access: ManagedRedis["access"];

  constructor(name: string, args: AzureRedisArgs, opts: ComponentResourceOptions) {
    const { group, identities, doors, spec, settings, transforms } = args;
    super(AzureRedis.type, name, { wish: spec.wish }, opts);
    const { network, users, tags, protect } = spec;
    const place = { resourceGroupName: group.name(opts), identity: identities.of("caches", opts).id };
    const inside = { parent: this };
    const cluster = new RedisEnterprise(
      autoNamed(`${name}-servers`, nameLimits.redis),
      transformed(transforms?.cluster, clusterArgs(spec, settings, place)),
      { ...inside, ...holdsData(protect), customTimeouts: { create: "1h", update: "2h", delete: "1h" } },
    );
    const database = new Database(
      `${name}-database`,
      transformed(transforms?.database, databaseArgs(spec, cluster.name, place)),
      { ...inside, ...holdsData(protect), deletedWith: cluster },
    );
    const door = doors.open(
      `${name}-door`,
      { service: "redis", target: cluster.id, network, tags, transform: transforms?.endpoint },
      opts,
      { ...inside, dependsOn: [database] },
    );
    const { primaryKey } = listDatabaseKeysOutput(
      { resourceGroupName: place.resourceGroupName, clusterName: cluster.name, databaseName: database.name },
      inside,
    );
    // Other users are Entra's, by tokens of an hour: https://learn.microsoft.com/azure/redis/entra-for-authentication
    const login = { user: output("default"), password: secret(primaryKey) };
    this.access = {
      kind: "redis",
      // The public name, which leads to the private address for whoever asks from inside of the network.
      endpoint: { host: afterAll(cluster.hostName, [door.urn]), port: azureManagedStores.redis.port },
      tls: true,
      logins: Object.fromEntries(users.map((user) => [user.name, login])),
    };
    this.registerOutputs({ host: this.access.endpoint.host });
  }
}
