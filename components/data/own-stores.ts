import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type { InClusterWish } from "../../environments/schema/stores/stores.ts";
import type { StoreAccess } from "../cloud.ts";
import { clickhouseLogins } from "../kit/databases/clickhouse/clickhouse.ts";
import { consumersOf } from "../kit/workloads/consumers.ts";
import { decideRedisLogins } from "../kit/databases/redis/redis-logins.ts";
import { hasSentinels } from "../kit/databases/redis/redis-sentinels.ts";
import { ClickhouseCluster } from "./clickhouse/clickhouse-cluster.ts";
import { InfluxdbServer } from "./influxdb/influxdb-server.ts";
import { QdrantCluster } from "./qdrant/qdrant-cluster.ts";
import { RedisCluster } from "./redis/redis-cluster.ts";
import { RedisSentinels } from "./redis/redis-sentinels.ts";
import type { OwnStoreArgs } from "./own-servers.ts";

/** Kinds of stores that the kit runs in the cluster without an operator. */
const ownKinds = ["clickhouse", "influxdb", "qdrant", "redis"] as const;

/** A store of such a kind. */
export type OwnWish = Extract<InClusterWish, { kind: (typeof ownKinds)[number] }>;

/** Whether no operator has to be there for a store. */
export function isOwn(wish: InClusterWish): wish is OwnWish {
  return ownKinds.some((kind) => kind === wish.kind);
}

/** A store that the kit runs by itself. */
export function createOwn(
  name: string,
  wish: OwnWish,
  place: Omit<OwnStoreArgs<OwnWish>, "wish" | "logins">,
  environment: Pick<Environment, "domains" | "stores">,
  opts: ComponentResourceOptions,
): { readonly access: StoreAccess } {
  const { store } = place;
  const logins = consumersOf(environment, store).map(({ name: login, access }) => ({ name: login, access }));
  switch (wish.kind) {
    case "clickhouse":
      return new ClickhouseCluster(name, { ...place, wish, logins: clickhouseLogins(environment, store) }, opts);
    case "influxdb":
      return new InfluxdbServer(name, { ...place, wish, logins }, opts);
    case "qdrant":
      return new QdrantCluster(name, { ...place, wish, logins }, opts);
    case "redis":
      return createRedis(name, { ...place, wish, logins: decideRedisLogins(environment, store) }, opts);
    default:
      return wish satisfies never;
  }
}

/** A cluster, or one leader with sentinels. */
function createRedis(
  name: string,
  args: ConstructorParameters<typeof RedisCluster>[1],
  opts: ComponentResourceOptions,
) {
  return hasSentinels(args.wish) ? new RedisSentinels(name, args, opts) : new RedisCluster(name, args, opts);
}
