import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { KafkaWish, RedisWish } from "../../../../environments/schema/stores/stores.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { planLayer } from "../../layer.fixture.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { decideUnits, eventHubArgs } from "../messaging/kafka-args.ts";
import { checkManagedStores } from "./managed-stores-check.ts";
import { decideRedisSku } from "./redis/redis-args.ts";

async function planOf(environment = azureEnvironment()): Promise<readonly PlannedResource[]> {
  const { resources } = await planLayer(environment);
  return resources;
}

let whole: Promise<readonly PlannedResource[]> | undefined;

async function named(name: string): Promise<PlannedResource> {
  const found = (await (whole ??= planOf())).find((resource) => resource.custom && resource.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

// https://learn.microsoft.com/azure/redis/overview
describe("Azure Managed Redis", () => {
  it.each([
    [3, "nano", "Balanced_B0"],
    [3, "small", "Balanced_B3"],
    [3, "medium", "Balanced_B10"],
    [3, "large", "Balanced_B20"],
    [4, "large", "Balanced_B50"],
    [3, "2xlarge", "Balanced_B100"],
    [30, "2xlarge", undefined],
  ] as const)("holds %d shards of %s as %s", (shards, size, sku) => {
    expect(decideRedisSku({ shards, size })?.name).toBe(sku);
  });

  it("keeps two copies, is closed to the outside, and is encrypted with today's version of a key of ours", async () => {
    const { inputs } = await named("shop-prod-sessions-servers");
    expect(inputs).toMatchObject({
      sku: { name: "Balanced_B20" },
      highAvailability: "Enabled",
      minimumTlsVersion: "1.2",
      publicNetworkAccess: "Disabled",
      identity: { type: "UserAssigned" },
    });
    expect(JSON.stringify(inputs["encryption"])).toMatch(
      /"keyEncryptionKeyUrl":"\$\{[^"]*::shop-prod-key-personal-key#keyUriWithVersion}"/,
    );
  });

  it("speaks Redis' own cluster protocol over TLS, and writes sessions to a disk each second", async () => {
    const { inputs } = await named("shop-prod-sessions-database");
    expect(inputs).toMatchObject({
      databaseName: "default",
      port: 10000,
      clientProtocol: "Encrypted",
      clusteringPolicy: "OSSCluster",
      evictionPolicy: "NoEviction",
      accessKeysAuthentication: "Enabled",
      persistence: { aofEnabled: true, aofFrequency: "1s", rdbEnabled: false },
    });
  });

  it("has a door in the network that is named in the zone of its service", async () => {
    expect((await named("shop-prod-sessions-door")).inputs).toMatchObject({
      privateLinkServiceConnections: [{ groupIds: ["redisEnterprise"] }],
    });
    expect((await named("shop-prod-names-redis")).inputs["privateZoneName"]).toBe("privatelink.redis.azure.net");
  });
});

// https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas
describe("Event Hubs", () => {
  const topic = { partitions: 12 };

  it.each([
    ["small", 3, 1],
    ["medium", 3, 1],
    ["large", 3, 2],
    ["xlarge", 3, 4],
    ["2xlarge", 6, 16],
    ["2xlarge", 9, undefined],
  ] as const)("stands for %s × %d by so many units", (size, brokers, units) => {
    expect(decideUnits({ size, brokers }, [topic])).toBe(units);
  });

  it("has room for the partitions of all topics, 200 for each unit", () => {
    const many = Array.from({ length: 9 }, () => ({ partitions: 100 }));
    expect(decideUnits({ size: "small", brokers: 3 }, many)).toBe(6);
  });

  it("is a premium namespace for Kafka, closed to the outside, under a key of ours that it follows", async () => {
    const { inputs } = await named("shop-prod-events-brokers");
    expect(inputs).toMatchObject({
      sku: { name: "Premium", tier: "Premium", capacity: 2 },
      kafkaEnabled: true,
      publicNetworkAccess: "Disabled",
      minimumTlsVersion: "1.2",
      disableLocalAuth: false,
      encryption: { keySource: "Microsoft.KeyVault" },
    });
    expect(JSON.stringify(inputs["encryption"])).not.toContain("keyVersion");
  });

  it("has an event hub for each topic", async () => {
    expect((await named("shop-prod-events-topic-orders.created")).inputs).toMatchObject({
      eventHubName: "orders.created",
      partitionCount: 24,
      retentionDescription: { cleanupPolicy: "Delete", retentionTimeInHours: 168 },
    });
  });

  it("lets who writes write, and who reads and leaves dead letters do both", async () => {
    expect((await named("shop-prod-events-commerce-order")).inputs["rights"]).toEqual(["Send"]);
    expect((await named("shop-prod-events-commerce-report")).inputs["rights"]).toEqual(["Listen", "Send"]);
  });
});

describe("the check of managed stores", () => {
  type Changes = NonNullable<Parameters<typeof azureEnvironment>[0]>;
  const cache = (change: Partial<RedisWish>): Changes => ({
    stores: { redis: { kind: "redis", placement: "managed", ...change } },
    domains: {},
  });
  const brokers = (change: Partial<KafkaWish>): Changes => ({
    stores: { kafka: { kind: "kafka", placement: "managed", ...change } },
    domains: {},
  });
  const issues = (changes: Changes, name = "shop-prod") =>
    checkManagedStores(azureEnvironment(changes, name)).map(({ path, rule }) => [path, rule]);

  it("finds nothing wrong with what Azure takes", () => {
    expect(checkManagedStores(azureEnvironment())).toEqual([]);
  });

  it("fails more followers than one, and more memory than there is", () => {
    expect(issues(cache({ replicasPerShard: 2 })).map(([path]) => path)).toEqual(["stores.redis.replicasPerShard"]);
    expect(issues(cache({ shards: 30, size: "2xlarge" }))).toEqual([
      ["stores.redis.shards", "makes 960 GiB with the size 2xlarge, Azure Managed Redis holds 360"],
    ]);
  });

  it("fails more services than a namespace has logins for, and topics that are kept for too long or are too wide", () => {
    const services = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `order-${index}`,
        {
          image: "shop/order:1.0.0",
          publishes: {
            [`orders-${index}`]: { to: "kafka", ...(index === 0 ? { partitions: 101, retentionHours: 2161 } : {}) },
          },
        },
      ]),
    );
    expect(
      issues({ ...brokers({}), domains: { commerce: { owner: "commerce", services } } }).map(([, rule]) => rule),
    ).toEqual([
      "has that many services, and Event Hubs knows 11 logins in a namespace",
      "partitions of topic orders-0: Event Hubs takes 100",
      "hours of topic orders-0: Event Hubs keeps messages for 2160",
    ]);
  });

  it("fails topics that Event Hubs hasn't, and takes those that keep the last of each key", () => {
    const publishing = (wish: object): Changes => ({
      ...brokers({}),
      domains: {
        commerce: {
          owner: "commerce",
          services: { order: { image: "shop/order:1.0.0", publishes: { orders: { to: "kafka", ...wish } } } },
        },
      },
    });
    expect(issues(publishing({ cleanup: "compact", key: "id", retentionHours: 8760, maxMessageKiB: 1024 }))).toEqual(
      [],
    );
    expect(
      issues(
        publishing({ cleanup: "compact-delete", key: "id", retentionGiB: 24, maxMessageKiB: 1025, exactlyOnce: true }),
      ),
    ).toEqual([
      ["stores.kafka", "of topic orders: Event Hubs either compacts or deletes"],
      ["stores.kafka", "GiB of topic orders: Event Hubs keeps messages by time alone"],
      ["stores.kafka", "KiB of messages of topic orders: Event Hubs takes 1024"],
      [
        'domains.commerce.services.order.publishes["orders"].exactlyOnce',
        "needs transactions, which Event Hubs has as a preview only (kafka)",
      ],
    ]);
  });

  // https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas
  it("fails a registry of schemas, which keeps all that it was ever told", () => {
    const order = { image: "shop/order:1.0.0", publishes: { orders: { to: "kafka", schema: "avro" as const } } };
    const domains = { commerce: { owner: "commerce", services: { order } } };
    expect(issues({ ...brokers({ schemas: { compatibility: "backward" } }), domains })).toEqual([
      ["stores.kafka.schemas", "needs topics that keep everything, and Event Hubs keeps messages for 2160 hours"],
    ]);
  });

  // https://learn.microsoft.com/azure/event-hubs/log-compaction
  it("compacts without an age, and says for a day that a key was deleted", () => {
    const args = eventHubArgs({ name: "orders", partitions: 1, retentionHours: 8760, cleanup: "compact" }, "events", {
      resourceGroupName: "group",
      identity: output("id"),
    });
    expect(args.retentionDescription).toEqual({ cleanupPolicy: "Compact", tombstoneRetentionTimeInHours: 24 });
  });

  it("fails more brokers than there are units for, and a name that is too long by as much as is said", () => {
    expect(issues(brokers({ brokers: 9, size: "2xlarge" })).length).toBe(1);
    expect(issues(brokers({}), "e".repeat(28))).toEqual([]);
    expect(issues(brokers({}), "e".repeat(29))).toEqual([
      ["stores.kafka", "makes a name of 51 characters, Azure takes 50"],
    ]);
  });
});
