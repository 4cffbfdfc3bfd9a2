import { expect, test } from "vitest";
import type { PodState } from "./cluster-state.ts";
import { brokenQuorums, standInsFor } from "./stand-ins.ts";

const tolerations = [{ key: "landbridge.dev/purpose", operator: "Equal", value: "data", effect: "NoSchedule" }];
const resources = { requests: { cpu: "1" } };
const securityContext = { runAsUser: 999 };
const named = (apiVersion: string, kind: string, spec: object) => ({
  ...{ apiVersion, kind, spec },
  metadata: { name: "store", namespace: "data", labels: { "strimzi.io/cluster": "events", own: "label" } },
});
const pool = named("kafka.strimzi.io/v1", "KafkaNodePool", {
  ...{ replicas: 3, roles: ["broker"], resources },
  template: { pod: { tolerations, metadata: { labels: { mesh: "off" } } } },
});
const rack = (name: string) => ({ name });
const datacenter = named("cassandra.datastax.com/v1beta1", "CassandraDatacenter", {
  ...{
    clusterName: "store",
    serverVersion: "5.0.9",
    size: 4,
    racks: ["r1", "r2", "r3"].map(rack),
    resources,
    tolerations,
  },
  systemLoggerResources: { requests: { cpu: "100m" } },
  podTemplateSpec: {
    metadata: { labels: { mesh: "off" } },
    spec: { securityContext, containers: [{ name: "cassandra", securityContext: { privileged: true } }] },
  },
});
const namesOf = (...args: Parameters<typeof standInsFor>): string[] =>
  standInsFor(...args).map(({ kind, metadata: { name } }) => `${kind} ${name}`);
const only = (object: ReturnType<typeof named>) => standInsFor([object])[0];
const podOf = (labels: Readonly<Record<string, string>>, ready = true): PodState => ({
  ...{ namespace: "data", name: "a", labels, zone: "zone-a", ready, finished: false, waitsFor: undefined },
});

test("a pool of Kafka has as many pods, as large, with the labels and the wishes about nodes that it asks for", () => {
  const labels = {
    ...{ mesh: "off", "strimzi.io/cluster": "events", "strimzi.io/kind": "Kafka", "strimzi.io/name": "events-kafka" },
    ...{ "strimzi.io/pool-name": "store", "strimzi.io/broker-role": "true", "strimzi.io/controller-role": "false" },
  };
  expect(only(pool)?.metadata).toMatchObject({ name: "stand-in-events-store", namespace: "data" });
  expect(only(pool)).toMatchObject({
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { tolerations, containers: [{ resources }] } },
    },
  });
});

test("a Kafka has operators beside its nodes, and one budget for all of these", () => {
  const helper = { topicOperator: { resources }, userOperator: { resources } };
  const kafka = named("kafka.strimzi.io/v1", "Kafka", { entityOperator: helper, cruiseControl: { resources } });
  expect(namesOf([kafka])).toEqual([
    "StatefulSet stand-in-store-entity-operator",
    "StatefulSet stand-in-store-cruise-control",
    "PodDisruptionBudget stand-in-store-kafka",
  ]);
  expect(only(kafka)).toMatchObject({ spec: { template: { spec: { containers: [{ resources }, { resources }] } } } });
});

test("a Kafka has a budget that counts all of its nodes", () => {
  const events = (kind: string, name: string, spec: object) => ({
    ...named("kafka.strimzi.io/v1", kind, spec),
    metadata: { name, namespace: "data", labels: { "strimzi.io/cluster": "events" } },
  });
  const controllers = events("KafkaNodePool", "c", { replicas: 3, roles: ["controller"], resources });
  const brokers = events("KafkaNodePool", "b", { replicas: 3, roles: ["broker"], resources });
  const made = standInsFor([events("Kafka", "events", {}), brokers, controllers]);
  const budget = made.find(({ kind }) => kind === "PodDisruptionBudget");
  expect(budget).toMatchObject({ spec: { minAvailable: 5 } });
});

test("PostgreSQL keeps its servers apart as its own words say, and lets none go where it is alone", () => {
  const affinity = { tolerations, podAntiAffinityType: "required", topologyKey: "topology.kubernetes.io/zone" };
  const postgres = (instances: number) =>
    standInsFor([named("postgresql.cnpg.io/v1", "Cluster", { instances, resources, affinity })]);
  const [servers, budget] = postgres(3);
  const apart = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "topology.kubernetes.io/zone" }] };
  expect(servers).toMatchObject({
    spec: { replicas: 3, template: { spec: { tolerations, affinity: { podAntiAffinity: apart } } } },
  });
  expect(budget).toMatchObject({ spec: { maxUnavailable: 1 } });
  expect(postgres(1)[1]).toMatchObject({ spec: { maxUnavailable: 0 } });
});

test("RabbitMQ has its brokers' labels and nodes from what is overridden", () => {
  const template = { metadata: { labels: { mesh: "off" } }, spec: { nodeSelector: { purpose: "data" } } };
  const spec = { replicas: 3, resources, tolerations, override: { statefulSet: { spec: { template } } } };
  const broker = only(named("rabbitmq.com/v1beta1", "RabbitmqCluster", spec));
  expect(broker).toMatchObject({
    spec: {
      replicas: 3,
      template: {
        metadata: { labels: { mesh: "off", "app.kubernetes.io/name": "store" } },
        spec: { tolerations, nodeSelector: { purpose: "data" } },
      },
    },
  });
});

test("MongoDB has the members of each replica set, as whom it says, and apart in its operator's words or its own", () => {
  const set = { name: "rs0", size: 3, resources, podSecurityContext: securityContext, labels: { mesh: "off" } };
  const mongodb = (more: object) =>
    standInsFor([named("psmdb.percona.com/v1", "PerconaServerMongoDB", { replsets: [{ ...set, ...more }] })]);
  const [members, budget] = mongodb({ podDisruptionBudget: { maxUnavailable: 1 } });
  const apart = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }] };
  expect(members).toMatchObject({
    spec: { replicas: 3, template: { spec: { securityContext, affinity: { podAntiAffinity: apart } } } },
  });
  expect(budget).toMatchObject({ kind: "PodDisruptionBudget", spec: { maxUnavailable: 1 } });
  expect(mongodb({ affinity: { advanced: { own: true } } })).toMatchObject([
    { spec: { template: { spec: { affinity: { own: true } } } } },
  ]);
});

test("MariaDB has an agent beside each server of several, with a security context of its own", () => {
  const mariadb = (more: object) =>
    only(named("k8s.mariadb.com/v1alpha1", "MariaDB", { replicas: 1, resources, securityContext, ...more }));
  expect(mariadb({})).toMatchObject({
    spec: { template: { spec: { containers: [{ name: "mariadb", securityContext }] } } },
  });
  expect(mariadb({ galera: { agent: { resources } } })).toMatchObject({
    spec: { template: { spec: { containers: [{ name: "mariadb" }, { name: "agent", resources }] } } },
  });
});

test("Cassandra has a group of nodes for each rack, no two on a machine, and one budget and quorum for all", () => {
  const made = standInsFor([datacenter]);
  expect(made).toMatchObject([
    { kind: "StatefulSet", spec: { replicas: 2 } },
    { kind: "StatefulSet", spec: { replicas: 1 } },
    { kind: "StatefulSet", spec: { replicas: 1 } },
    { kind: "PodDisruptionBudget", spec: { minAvailable: 3 } },
  ]);
  expect(made[0]?.metadata.name).toBe("stand-in-store-store-r1-sts");
  expect(made[0]).toMatchObject({
    spec: {
      template: {
        metadata: {
          labels: {
            ...{ "cassandra.datastax.com/rack": "r1", "cassandra.datastax.com/datacenter": "store", mesh: "off" },
            ...{ "app.kubernetes.io/name": "cassandra", "app.kubernetes.io/instance": "cassandra-store" },
          },
        },
        spec: {
          ...{ tolerations, securityContext },
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }],
            },
          },
          containers: [{ resources, securityContext: { privileged: true } }, { name: "server-system-logger" }],
        },
      },
    },
  });
  const labels = {
    ...{ "cassandra.datastax.com/cluster": "store", "cassandra.datastax.com/datacenter": "store", mesh: "off" },
    ...{ "app.kubernetes.io/name": "cassandra", "app.kubernetes.io/instance": "cassandra-store" },
    ...{ "app.kubernetes.io/managed-by": "cass-operator", "app.kubernetes.io/created-by": "cass-operator" },
    "app.kubernetes.io/version": "5.0.9",
  };
  const left = ["r2", "r3"].map((name) => podOf({ ...labels, "cassandra.datastax.com/rack": name }));
  expect(brokenQuorums(made, left)).toEqual(["data/store: 2 of 4 left, a quorum is 3"]);
});

test("anything else becomes nothing", () => {
  expect(standInsFor([named("kafka.strimzi.io/v1", "KafkaTopic", {}), named("v1", "Pod", {})])).toEqual([]);
});

test("workers of Kafka Connect have no quorum: whoever is left takes over", () => {
  const connect = named("kafka.strimzi.io/v1", "KafkaConnect", { replicas: 2, template: { pod: {} } });
  expect(standInsFor([connect]).filter(({ kind }) => kind === "StatefulSet")).toHaveLength(1);
  expect(brokenQuorums(standInsFor([connect]), [])).toEqual([]);
});

test("a quorum is broken when no majority is left, and one alone has none", () => {
  const standIns = standInsFor([pool]);
  const labels = {
    ...{ mesh: "off", "strimzi.io/cluster": "events", "strimzi.io/kind": "Kafka", "strimzi.io/name": "events-kafka" },
    ...{ "strimzi.io/pool-name": "store", "strimzi.io/broker-role": "true", "strimzi.io/controller-role": "false" },
  };
  expect(brokenQuorums(standIns, [podOf(labels), podOf(labels)])).toEqual([]);
  const broken = ["data/events-store: 1 of 3 left, a quorum is 2"];
  expect(brokenQuorums(standIns, [podOf(labels), podOf(labels, false)])).toEqual(broken);
  expect(brokenQuorums(standInsFor([{ ...pool, spec: { ...pool.spec, replicas: 1 } }]), [])).toEqual([]);
});
