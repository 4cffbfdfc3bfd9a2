import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../plan/planned-resource.ts";
import type { ManagedStores, StoreAccess } from "../cloud.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { storePods } from "../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { environmentFlows } from "../platform/environment-flows.ts";
import { Namespace } from "../platform/namespace.ts";
import { operatedKinds } from "../platform/needed-operators.ts";
import { OperatorCharts } from "../platform/operator-charts.ts";
import {
  custom,
  exampleAuthority,
  examplePem,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../plan.fixture.ts";
import { Server } from "./clients.fixture.ts";
import { DataStores } from "./data-stores.ts";

async function plan(changes: Partial<Surroundings> = {}, environment = exampleEnvironment()) {
  let access: Readonly<Record<string, StoreAccess>> = {};
  const resources = await planComponents((opts) => {
    const surroundings = exampleSurroundings(changes);
    const flows = environmentFlows(environment);
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows, protect: true },
      opts,
    );
    const kinds = operatedKinds(environment);
    const { ready } = new OperatorCharts("shop-operators", { kinds, surroundings, flows, watched: data }, opts);
    const authority = exampleAuthority();
    const args = { environment, surroundings, namespace: data.name, operators: ready, authority };
    access = new DataStores("shop-stores", args, opts).access;
  });
  return { resources: resources.filter(({ name }) => name.startsWith("shop-stores")), access };
}

it("makes each store, its logins and its topics", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources)).toEqual([
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-0-0",
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-0-1",
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-1-0",
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-1-1",
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-2-0",
    "kubernetes:apps/v1:StatefulSet shop-stores-sessions-server-2-1",
    "kubernetes:batch/v1:Job shop-stores-orders-setup-job",
    "kubernetes:batch/v1:Job shop-stores-sessions-setup-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-events-certificate-tls",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-orders-certificate-tls",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-sessions-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-stores-events-balancer-metrics",
    "kubernetes:core/v1:ConfigMap shop-stores-orders-setup-authorities",
    "kubernetes:core/v1:ConfigMap shop-stores-orders-setup-config",
    "kubernetes:core/v1:ConfigMap shop-stores-sessions-config",
    "kubernetes:core/v1:ConfigMap shop-stores-sessions-members",
    "kubernetes:core/v1:ConfigMap shop-stores-sessions-setup-config",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-0-0",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-0-1",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-1-0",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-1-1",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-2-0",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-sessions-volume-2-1",
    "kubernetes:core/v1:Secret shop-stores-events-user-billing-settle-secret",
    "kubernetes:core/v1:Secret shop-stores-events-user-commerce-order-secret",
    "kubernetes:core/v1:Secret shop-stores-orders-owner",
    "kubernetes:core/v1:Secret shop-stores-orders-setup-secret",
    "kubernetes:core/v1:Secret shop-stores-sessions-setup-secret",
    "kubernetes:core/v1:Secret shop-stores-sessions-users",
    "kubernetes:core/v1:Service shop-stores-sessions-nodes",
    "kubernetes:core/v1:Service shop-stores-sessions-service",
    "kubernetes:kafka.strimzi.io/v1:Kafka shop-stores-events-cluster",
    "kubernetes:kafka.strimzi.io/v1:KafkaNodePool shop-stores-events-pool-broker",
    "kubernetes:kafka.strimzi.io/v1:KafkaNodePool shop-stores-events-pool-controller",
    "kubernetes:kafka.strimzi.io/v1:KafkaTopic shop-stores-events-topic-orders.created",
    "kubernetes:kafka.strimzi.io/v1:KafkaTopic shop-stores-events-topic-orders.created.settle.dead-letter",
    "kubernetes:kafka.strimzi.io/v1:KafkaUser shop-stores-events-user-billing-settle",
    "kubernetes:kafka.strimzi.io/v1:KafkaUser shop-stores-events-user-commerce-order",
    "kubernetes:policy/v1:PodDisruptionBudget shop-stores-sessions-budget",
    "kubernetes:postgresql.cnpg.io/v1:Cluster shop-stores-orders-cluster",
    "landbridge:data:DataStores shop-stores",
    "landbridge:data:KafkaCluster shop-stores-events",
    "landbridge:data:PostgresCluster shop-stores-orders",
    "landbridge:data:PostgresSetup shop-stores-orders-setup",
    "landbridge:data:RedisCluster shop-stores-sessions",
    "random:index/randomPassword:RandomPassword shop-stores-events-user-billing-settle-password",
    "random:index/randomPassword:RandomPassword shop-stores-events-user-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-stores-orders-owner-password",
    "random:index/randomPassword:RandomPassword shop-stores-orders-setup-login-commerce-inventory-password",
    "random:index/randomPassword:RandomPassword shop-stores-orders-setup-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-stores-sessions-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-stores-sessions-login-landbridge-password",
    "random:index/randomPassword:RandomPassword shop-stores-sessions-login-metrics-password",
    "random:index/randomPassword:RandomPassword shop-stores-sessions-login-replication-password",
  ]);
});

it("makes every custom resource after its operator, in the stores' namespace", async () => {
  const { resources } = await plan();
  const operators: Record<string, string> = {
    "shop-stores-events-cluster": "shop-operators-strimzi-kafka-operator-chart",
    "shop-stores-events-pool-broker": "shop-operators-strimzi-kafka-operator-chart",
    "shop-stores-orders-cluster": "shop-operators-cloudnative-pg-chart",
  };
  for (const [name, operator] of Object.entries(operators)) {
    expect(waitsFor(custom(resources, name))).toContain(operator);
    expect(objectAt(custom(resources, name), "metadata")["namespace"]).toBe("landbridge-data");
  }
});

it("makes topics and users after the cluster that they are in", async () => {
  const { resources } = await plan();
  const inside = resources.filter(({ type }) => /Kafka(Topic|User)$/.test(type));
  expect(inside).toHaveLength(4);
  for (const resource of inside) {
    expect(waitsFor(resource)).toContain("shop-stores-events-cluster");
    expect(objectAt(resource, "metadata", "labels")["strimzi.io/cluster"]).toBe("events");
  }
});

it("waits until a store is ready, by what its operator reports", async () => {
  const { resources } = await plan();
  const waits = ["orders", "events"].map(
    (store) =>
      objectAt(custom(resources, `shop-stores-${store}-cluster`), "metadata", "annotations")["pulumi.com/waitFor"],
  );
  expect(waits).toEqual(["condition=Ready", "condition=Ready"]);
});

it("keeps every password secret, and gives the owner's to no service", async () => {
  const { resources, access } = await plan();
  for (const resource of resources.filter(({ type }) => type.endsWith(":Secret"))) {
    expect(isSecret(resource.inputs["stringData"]), resource.name).toBe(true);
  }
  const { orders } = access;
  expect(orders?.kind === "postgres" ? Object.keys(orders.logins) : []).toEqual([
    "commerce-inventory",
    "commerce-order",
  ]);
});

it("tells who uses a store in the cluster whom to trust there, and waits for the certificate", async () => {
  const { resources, access } = await plan();
  for (const store of ["orders", "events"]) {
    expect(waitsFor(custom(resources, `shop-stores-${store}-cluster`))).toContain(
      `shop-stores-${store}-certificate-tls`,
    );
    const trusted = output(access[store]?.authorities);
    expect(await new Promise((resolve) => trusted.apply(resolve)), store).toBe(examplePem);
  }
  const { secretTemplate } = objectAt(custom(resources, "shop-stores-orders-certificate-tls"), "spec");
  expect(secretTemplate).toMatchObject({ labels: { "cnpg.io/reload": "true" } });
});

it("fails where nobody signs what a store in the cluster needs", async () => {
  const planned = planComponents((opts) => {
    const stores = { orders: { kind: "postgres" } };
    const around = { surroundings: exampleSurroundings(), namespace: "data" };
    const operators = { postgres: new Server("operator") };
    new DataStores(
      "shop-stores",
      { environment: exampleEnvironment({ stores, domains: {} }), operators, ...around },
      opts,
    );
  });
  await expect(planned).rejects.toThrow("store orders shows certificates in the cluster, where nobody signs any");
});

it("opens Kafka's listener to its users alone", async () => {
  const { resources } = await plan();
  const listeners = JSON.stringify(
    objectAt(custom(resources, "shop-stores-events-cluster"), "spec", "kafka")["listeners"],
  );
  expect(listeners).toContain('"kubernetes.io/metadata.name":"billing"');
  expect(listeners).not.toContain("inventory");
});

it("never leaves Kafka's listener without peers, which would open it to everyone", async () => {
  const stores = { events: { kind: "kafka" } };
  const { resources } = await plan({}, exampleEnvironment({ stores, domains: {} }));
  const spec = JSON.stringify(objectAt(custom(resources, "shop-stores-events-cluster"), "spec", "kafka"));
  expect(spec).toContain('"networkPolicyPeers":[{"podSelector":{"matchLabels":{"strimzi.io/cluster":"events"}}}]');
});

it("labels servers of Redis, and selects by their Services, with all that policies look for", async () => {
  const { resources } = await plan();
  const { labels } = storePods("sessions", "redis");
  const server = custom(resources, "shop-stores-sessions-server-2-1");
  expect(objectAt(server, "spec", "template", "metadata", "labels")).toMatchObject(labels);
  expect(objectAt(custom(resources, "shop-stores-sessions-service"), "spec", "selector")).toEqual(labels);
});

it("changes one server of Redis after the other, gives each service a login of its own, and hands out access when all are together", async () => {
  const { resources, access } = await plan();
  const servers = ["0-1", "1-1", "2-1", "0-0", "1-0", "2-0"].map((role) =>
    custom(resources, `shop-stores-sessions-server-${role}`),
  );
  for (const [index, server] of servers.entries()) {
    if (index > 0) expect(waitsFor(server)).toContain(servers[index - 1]?.name);
    expect(waitsFor(server)).toEqual(
      expect.arrayContaining(["shop-stores-sessions-certificate-tls", "shop-stores-sessions-users"]),
    );
  }
  expect(waitsFor(custom(resources, "shop-stores-sessions-setup-job"))).toContain("shop-stores-sessions-server-2-0");
  const { sessions } = access;
  expect(sessions?.kind === "redis" ? [sessions.tls, Object.keys(sessions.logins)] : []).toEqual([
    true,
    ["commerce-order"],
  ]);
  expect(objectAt(custom(resources, "shop-stores-sessions-budget"), "spec")["minAvailable"]).toBe(5);
});

it("refuses to delete what holds data where the environment says so", async () => {
  const { resources } = await plan({ protect: true });
  const held = resources.filter(({ protect }) => protect).map(({ type }) => type.split(":").at(-1));
  expect([...new Set(held)].sort()).toEqual([
    "Cluster",
    "Kafka",
    "KafkaNodePool",
    "KafkaTopic",
    "PersistentVolumeClaim",
  ]);
});

it("reaches the replicas for reads, or the one server there is", async () => {
  const hosts = async (replicas: number) => {
    const { access } = await plan(
      {},
      exampleEnvironment({ stores: { orders: { kind: "postgres", replicas } }, domains: {} }),
    );
    const { orders } = access;
    if (orders?.kind !== "postgres") throw new Error("orders is no PostgreSQL");
    return new Promise((resolve) => orders.readOnly.host.apply(resolve));
  };
  expect(await hosts(2)).toBe("orders-ro.landbridge-data.svc");
  expect(await hosts(0)).toBe("orders-rw.landbridge-data.svc");
});

it("takes a managed store as the cloud made it, and sets rights only where the cloud can't", async () => {
  const made = (admin: boolean) => {
    const login = { user: output("someone"), password: secret("hidden") };
    const logins = { "commerce-order": login, "billing-settle": login };
    const sasl = { protocol: "SASL_SSL", mechanism: "SCRAM-SHA-512", logins } as const;
    const events = { access: { kind: "kafka", bootstrap: output("broker:9096"), ...sasl } as const };
    const endpoint = { host: output("cache"), port: 10000 };
    const sessions = { access: { kind: "redis", endpoint, tls: true, logins } as const };
    const kafka = { events: admin ? { ...events, admin: login } : events };
    return {
      postgres: {},
      mysql: {},
      rabbitmq: {},
      kafka,
      redis: { sessions },
      mongodb: {},
      cassandra: {},
    } satisfies ManagedStores;
  };
  const stores = {
    events: { kind: "kafka", placement: "managed" },
    sessions: { kind: "redis", placement: "managed" },
  };
  const types = async (admin: boolean) => {
    let access: Readonly<Record<string, StoreAccess>> = {};
    const resources = await planComponents((opts) => {
      const environment = exampleEnvironment({ stores });
      const surroundings = exampleSurroundings();
      const args = { environment, surroundings, namespace: "data", operators: {}, managed: made(admin) };
      access = new DataStores("shop-stores", args, opts).access;
    });
    expect(Object.keys(access)).toEqual(["events", "sessions"]);
    return resources
      .map(({ type }) => type)
      .filter((type) => type.startsWith("landbridge:"))
      .sort();
  };
  expect(await types(false)).toEqual(["landbridge:data:DataStores"]);
  expect(await types(true)).toEqual(["landbridge:data:DataStores", "landbridge:data:KafkaSetup"]);
});

it("fails for a managed store that the cloud didn't make", async () => {
  const stores = { sessions: { kind: "redis", placement: "managed" } };
  const planned = planComponents((opts) => {
    const environment = exampleEnvironment({ stores, domains: {} });
    new DataStores(
      "shop-stores",
      { environment, surroundings: exampleSurroundings(), namespace: "data", operators: {} },
      opts,
    );
  });
  await expect(planned).rejects.toThrow("store sessions is managed, but the cloud made none");
});
