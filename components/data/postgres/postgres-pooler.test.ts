import { CustomResource, output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { store as storeSchema, type PostgresWish } from "../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import { exporterSize } from "../../kit/monitoring/exporter-size.ts";
import type { PostgresAccess } from "../../cloud.ts";
import { poolerOf } from "../../kit/network/flows/store-flows.ts";
import type { ServerProof } from "../../kit/databases/server-proof.ts";
import { poolerSize } from "../../kit/databases/postgres/postgres-pooler.ts";
import {
  custom,
  exampleAuthority,
  examplePem,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { Server } from "../clients.fixture.ts";
import { PostgresPooler } from "./postgres-pooler.ts";

/** Something that connects. */
class Service extends CustomResource {
  constructor(name: string, access: PostgresAccess) {
    super("landbridge:test:Service", name, { host: access.readWrite.host, readHost: access.readOnly.host });
  }
}

function wishOf(changes: Partial<PostgresWish>): PostgresWish {
  const wish = storeSchema.parse({ kind: "postgres", size: "medium", replicas: 1, ...changes });
  if (wish.kind !== "postgres") throw new Error("it is no PostgreSQL");
  return wish;
}

async function plan(
  changes: Partial<PostgresWish> = {},
  around: Parameters<typeof exampleSurroundings>[0] = {},
  authorities?: string,
  proof?: ServerProof,
) {
  let ports: number[] = [];
  let found: PostgresAccess | undefined;
  const resources = await planComponents((opts) => {
    const [primary, follower] = [new Server("primary"), new Server("follower")];
    const logins = Object.fromEntries(
      ["commerce-order", "commerce-report"].map((user) => [
        user,
        { user: primary.urn.apply(() => user), password: createPassword(`${user}-password`, {}) },
      ]),
    );
    const servers: PostgresAccess = {
      kind: "postgres",
      readWrite: { host: primary.address, port: 5432 },
      readOnly: { host: follower.address, port: 5433 },
      database: "orders",
      ...{ authorities, proof },
      logins,
    };
    const surroundings = exampleSurroundings({ costMode: "balanced", ...around });
    const wish = wishOf(changes);
    const authority = exampleAuthority();
    const common = { store: "orders", wish, access: servers, authority, surroundings, namespace: "data" };
    const { access } = new PostgresPooler("shop-orders-pooler", { ...common, mode: "transaction" }, opts);
    found = access;
    ports = [access.readWrite.port, access.readOnly.port];
    new Service("service", access);
  });
  return { resources, ports, access: found };
}

const ours = (resources: Awaited<ReturnType<typeof plan>>["resources"]) =>
  typesAndNames(resources.filter(({ name }) => name.startsWith("shop-orders")));

it("stands before the primary and before those that follow it, each with a Service and a budget", async () => {
  const { resources, ports } = await plan();
  expect(ours(resources)).toEqual([
    "kubernetes:apps/v1:Deployment shop-orders-pooler-ro-deployment",
    "kubernetes:apps/v1:Deployment shop-orders-pooler-rw-deployment",
    "kubernetes:cert-manager.io/v1:Certificate shop-orders-pooler-certificate-pooler",
    "kubernetes:core/v1:ConfigMap shop-orders-pooler-config",
    "kubernetes:core/v1:Secret shop-orders-pooler-logins",
    "kubernetes:core/v1:Service shop-orders-pooler-ro-service",
    "kubernetes:core/v1:Service shop-orders-pooler-rw-service",
    "kubernetes:core/v1:ServiceAccount shop-orders-pooler-account",
    "kubernetes:policy/v1:PodDisruptionBudget shop-orders-pooler-ro-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-orders-pooler-rw-budget",
    "landbridge:data:PostgresPooler shop-orders-pooler",
    "random:index/randomPassword:RandomPassword shop-orders-pooler-watch-password",
  ]);
  expect(ports).toEqual([6432, 6432]);
});

it("is one for reading and writing where nobody follows", async () => {
  const { resources } = await plan({ replicas: 0 });
  expect(ours(resources).filter((name) => name.includes("Deployment"))).toHaveLength(1);
  const { host, readHost } = custom(resources, "service").inputs;
  expect(host).toBe("orders-pooler.landbridge-data.svc");
  expect(readHost).toBe(host);
});

it("leads to its own kind of servers", async () => {
  const { resources } = await plan();
  const serverOf = (role: string) =>
    JSON.stringify(objectAt(custom(resources, `shop-orders-pooler-${role}-deployment`), "spec", "template", "spec"));
  expect(serverOf("rw")).toMatch(
    /"SERVER_HOST","value":"[^"]*::primary\.example"\},\{"name":"SERVER_PORT","value":"5432"/,
  );
  expect(serverOf("ro")).toMatch(
    /"SERVER_HOST","value":"[^"]*::follower\.example"\},\{"name":"SERVER_PORT","value":"5433"/,
  );
});

it("is waited for by who connects", async () => {
  const { resources } = await plan();
  expect(waitsFor(custom(resources, "service"))).toEqual(
    expect.arrayContaining(["shop-orders-pooler-rw-service", "shop-orders-pooler-ro-service"]),
  );
  expect(waitsFor(custom(resources, "shop-orders-pooler-rw-service"))).toContain("shop-orders-pooler-rw-deployment");
});

it("keeps the logins in a Secret and out of everything else", async () => {
  const { resources } = await plan();
  expect(isSecret(custom(resources, "shop-orders-pooler-logins").inputs["stringData"])).toBe(true);
  expect(JSON.stringify(custom(resources, "shop-orders-pooler-config").inputs)).not.toContain('assword\\"');
});

it("shows a certificate for the names of its Services, whose authority services are told", async () => {
  const { resources, access } = await plan();
  const certificate = objectAt(custom(resources, "shop-orders-pooler-certificate-pooler"), "spec");
  expect(certificate["dnsNames"]).toEqual(
    expect.arrayContaining(["orders-pooler.landbridge-data.svc", "orders-pooler-ro.landbridge-data.svc"]),
  );
  const deployment = custom(resources, "shop-orders-pooler-rw-deployment");
  expect(waitsFor(deployment)).toContain("shop-orders-pooler-certificate-pooler");
  expect(JSON.stringify(objectAt(deployment, "spec", "template", "spec"))).toContain(
    `"secretName":${JSON.stringify(certificate["secretName"])}`,
  );
  expect(await new Promise((resolve) => output(access?.authorities).apply(resolve))).toBe(examplePem);
});

it("verifies the server where it is known who signed its certificate", async () => {
  const { resources } = await plan({}, {}, "server's authority");
  const { inputs } = custom(resources, "shop-orders-pooler-authorities");
  expect(inputs["data"]).toEqual({ "orders.pem": "server's authority" });
  expect(JSON.stringify(custom(resources, "shop-orders-pooler-config").inputs)).toContain("verify-full");
  const pod = objectAt(custom(resources, "shop-orders-pooler-rw-deployment"), "spec", "template", "spec");
  expect(JSON.stringify(pod)).toContain('{"configMap":{"name":"orders-pooler-authorities"},"name":"authorities"}');
});

it("knows a server by its authority alone where its certificate has no name, and is known by its own name all the same", async () => {
  const { resources, access } = await plan({}, {}, "server's authority", "authority");
  const files = JSON.stringify(custom(resources, "shop-orders-pooler-config").inputs);
  expect(files).toContain("server_tls_sslmode = verify-ca");
  expect(files).toContain("server_tls_ca_file = /etc/landbridge/authorities/orders.pem");
  expect(access?.proof).toBe("name");
});

it("has a pod in each zone of production, a spare elsewhere, and one pod where nothing may cost", async () => {
  const { resources } = await plan({}, { tier: "production" });
  const deployment = custom(resources, "shop-orders-pooler-rw-deployment");
  expect(objectAt(deployment, "spec")["replicas"]).toBe(3);
  const pod = objectAt(deployment, "spec", "template", "spec");
  expect(JSON.stringify(pod["topologySpreadConstraints"])).toContain("topology.kubernetes.io/zone");
  const staging = await plan({}, { tier: "staging" });
  expect(objectAt(custom(staging.resources, "shop-orders-pooler-rw-deployment"), "spec")["replicas"]).toBe(2);
  const cheap = await plan({}, { tier: "development", costMode: "free-tier" });
  expect(objectAt(custom(cheap.resources, "shop-orders-pooler-rw-deployment"), "spec")["replicas"]).toBe(1);
  expect(ours(cheap.resources).join()).not.toContain("PodDisruptionBudget");
});

it("has the pods that flows let in and out, found by labels that its Service selects by as well", async () => {
  const { resources } = await plan();
  const { labels } = poolerOf("orders", "ro");
  const deployment = custom(resources, "shop-orders-pooler-ro-deployment");
  expect(objectAt(deployment, "spec", "template", "metadata", "labels")).toMatchObject(labels);
  expect(objectAt(deployment, "spec", "selector", "matchLabels")).toEqual(labels);
  expect(objectAt(custom(resources, "shop-orders-pooler-ro-service"), "spec", "selector")).toEqual(labels);
});

it("runs what tells PgBouncer of changed logins and lets it finish", async () => {
  const { resources } = await plan();
  const pod = JSON.stringify(
    objectAt(custom(resources, "shop-orders-pooler-rw-deployment"), "spec", "template", "spec"),
  );
  expect(pod).toContain('"command":["/bin/sh","/etc/landbridge/pooler/run.sh"]');
  expect(JSON.stringify(custom(resources, "shop-orders-pooler-config").inputs)).toContain("run.sh");
  // Nodes that keep pods of the pooler off by a taint are no place that would have to be filled evenly.
  expect(pod.match(/"nodeTaintsPolicy":"Honor"/g)).not.toBeNull();
});

it("requests what the namespace's quota reckons with", async () => {
  const { resources } = await plan();
  const pod = JSON.stringify(
    objectAt(custom(resources, "shop-orders-pooler-rw-deployment"), "spec", "template", "spec"),
  );
  const each = [...pod.matchAll(/"requests":\{"cpu":"(\d+)m",[^}]*"memory":"(\d+)Mi"/g)];
  const requested = (size: { cpu: number; memoryGiB: number }) => [size.cpu * 1000, size.memoryGiB * 1024];
  const known = each.map(([, cpu, memory]) => [Number(cpu), Number(memory)]);
  expect(known.sort()).toEqual([poolerSize, exporterSize, poolerSize].map(requested).sort());
});
