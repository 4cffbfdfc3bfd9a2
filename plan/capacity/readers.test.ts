import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { repairSize } from "../../components/kit/databases/cassandra/cassandra-repair.ts";
import { decideStorePods, setupSize, type StorePods } from "../../components/kit/databases/store-limits.ts";
import { sizes } from "../../components/kit/sizes.ts";
import { flinkPart } from "../../components/kit/workloads/flink/flink.ts";
import { flinkSelector } from "../../components/kit/workloads/flink/flink-pods.ts";
import { smallestSizes } from "../../components/kit/databases/store-sizes.ts";
import { listEnvironments } from "../../environments/load.ts";
import { store } from "../../environments/schema/stores/stores.ts";
import { loadPlatform } from "../../stacks/load.ts";
import { planEnvironment } from "../plan-environment.ts";
import { chartType, withoutOptions, type PlannedObject, type PlannedResource } from "../planned-resource.ts";
import { sumOf, times, type PodGroup } from "./pod-group.ts";
import { isKnownType, podless, readers, readPods } from "./readers.ts";

const planned = (type: string, inputs: PlannedObject, more: Partial<PlannedResource> = {}): PlannedResource => ({
  ...withoutOptions,
  ...{ urn: `urn:${type}::${JSON.stringify(inputs["metadata"] ?? inputs["name"])}`, type, name: "a" },
  ...{ custom: true, remote: false, inputs },
  ...more,
});
const named = (name: string, namespace = "commerce", labels: PlannedObject = {}) => ({ name, namespace, labels });
const environment = gcpEnvironment({
  stores: { orders: { kind: "postgres" }, events: { kind: "kafka" }, sessions: { kind: "redis" } },
  domains: { commerce: { owner: "commerce", services: { order: { image: "commerce/order:1.0.0" } } } },
});
const read = (...resources: readonly PlannedResource[]) => readPods(resources, environment);
const only = (...resources: readonly PlannedResource[]): PodGroup => {
  const [group, ...others] = read(...resources).groups;
  if (group === undefined || others.length > 0) throw new Error("one group of pods was expected");
  return group;
};
const typesOf = (resources: readonly PlannedResource[]): string[] => [
  ...new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("kubernetes:"))),
];

describe("every kind of object", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));

  it.each(listEnvironments(root).map(({ name }) => name))("of %s is read or becomes no pods", async (name) => {
    const { resources } = await planEnvironment(loadPlatform(name, root).environment);
    expect(typesOf(resources).filter((type) => !isKnownType(type))).toEqual([]);
  });

  it("is either read or podless, and of what is podless it is said why", () => {
    expect(Object.keys(podless).filter((type) => Object.hasOwn(readers, type))).toEqual([]);
    expect(Object.values(podless).every((why) => why.length > 8)).toBe(true);
  });

  it("that nobody knows is named", () => {
    expect(read(planned("kubernetes:example.org/v1:Thing", {})).notes).toEqual([
      "kubernetes:example.org/v1:Thing may become pods that nobody counts",
    ]);
  });
});

/** What a kind has to say besides, where an operator runs one form of it alone. */
const runsAs: Readonly<Record<string, object>> = {
  cassandra: { tables: { visits: { columns: { day: "date" }, partitionKey: ["day"] } } },
  influxdb: { databases: { raw: {} } },
  mysql: { engine: "mariadb" },
  qdrant: { collections: { pictures: { size: 512 } } },
};

// The stores' quota is decided from the wish; what is counted here is read from the plan.
describe.each(Object.keys(smallestSizes))("%s in the cluster", (kind) => {
  const wish = store.parse({ kind, placement: "in-cluster", size: "medium", ...runsAs[kind] });
  const own = planEnvironment(gcpEnvironment({ stores: { thing: wish }, domains: {} }), { layer: "cluster" });

  it("is read whole: no kind of object is left out", async () => {
    expect(typesOf((await own).resources).filter((type) => !isKnownType(type))).toEqual([]);
  });

  it("asks for as much, in as many pods with as many volumes, as the stores' quota knows of", async () => {
    const { groups, notes } = readPods((await own).resources, { stores: { thing: wish }, domains: {} });
    // What sets a store up runs once, and may ask for less than is kept for it; what looks into a server's volume, when all
    // servers are down; what has nodes compare what they hold, twice a week: all have room in the quota, and lie on no node from day to day.
    const passes = ({ each, claims }: StorePods): boolean =>
      each === setupSize || each === repairSize || (claims === 0 && each === sizes[wish.size]);
    const stores = groups.filter((group) => group.name.startsWith("landbridge-data/") && group.kind !== "job");
    const decided = decideStorePods(wish).filter((pods) => !passes(pods));
    expect(sumOf(stores.map(({ each, most }) => times(each, most)))).toEqual({
      milliCpu: Math.round(decided.reduce((sum, { count, each }) => sum + count * each.cpu * 1000, 0)),
      memoryMiB: decided.reduce((sum, { count, each }) => sum + count * each.memoryGiB * 1024, 0),
    });
    expect(stores.reduce((sum, { most }) => sum + most, 0)).toBe(decided.reduce((sum, { count }) => sum + count, 0));
    expect(stores.reduce((sum, { most, claims }) => sum + most * claims.length, 0)).toBe(
      decided.reduce((sum, { count, claims }) => sum + count * claims, 0),
    );
    expect(notes.filter((note) => !note.includes("is a chart"))).toEqual([]);
  });

  it("says what has to be left of it, in production over zones that it may demand", async () => {
    const { groups } = readPods((await own).resources, { stores: { thing: wish }, domains: {} });
    const stores = groups.filter((group) => group.kind === "store");
    expect(stores.flatMap(({ keeps }) => keeps).length).toBeGreaterThan(0);
    expect(stores.every(({ skew, alone }) => skew.zone === 1 || alone === "zone")).toBe(true);
    expect(stores.every(({ wish: path }) => path === "stores.thing")).toBe(true);
  });
});

describe("PostgreSQL", () => {
  const cluster = (spec: PlannedObject) =>
    only(
      planned("kubernetes:postgresql.cnpg.io/v1:Cluster", {
        metadata: named("orders", "landbridge-data", { "app.kubernetes.io/name": "orders" }),
        spec,
      }),
    ).keeps;
  const synchronous = { method: "any", number: 1, failoverQuorum: true };

  it("has what copies it beside each server, as the place says that it copies to, and a volume for what waits", () => {
    const resources = { requests: { cpu: "200m", memory: "1Gi" } };
    const place = (name: string) =>
      planned("kubernetes:barmancloud.cnpg.io/v1:ObjectStore", {
        metadata: named(name, "landbridge-data"),
        spec: { instanceSidecarConfiguration: { resources } },
      });
    const servers = planned("kubernetes:postgresql.cnpg.io/v1:Cluster", {
      metadata: named("orders", "landbridge-data", { "app.kubernetes.io/name": "orders" }),
      spec: {
        resources: { requests: { cpu: "1", memory: "4Gi" } },
        plugins: [{ parameters: { barmanObjectName: "orders" } }],
        ephemeralVolumeSource: {
          volumeClaimTemplate: { spec: { storageClassName: "fast", resources: { requests: { storage: "20Gi" } } } },
        },
      },
    });
    const [group] = readPods([place("other"), place("orders"), servers], environment).groups;
    expect(group?.each).toEqual({ milliCpu: 1200, memoryMiB: 5120 });
    expect(group?.claims).toEqual([{ storageClass: "fast", gib: 20, path: "" }]);
    const [alone] = readPods([place("other"), servers], environment).groups;
    expect(alone?.each).toEqual({ milliCpu: 1000, memoryMiB: 4096 });
  });

  it("goes on from one server, where commits wait for nobody", () => {
    expect(cluster({ instances: 2 })).toMatchObject([{ of: 2, need: 1 }]);
  });

  it("goes on without one server, and no more, where a replica takes over only with every commit", () => {
    for (const instances of [3, 4, 5])
      expect(cluster({ instances, postgresql: { synchronous } })).toMatchObject([
        { of: instances, need: instances - 1, mend: "stores.orders.replicas: 2" },
      ]);
  });

  it("needs a replica to write, where a commit has to be on two servers", () => {
    expect(cluster({ instances: 4, postgresql: { synchronous: { number: 1 } } })).toMatchObject([{ need: 2 }]);
    const preferred = { number: 1, dataDurability: "preferred" };
    expect(cluster({ instances: 4, postgresql: { synchronous: preferred } })).toMatchObject([{ need: 1 }]);
  });
});

describe("Kafka", () => {
  const labels = { "strimzi.io/cluster": "events", "app.kubernetes.io/name": "events" };
  const pool = (roles: string[], replicas: number) =>
    planned("kubernetes:kafka.strimzi.io/v1:KafkaNodePool", {
      metadata: named("pool", "landbridge-data", labels),
      spec: { roles, replicas },
    });
  const kafka = (rack: PlannedObject) =>
    planned("kubernetes:kafka.strimzi.io/v1:Kafka", {
      metadata: named("events", "landbridge-data"),
      spec: { kafka: { ...rack, config: { "default.replication.factor": 3, "min.insync.replicas": 2 } } },
    });
  const racks = { rack: { topologyKey: "topology.kubernetes.io/zone" } };

  it("needs a majority of its controllers", () => {
    expect(only(pool(["controller"], 3)).keeps).toMatchObject([{ what: "controllers", of: 3, need: 2 }]);
    expect(only(pool(["controller"], 5)).keeps).toMatchObject([{ of: 5, need: 3 }]);
  });

  it("needs as many copies as must be written, which lie in different zones where it knows them", () => {
    expect(only(pool(["broker"], 6), kafka(racks)).keeps).toMatchObject([
      { what: "copies of each partition", of: 3, need: 2, apart: "zones" },
      { what: "brokers", of: 6, need: 2, apart: "pods" },
    ]);
    expect(only(pool(["broker"], 6), kafka({})).keeps).toMatchObject([{ of: 3, need: 2, apart: "nothing" }]);
    expect(only(pool(["broker"], 3), kafka({})).keeps).toMatchObject([{ of: 3, need: 2, apart: "pods" }]);
  });
});

describe("a service", () => {
  const order = planned("kubernetes:apps/v1:Deployment", {
    metadata: named("order"),
    spec: {
      template: {
        metadata: { labels: { app: "order" } },
        spec: {
          containers: [{ resources: { requests: { cpu: "250m", memory: "1Gi" } } }],
          topologySpreadConstraints: [
            { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
            { topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
          ],
        },
      },
    },
  });
  const scaler = (name: string) =>
    planned("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
      metadata: named(name),
      spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas: 2, maxReplicas: 9 },
    });

  it("is as many pods as its autoscaler leaves and makes, or one", () => {
    expect(only(order, scaler("order"))).toMatchObject({ least: 2, most: 9 });
    expect(only(order, scaler("other"))).toMatchObject({ least: 1, most: 1 });
  });

  it("demands what it demands, and no wish counts as a demand", () => {
    expect(only(order)).toMatchObject({ skew: { zone: 1 }, each: { milliCpu: 250, memoryMiB: 1024 } });
    expect(only(order).skew).toEqual({ zone: 1 });
  });

  it("keeps one pod, or as many as its budget says, and is mended where it is asked for", () => {
    const budget = planned("kubernetes:policy/v1:PodDisruptionBudget", {
      metadata: named("order"),
      spec: { minAvailable: 2, selector: { matchLabels: { app: "order" } } },
    });
    expect(only(order, scaler("order")).keeps).toEqual([
      { what: "pods", of: 2, need: 1, apart: "pods", mend: "domains.commerce.services.order.scale.min: 3" },
    ]);
    expect(only(order, scaler("order"), budget).keeps).toMatchObject([{ need: 2 }]);
  });
});

describe("a Flink cluster", () => {
  const flinkEnvironment = gcpEnvironment({
    domains: { commerce: { owner: "commerce", services: { enrich: { image: "commerce/enrich:1.0.0" } } } },
  });
  const mendOf = (role: "jobmanager" | "taskmanager", replicas: number) => {
    const servers = planned("kubernetes:apps/v1:Deployment", {
      metadata: named(flinkPart("enrich", role), "commerce", { "app.kubernetes.io/name": "enrich" }),
      spec: { replicas, template: { metadata: { labels: { ...flinkSelector("enrich", role) } } } },
    });
    return readPods([servers], flinkEnvironment).groups.flatMap(({ keeps }) => keeps.map(({ mend }) => mend));
  };

  it("is mended by more TaskManagers, where it says how many there are", () => {
    expect(mendOf("taskmanager", 2)).toEqual(["domains.commerce.services.enrich.flink.taskManagers: 3"]);
    expect(mendOf("taskmanager", 3)).toEqual(["domains.commerce.services.enrich.flink.taskManagers: 4"]);
  });

  it("has more JobManagers in production, and no more than these", () => {
    expect([1, 2, 3].map((replicas) => mendOf("jobmanager", replicas))).toEqual([
      ["tier: production"],
      ["tier: production"],
      [""],
    ]);
  });
});

describe("ClickHouse", () => {
  const nameOfServers = async (shards: number) => {
    const wish = store.parse({ kind: "clickhouse", placement: "in-cluster", shards, replicas: 2 });
    const stores = { analytics: wish };
    const { resources } = await planEnvironment(gcpEnvironment({ stores, domains: {} }), { layer: "cluster" });
    const groups = readPods(resources, { stores, domains: {} }).groups.filter(({ kind }) => kind === "store");
    return groups.map(({ name, least, claims }) => [name, least, claims.length]);
  };

  it("is named as its store is, and a shard where there are several", async () => {
    const keepers = ["landbridge-data/analytics-keeper", 3, 1];
    expect(await nameOfServers(1)).toEqual([["landbridge-data/analytics", 2, 1], keepers]);
    expect(await nameOfServers(2)).toEqual([
      ["landbridge-data/analytics shard 0", 2, 1],
      ["landbridge-data/analytics shard 1", 2, 1],
      keepers,
    ]);
  });
});

describe("an operator from a chart", () => {
  const chart = planned(
    chartType,
    {
      name: "thing-operator",
      namespace: "landbridge-operators",
      values: { replicaCount: 2, resources: { requests: { cpu: "100m", memory: "256Mi" } }, nodeSelector: { a: "b" } },
    },
    { custom: false, remote: true, urn: "urn:chart" },
  );

  it("is counted as its values say, and that it is said", () => {
    const { groups, notes } = read(chart);
    expect(groups).toMatchObject([
      {
        name: "landbridge-operators/thing-operator",
        kind: "operator",
        most: 2,
        each: { milliCpu: 100, memoryMiB: 256 },
      },
    ]);
    expect(groups[0]?.nodes.anyOf).toEqual([{ a: ["b"] }]);
    expect(notes).toHaveLength(1);
  });

  it("may be several, each with values of its own or the first one's", () => {
    const resources = { requests: { cpu: "50m", memory: "64Mi" } };
    const values = {
      replicaCount: 2,
      resources,
      webhook: { replicaCount: 3, resources },
      injector: { resources },
      off: { enabled: false, resources },
    };
    const { groups } = read({ ...chart, inputs: { name: "many", namespace: "n", values } });
    expect(groups.map(({ name, most }) => [name, most])).toEqual([
      ["n/many", 2],
      ["n/many-injector", 2],
      ["n/many-webhook", 3],
    ]);
  });

  it("is what the chart holds, where somebody could look", () => {
    const inside = planned(
      "kubernetes:apps/v1:Deployment",
      {
        metadata: named("thing-operator", "landbridge-operators"),
        spec: {
          replicas: 1,
          template: { spec: { containers: [{ resources: { requests: { cpu: 1, memory: "1Gi" } } }] } },
        },
      },
      { parent: "urn:chart" },
    );
    expect(read(chart, inside)).toMatchObject({
      groups: [{ most: 1, each: { milliCpu: 1000 }, keeps: [] }],
      notes: [],
    });
  });

  it("isn't known, where its values say nothing", () => {
    const silent = { ...chart, inputs: { name: "silent", namespace: "somewhere", values: {} } };
    expect(read(silent)).toEqual({
      groups: [],
      notes: [expect.stringContaining("don't say what it requests") as string],
    });
  });
});
