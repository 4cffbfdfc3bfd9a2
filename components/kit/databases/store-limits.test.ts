import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { size as sizeClass, type Size } from "../../../environments/schema/names.ts";
import {
  store as storeSchema,
  type InClusterWish,
  type StoreWish,
} from "../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../plan.fixture.ts";
import { decideKafka, decidePools } from "../messaging/kafka/kafka.ts";
import { decideRabbitmqCluster } from "../messaging/rabbitmq/rabbitmq-cluster.ts";
import { exporterSize } from "../monitoring/exporter-size.ts";
import { quantities, sizes } from "../sizes.ts";
import { cassandraLoggerSize, decideCassandraDatacenter } from "./cassandra/cassandra-cluster.ts";
import { decideInfluxdbServer } from "./influxdb/influxdb-server.ts";
import { decideClickhouseMembers } from "./clickhouse/clickhouse.ts";
import { decideClickhouseKeepers, decideClickhouseServer } from "./clickhouse/clickhouse-pods.ts";
import { decideAgentSize } from "./mongodb/mongodb-backups.ts";
import { decideMongodbCluster } from "./mongodb/mongodb-cluster.ts";
import { decidePostgres } from "./postgres/postgres.ts";
import { decideCopierSize } from "./postgres/postgres-backups.ts";
import { decideQdrantServer } from "./qdrant/qdrant-server.ts";
import { decideQdrantNodes } from "./qdrant/qdrant.ts";
import { decideRedisMembers } from "./redis/redis-members.ts";
import { decideRedisServer } from "./redis/redis-server.ts";
import { decideMariadb, mariadbAgentSize } from "./mysql/mariadb-cluster.ts";
import { decideStoreLimits, decideStorePods, setupSize, type StorePods } from "./store-limits.ts";

const common = {
  size: fc.constantFrom(...sizeClass.options),
  placement: fc.constantFrom("in-cluster" as const, "managed" as const),
};
const upTo = (min: number, max: number) => fc.integer({ min, max });
const kinds = [
  fc.record({ kind: fc.constant("postgres"), ...common, replicas: upTo(0, 5) }),
  fc.record({
    kind: fc.constant("postgres"),
    ...common,
    replicas: upTo(0, 5),
    backups: fc.constant({ bucket: "copies" }),
  }),
  fc.record({ kind: fc.constant("kafka"), ...common, brokers: fc.constantFrom(1, 3, 4, 9, 30) }),
  fc.record({ kind: fc.constant("influxdb"), size: common.size, databases: fc.constant({ raw: {} }) }),
  fc.record({
    kind: fc.constant("redis"),
    ...common,
    purpose: fc.constantFrom("cache", "session", "rate-limit"),
    shards: upTo(3, 30),
    replicasPerShard: upTo(0, 3),
    notifications: fc.constant([]),
  }),
  fc.record({ kind: fc.constant("rabbitmq"), ...common, brokers: fc.constantFrom(1, 3, 5) }),
  fc.record({
    kind: fc.constant("mysql"),
    engine: fc.constant("mariadb"),
    ...common,
    replicas: fc.constantFrom(0, 2, 4),
  }),
  fc.record({ kind: fc.constant("cassandra"), ...common, nodes: fc.constantFrom(1, 3, 6), tables: fc.constant({}) }),
  fc.record({ kind: fc.constant("mongodb"), ...common, replicas: fc.constantFrom(0, 2, 4) }),
  fc.record({
    kind: fc.constant("mongodb"),
    ...common,
    replicas: fc.constantFrom(0, 2, 4),
    backups: fc.constant({ bucket: "copies" }),
  }),
];
const wishes = fc.oneof(...kinds).map((wish) => storeSchema.parse(wish));
const environments = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), wishes).map((stores) => ({ stores }));

const total = (pods: readonly StorePods[], of: (group: StorePods) => number) =>
  pods.reduce((sum, group) => sum + group.count * of(group), 0);
const podsOf = (stores: Record<string, StoreWish>, size?: Size) =>
  Object.values(stores).flatMap((wish) => decideStorePods(wish, size ?? wish.size));

const nextOf = (size: Size) => sizeClass.options[sizeClass.options.indexOf(size) + 1] ?? size;

/** The quota in numbers. */
function hardOf(stores: Record<string, StoreWish>) {
  const { hard } = decideStoreLimits({ stores });
  const number = (key: string) => {
    const [, digits, unit = ""] = /^(\d+)(m|Mi|Gi|Ti)?$/.exec(hard[key] ?? "") ?? [];
    return Number(digits) * ({ m: 1 / 1000, Mi: 1 / 1024, Ti: 1024 }[unit] ?? 1);
  };
  expect(hard["limits.memory"]).toBe(hard["requests.memory"]);
  return {
    cpu: number("requests.cpu"),
    memoryGiB: number("requests.memory"),
    pods: number("pods"),
    claims: number("persistentvolumeclaims"),
  };
}

/** Rounding to thousandths of a CPU and MiB. */
const nearly = 0.01;

describe("the quota of the stores' namespace", () => {
  it("holds all pods at once, one more of each kind, and a pod that somebody starts", () => {
    fc.assert(
      fc.property(environments, ({ stores }) => {
        const hard = hardOf(stores);
        const more = podsOf(stores).map((group) => ({ ...group, count: group.count + 1 }));
        expect(hard.cpu + nearly).toBeGreaterThanOrEqual(total(more, ({ each }) => each.cpu) + 0.5);
        expect(hard.memoryGiB + nearly).toBeGreaterThanOrEqual(total(more, ({ each }) => each.memoryGiB) + 1);
        expect(hard.pods).toBeGreaterThanOrEqual(total(more, () => 1) + 5);
      }),
    );
  });

  it("lets every store become a size smaller, pod by pod, while those that wait are as large as they were", () => {
    fc.assert(
      fc.property(environments, ({ stores }) => {
        const hard = hardOf(stores);
        const pairs = Object.values(stores).flatMap((wish) => {
          const before = decideStorePods(wish, nextOf(wish.size));
          return decideStorePods(wish).map((after, index) => ({ before: before[index] ?? after, after }));
        });
        for (const resource of ["cpu", "memoryGiB"] as const) {
          const during = pairs.reduce(
            (sum, { before, after }) => sum + (before.count - 1) * before.each[resource] + after.each[resource],
            0,
          );
          expect(hard[resource] + nearly).toBeGreaterThanOrEqual(during);
        }
      }),
    );
  });

  it("leaves claims of stores that are gone where they are, and room for as many again", () => {
    fc.assert(
      fc.property(environments, ({ stores }) => {
        expect(hardOf(stores).claims).toBeGreaterThanOrEqual(2 * total(podsOf(stores), ({ claims }) => claims));
      }),
    );
  });

  it("is a limit: at most twice the pods, and eight times the memory, besides what people start", () => {
    fc.assert(
      fc.property(
        environments.filter(({ stores }) => total(podsOf(stores), () => 1) > 0),
        ({ stores }) => {
          const hard = hardOf(stores);
          const all = podsOf(stores);
          // A step in size is up to four times the memory; one pod more doubles a group of one.
          expect(hard.memoryGiB).toBeLessThanOrEqual(8 * total(all, ({ each }) => each.memoryGiB) + 2);
          expect(hard.cpu).toBeLessThanOrEqual(5 * total(all, ({ each }) => each.cpu) + 1);
          expect(hard.pods).toBeLessThanOrEqual(2 * total(all, () => 1) + 10);
        },
      ),
    );
  });

  it("grows with each store", () => {
    fc.assert(
      fc.property(environments, wishes, ({ stores }, wish) => {
        const [less, more] = [hardOf(stores), hardOf({ ...stores, another: wish })];
        expect(more.cpu).toBeGreaterThanOrEqual(less.cpu);
        expect(more.memoryGiB).toBeGreaterThanOrEqual(less.memoryGiB);
        expect(more.pods).toBeGreaterThanOrEqual(less.pods);
      }),
    );
  });

  it("has room for poolers, wherever their store is", () => {
    const pooled = (pooling: "session" | undefined, placement: "managed" | "in-cluster") =>
      Number(
        decideStoreLimits({
          stores: { a: storeSchema.parse({ kind: "postgres", replicas: 1, placement, ...(pooling && { pooling }) }) },
        }).hard["pods"],
      );
    // Two kinds, three pods of each, and those that they replace: a pod that goes counts to its end.
    for (const placement of ["managed", "in-cluster"] as const)
      expect(pooled("session", placement) - pooled(undefined, placement)).toBe(14);
  });

  it("has room for a registry of schemas, wherever its Kafka is", () => {
    const kept = (schemas: object | undefined, placement: "managed" | "in-cluster") =>
      Number(
        decideStoreLimits({
          stores: { a: storeSchema.parse({ kind: "kafka", placement, ...(schemas && { schemas }) }) },
        }).hard["pods"],
      );
    // Two, and one that comes while another goes.
    for (const placement of ["managed", "in-cluster"] as const)
      expect(kept({}, placement) - kept(undefined, placement)).toBe(3);
  });

  it("is open for what people start where all stores are the cloud's, and never for an address outside", () => {
    expect(decideStoreLimits({ stores: {} }).hard).toEqual({
      "requests.cpu": "1",
      "requests.memory": "2Gi",
      "limits.memory": "2Gi",
      pods: "10",
      persistentvolumeclaims: "5",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
  });

  it("has room for what holds buckets, for one that replaces it and for the Job that makes them", () => {
    const { hard } = decideStoreLimits({ stores: {} }, { bucketsInCluster: true });
    expect(hard).toMatchObject({ "requests.memory": "3840Mi", pods: "14", persistentvolumeclaims: "9" });
  });

  it("gives containers that say nothing memory and CPU, and leaves servers' ephemeral storage and CPU alone", () => {
    const { containers } = decideStoreLimits({ stores: {} });
    expect(containers.defaultRequest).toEqual({ cpu: "50m", memory: "128Mi" });
    expect(containers.default).toEqual({ memory: "256Mi" });
  });
});

describe("the pods of a store", () => {
  const surroundings = exampleSurroundings();
  const requested = (resources: object | undefined) => JSON.stringify(resources);
  const asRequests = (wish: StoreWish) => {
    const { cpu, memory } = quantities(sizes[wish.size]);
    return requested({ requests: { cpu, memory }, limits: { memory } });
  };

  it("are those that the operators are asked for", () => {
    fc.assert(
      fc.property(
        wishes.filter((wish): wish is InClusterWish => wish.placement === "in-cluster"),
        (wish) => {
          const pods = decideStorePods(wish);
          const [first, second] = pods;
          switch (wish.kind) {
            case "postgres": {
              const identity = { name: "a", database: "a", image: "a", certificate: "c", labels: {} };
              const spec = decidePostgres(wish, identity, surroundings);
              const { cpu, memoryGiB } = wish.backups === undefined ? { cpu: 0, memoryGiB: 0 } : decideCopierSize(wish);
              const server = sizes[wish.size];
              expect(first).toEqual({
                count: spec.instances,
                each: { cpu: server.cpu + cpu, memoryGiB: server.memoryGiB + memoryGiB },
                claims: wish.backups === undefined ? 2 : 3,
              });
              expect(requested(spec.resources)).toBe(asRequests(wish));
              break;
            }
            case "redis": {
              const members = decideRedisMembers("a", wish, surroundings);
              const names = { config: "a", members: "a", users: "a", certificate: "a" };
              const parts = { store: "a", image: "a", exporterImage: "a", ...names };
              const servers = members.map((member) => decideRedisServer(wish, member, parts, surroundings));
              expect(first?.count).toBe(servers.length);
              expect(first?.claims).toBe(1);
              const { containers } = servers[0]?.template.spec ?? { containers: [] };
              expect(containers.map(({ resources }) => resources.limits.memory).slice(1)).toEqual(["64Mi", "64Mi"]);
              expect(requested(containers[0]?.resources)).toBe(asRequests(wish));
              break;
            }
            case "kafka": {
              const pools = decidePools("a", wish, surroundings);
              expect(pods.slice(0, pools.length)).toEqual(
                pools.map(({ role, spec }) => ({
                  count: spec.replicas,
                  each: role === "controller" ? { cpu: 0.25, memoryGiB: 1 } : sizes[wish.size],
                  claims: 1,
                })),
              );
              const { entityOperator, kafkaExporter } = decideKafka(
                "a",
                wish,
                { port: 1, peers: [], certificate: "c" },
                surroundings,
              );
              const each = { requests: { cpu: "50m", memory: "384Mi" }, limits: { memory: "384Mi" } };
              expect(entityOperator?.topicOperator?.resources).toEqual(each);
              expect(entityOperator?.userOperator?.resources).toEqual(each);
              expect(pods[pools.length]).toEqual({ count: 1, each: { cpu: 0.1, memoryGiB: 0.75 }, claims: 0 });
              expect(kafkaExporter?.resources).toMatchObject({ requests: quantities(exporterSize) });
              expect(pods[pools.length + 1]).toEqual({ count: 1, each: exporterSize, claims: 0 });
              break;
            }
            case "mongodb": {
              const secrets = { users: "a", certificate: "a", keyFile: "a", admin: "a" };
              const images = { image: "a", initImage: "a", exporterImage: "a" };
              const identity = { name: "a", ...images, labels: {}, secrets, serviceAccount: "a" };
              const [members] = decideMongodbCluster(wish, identity, surroundings).replsets;
              const server = sizes[wish.size];
              const agent = wish.backups === undefined ? { cpu: 0, memoryGiB: 0 } : decideAgentSize(wish);
              const each = {
                cpu: server.cpu + agent.cpu + exporterSize.cpu,
                memoryGiB: server.memoryGiB + agent.memoryGiB + exporterSize.memoryGiB,
              };
              expect(first).toEqual({ count: members?.size, each, claims: 1 });
              // Those that dump, bring in and try have a server of their own.
              expect(pods.slice(2)).toMatchObject(wish.backups === undefined ? [] : [{ count: 3, claims: 1 }]);
              expect(members?.sidecars.map(({ resources }) => resources.requests)).toEqual([quantities(exporterSize)]);
              expect(requested(members?.resources)).toBe(asRequests(wish));
              expect(second).toEqual({ count: 1, each: setupSize, claims: 0 });
              break;
            }
            case "cassandra": {
              const secrets = { superuser: "a", certificate: "a", management: "a" };
              const identity = { name: "a", image: "a", secrets, podLabels: {} };
              const { size, resources, systemLoggerResources } = decideCassandraDatacenter(
                wish,
                identity,
                surroundings,
              );
              const { cpu, memoryGiB } = sizes[wish.size];
              const each = { cpu: cpu + cassandraLoggerSize.cpu, memoryGiB: memoryGiB + cassandraLoggerSize.memoryGiB };
              expect(first).toEqual({ count: size, each, claims: 1 });
              expect(requested(resources)).toBe(asRequests(wish));
              expect(systemLoggerResources.limits.memory).toBe(quantities(cassandraLoggerSize).memory);
              expect(second).toEqual({ count: 1, each: setupSize, claims: 0 });
              break;
            }
            case "clickhouse": {
              const [config, certificates] = [
                { server: "a", keeper: "a" },
                { server: "a", keeper: "a" },
              ];
              const parts = { store: "a", image: "a", cluster: "a", secrets: "a", config, certificates };
              const members = decideClickhouseMembers("a", wish);
              const servers = members.map((member) => decideClickhouseServer(wish, member, parts, surroundings));
              const keepers = decideClickhouseKeepers(wish, parts, surroundings);
              expect(first).toEqual({ count: servers.length, each: sizes[wish.size], claims: 1 });
              expect(requested(servers[0]?.template.spec.containers[0]?.resources)).toBe(asRequests(wish));
              expect(second).toMatchObject({ count: keepers.replicas, claims: keepers.volumeClaimTemplates.length });
              expect(keepers.template.spec.containers[0]?.resources.limits.memory).toBe("512Mi");
              expect(second?.each.memoryGiB).toBe(0.5);
              break;
            }
            case "qdrant": {
              const parts = { store: "a", image: "a", config: "a", key: "a", certificate: "a", keyMark: "a" };
              const nodes = decideQdrantNodes("a", wish);
              const servers = nodes.map((node) => decideQdrantServer(wish, node, parts, surroundings));
              expect(first).toEqual({ count: nodes.length, each: sizes[wish.size], claims: 1 });
              expect(servers.map(({ template }) => template.spec.containers.length)).toEqual(nodes.map(() => 1));
              expect(requested(servers[0]?.template.spec.containers[0]?.resources)).toBe(asRequests(wish));
              expect(second).toEqual({ count: 2, each: setupSize, claims: 0 });
              break;
            }
            case "rabbitmq": {
              const secrets = { adminSecret: "a", tlsSecret: "a", interNodeConfig: "a" };
              const identity = { name: "a", image: "a", ...secrets, plugins: [], podLabels: {} };
              const { replicas, resources } = decideRabbitmqCluster(wish, identity, surroundings);
              expect(first).toEqual({ count: replicas, each: sizes[wish.size], claims: 1 });
              expect(requested(resources)).toBe(asRequests(wish));
              expect(second).toEqual({ count: 1, each: setupSize, claims: 0 });
              break;
            }
            case "mysql": {
              const secrets = { passwords: "a", server: "a", client: "a" };
              const images = { image: "a", agentImage: "a", exporterImage: "a" };
              const identity = { name: "a", ...images, secrets, labels: {} };
              const { replicas, resources, galera, metrics } = decideMariadb(wish, identity, surroundings);
              expect(metrics.exporter.resources.requests).toEqual(quantities(exporterSize));
              expect(pods).toContainEqual({ count: 1, each: exporterSize, claims: 0 });
              const agent = galera === undefined ? { cpu: 0, memoryGiB: 0 } : mariadbAgentSize;
              const { cpu, memoryGiB } = sizes[wish.size];
              const each = { cpu: cpu + agent.cpu, memoryGiB: memoryGiB + agent.memoryGiB };
              expect(first).toEqual({ count: replicas, each, claims: 1 });
              expect(requested(resources)).toBe(asRequests(wish));
              expect(galera?.recovery.job.resources.limits.memory).toBe(
                galera === undefined ? undefined : resources.limits.memory,
              );
              break;
            }
            case "influxdb": {
              const parts = { store: "a", image: "a", config: "a", certificate: "a" };
              const { replicas, template } = decideInfluxdbServer(wish, parts, surroundings);
              expect(first).toEqual({ count: replicas, each: sizes[wish.size], claims: 1 });
              expect(template.spec.containers.map(({ resources }) => requested(resources))).toEqual([asRequests(wish)]);
              break;
            }
            default:
              wish satisfies never;
          }
        },
      ),
    );
  });
});

describe("what copies a PostgreSQL", () => {
  const pods = (wish: object) => decideStorePods(storeSchema.parse({ kind: "postgres", replicas: 1, ...wish }))[0];

  it("is counted with each server, larger beside a larger one, with a volume for a backup that waits", () => {
    const backups = { bucket: "copies" };
    expect(pods({ size: "small" })).toMatchObject({ count: 2, each: { cpu: 0.5, memoryGiB: 1 }, claims: 2 });
    expect(pods({ size: "small", backups })).toMatchObject({ count: 2, each: { cpu: 0.6, memoryGiB: 1.5 }, claims: 3 });
    expect(pods({ size: "large", backups })).toMatchObject({ each: { cpu: 2.2, memoryGiB: 9 } });
    expect(pods({ restoreFrom: { bucket: "copies", store: "old" } })).toMatchObject({ each: { memoryGiB: 1.5 } });
  });

  it("have room for one that is restored to try backups, and what looks at it", () => {
    const of = (test: string) =>
      decideStorePods(storeSchema.parse({ kind: "postgres", replicas: 4, backups: { bucket: "copies", test } }));
    const [servers] = of("never");
    const tried = of("weekly").slice(of("never").length);
    expect(tried).toEqual([
      { count: 1, each: servers?.each, claims: 2 },
      { count: 1, each: setupSize, claims: 0 },
    ]);
  });
});
