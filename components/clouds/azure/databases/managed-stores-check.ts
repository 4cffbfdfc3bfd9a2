import type { Environment } from "../../../../environments/schema/environment.ts";
import type { KafkaWish, RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { checkLength } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { decideTopics, type Topic } from "../../../kit/messaging/kafka/kafka-topics.ts";
import { decideKafkaUsers } from "../../../kit/messaging/kafka/kafka-users.ts";
import { eachManaged } from "../../../kit/databases/managed-stores.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { decideUnits, eventHubLimits } from "../messaging/kafka-args.ts";
import { nameLimits } from "../names.ts";
import { decideRedisMemory, decideRedisSku, redisSkus } from "./redis/redis-args.ts";

type AzureEnvironment = Pick<Environment, "name" | "stores" | "domains">;

/** What Azure Managed Redis and Event Hubs would refuse of the managed stores of an environment. */
export function checkManagedStores(environment: AzureEnvironment): Issue[] {
  const { stores } = environment;
  const redis = eachManaged(stores, "redis", (store, wish) => [
    ...checkName(environment, store, "-servers", nameLimits.redis),
    ...checkRedis(store, wish),
  ]);
  const kafka = eachManaged(stores, "kafka", (store, wish) => [
    ...checkName(environment, store, "-brokers", nameLimits.eventNamespace),
    ...checkKafka(environment, store, wish),
  ]);
  return [...Object.values(redis), ...Object.values(kafka)].flat();
}

function checkName({ name }: AzureEnvironment, store: string, role: string, limit: number): Issue[] {
  const whole = `${name}-${store}${role}`;
  const path = `stores.${store}`;
  const length = whole.length + autoNameSuffix;
  return [
    ...checkLength({ path, value: store, length, limit, who: "Azure" }),
    ...(whole.includes("--")
      ? [
          {
            path,
            value: store,
            rule: `makes a service named ${whole}…, and Azure takes no two dashes in a row`,
            wayOut: "leave one of them out of the store's or the environment's name",
          },
        ]
      : []),
  ];
}

function checkRedis(store: string, wish: RedisWish): Issue[] {
  const most = redisSkus.at(-1)?.memoryGiB ?? 0;
  return [
    ...(wish.replicasPerShard <= 1
      ? []
      : [
          {
            path: `stores.${store}.replicasPerShard`,
            value: String(wish.replicasPerShard),
            rule: "asks for more followers than the one that Azure Managed Redis keeps of each leader",
            wayOut: "write 1, or placement: in-cluster",
          },
        ]),
    ...(decideRedisSku(wish) === undefined
      ? [
          {
            path: `stores.${store}.shards`,
            value: String(wish.shards),
            rule: `makes ${decideRedisMemory(wish)} GiB with the size ${wish.size}, Azure Managed Redis holds ${most}`,
            wayOut: "write fewer shards, a smaller size, or placement: in-cluster",
          },
        ]
      : []),
  ];
}

function checkKafka(environment: AzureEnvironment, store: string, wish: KafkaWish): Issue[] {
  const topics = decideTopics(environment, store);
  const users = decideKafkaUsers(environment, store);
  // Every namespace has a rule already, by which its owner may do anything.
  const mostUsers = eventHubLimits.rules - 1;
  const path = `stores.${store}`;
  const issue = (value: number, rule: string, wayOut: string): Issue => ({ path, value: String(value), rule, wayOut });
  return [
    ...(users.length <= mostUsers
      ? []
      : [
          issue(
            users.length,
            `has that many services, and Event Hubs knows ${mostUsers} logins in a namespace`,
            "spread the topics over two stores, or write placement: in-cluster",
          ),
        ]),
    ...checkSchemas(path, wish),
    ...topics.filter(({ forEver }) => forEver !== true).flatMap((topic) => checkTopic(path, topic)),
    ...checkExactlyOnce(environment, store),
    ...(decideUnits(wish, topics) === undefined
      ? [
          issue(
            wish.brokers,
            `brokers of size ${wish.size} are more than the 16 processing units that Event Hubs offers`,
            "write fewer brokers, a smaller size, or placement: in-cluster",
          ),
        ]
      : []),
  ];
}

/** A registry keeps what it knows in topics from which nothing goes. */
function checkSchemas(path: string, { schemas }: KafkaWish): Issue[] {
  if (schemas === undefined) return [];
  return [
    {
      path: `${path}.schemas`,
      value: schemas.compatibility,
      rule: `needs topics that keep everything, and Event Hubs keeps messages for ${eventHubLimits.retentionHours} hours`,
      wayOut: "write placement: in-cluster, or leave schemas out",
    },
  ];
}

/** https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
function checkTopic(path: string, topic: Topic): Issue[] {
  const { name, partitions, retentionHours, cleanup, retentionGiB, maxMessageKiB } = topic;
  const { partitionsOfTopic, retentionHours: mostHours, messageKiB } = eventHubLimits;
  const elsewhere = "or placement: in-cluster";
  const fewer = (field: string): string => `write fewer ${field} where the topic is published`;
  const issue = (value: number | string, rule: string, wayOut: string): Issue[] => [
    { path, value: String(value), rule, wayOut },
  ];
  return [
    ...(partitions <= partitionsOfTopic
      ? []
      : issue(partitions, `partitions of topic ${name}: Event Hubs takes ${partitionsOfTopic}`, fewer("partitions"))),
    ...(retentionHours <= mostHours || cleanup === "compact"
      ? []
      : issue(
          retentionHours,
          `hours of topic ${name}: Event Hubs keeps messages for ${mostHours}`,
          fewer("retentionHours"),
        )),
    ...(cleanup === "compact-delete"
      ? issue(
          cleanup,
          `of topic ${name}: Event Hubs either compacts or deletes`,
          `write cleanup: compact or delete, ${elsewhere}`,
        )
      : []),
    ...(retentionGiB === undefined
      ? []
      : issue(
          retentionGiB,
          `GiB of topic ${name}: Event Hubs keeps messages by time alone`,
          `leave retentionGiB out where the topic is published, ${elsewhere}`,
        )),
    ...((maxMessageKiB ?? 0) <= messageKiB
      ? []
      : issue(
          maxMessageKiB ?? 0,
          `KiB of messages of topic ${name}: Event Hubs takes ${messageKiB}`,
          `write a smaller maxMessageKiB where the topic is published, ${elsewhere}`,
        )),
  ];
}

/** Kafka's transactions are a preview of Event Hubs'. https://learn.microsoft.com/azure/event-hubs/apache-kafka-transactions */
function checkExactlyOnce({ domains }: AzureEnvironment, store: string): Issue[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).flatMap(([service, { publishes, consumes }]) =>
      [
        ...Object.entries(publishes).map(([topic, wish]) => ({ field: "publishes", topic, ...wish, of: wish.to })),
        ...Object.entries(consumes).map(([topic, wish]) => ({ field: "consumes", topic, ...wish, of: wish.from })),
      ]
        .filter(({ of, exactlyOnce }) => of === store && exactlyOnce)
        .map(({ field, topic }) => ({
          path: `domains.${domain}.services.${service}.${field}["${topic}"].exactlyOnce`,
          value: "true",
          rule: `needs transactions, which Event Hubs has as a preview only (${store})`,
          wayOut: `leave exactlyOnce out, or write placement: in-cluster for ${store}`,
        })),
    ),
  );
}
