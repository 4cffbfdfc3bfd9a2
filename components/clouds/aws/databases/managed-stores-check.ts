import type { Environment } from "../../../../environments/schema/environment.ts";
import type { KafkaWish, RedisWish } from "../../../../environments/schema/stores/stores.ts";
import type { Issue } from "../../../kit/errors.ts";
import { eachManaged } from "../../../kit/databases/managed-stores.ts";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import { isPersistent } from "../../../kit/databases/redis/redis.ts";

/** What ElastiCache and MSK would refuse of the managed stores of an environment. */
export function checkManagedStores({ name, stores }: Pick<Environment, "name" | "stores">): Issue[] {
  const redis = eachManaged(stores, "redis", (store, wish) => checkRedis(name, store, wish));
  const kafka = eachManaged(stores, "kafka", (store, wish) => checkKafka(store, wish));
  return [...Object.values(redis), ...Object.values(kafka)].flat();
}

function checkRedis(name: string, store: string, wish: RedisWish): Issue[] {
  const cluster = `${name}-${store}`;
  return [
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    ...(cluster.includes("--")
      ? [
          {
            path: `stores.${store}`,
            value: store,
            rule: `makes a cluster named ${cluster}, and ElastiCache takes no two dashes in a row`,
            wayOut: "leave one of them out of the store's or the environment's name",
          },
        ]
      : []),
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Durability.Limitations.html
    ...(isPersistent(wish) && wish.replicasPerShard === 0
      ? [
          {
            path: `stores.${store}.replicasPerShard`,
            value: "0",
            rule: "leaves no follower, and ElastiCache writes a log of sessions only where each leader has one",
            wayOut: "write 1 or more, or another purpose",
          },
        ]
      : []),
  ];
}

function checkKafka(store: string, { brokers }: KafkaWish): Issue[] {
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-create-cluster.html
  if (brokers % zoneCount === 0) return [];
  return [
    {
      path: `stores.${store}.brokers`,
      value: String(brokers),
      rule: `isn't a multiple of ${zoneCount}, and MSK has as many brokers in each zone`,
      wayOut: `write ${Math.ceil(brokers / zoneCount) * zoneCount}`,
    },
  ];
}
