import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { ManagedPostgres, PostgresAccess } from "../../cloud.ts";
import { setupSize } from "../../kit/databases/store-limits.ts";
import type { ServerProof } from "../../kit/databases/server-proof.ts";
import type { PostgresLogin } from "../../kit/databases/postgres/postgres.ts";
import {
  custom,
  examplePem,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { PostgresSetup } from "./postgres-setup.ts";
import { Server, Service } from "../clients.fixture.ts";

const order: PostgresLogin = { name: "commerce-order", access: "read-write" };
const report: PostgresLogin = { name: "commerce-report", access: "read" };
const wish = {
  kind: "postgres",
  placement: "managed",
  size: "small",
  dataClass: "personal",
  version: "17",
  replicas: 1,
  storageGiB: 20,
  pitrDays: 7,
} as const;

async function plan(
  logins: readonly PostgresLogin[] = [order, report],
  version: "17" | "18" = "17",
  proof: ServerProof = "name",
) {
  let access: PostgresAccess | undefined;
  const resources = await planComponents((opts) => {
    const { address } = new Server("server");
    const endpoint = { host: address, port: 5432 };
    const admin = { user: address, password: createPassword("admin", {}) };
    const server: ManagedPostgres = { readWrite: endpoint, readOnly: endpoint, authorities: examplePem, proof, admin };
    const surroundings = exampleSurroundings();
    const args = { store: "orders", wish: { ...wish, version }, logins, server, surroundings, namespace: "data" };
    const setup = new PostgresSetup("shop-orders", args, opts);
    access = setup.access;
    const user = access.logins["commerce-order"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  return { resources, access, job: custom(resources, "shop-orders-job") };
}

it("makes a password for each login, and one Job that sets up the server", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources.filter(({ name }) => name.startsWith("shop-orders")))).toEqual([
    "kubernetes:batch/v1:Job shop-orders-job",
    "kubernetes:core/v1:ConfigMap shop-orders-authorities",
    "kubernetes:core/v1:ConfigMap shop-orders-config",
    "kubernetes:core/v1:Secret shop-orders-secret",
    "landbridge:data:PostgresSetup shop-orders",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-report-password",
  ]);
});

it("lets services begin only after the Job", async () => {
  const { resources } = await plan();
  expect(waitsFor(custom(resources, "service"))).toContain("shop-orders-job");
});

it("runs again under another name for other logins or another version, and never for the same", async () => {
  const nameOf = async (...args: Parameters<typeof plan>) => objectAt((await plan(...args)).job, "metadata")["name"];
  const first = await nameOf();
  expect(first).toMatch(/^orders-setup-[0-9a-f]{10}$/);
  expect(await nameOf()).toBe(first);
  expect(new Set([first, await nameOf([order]), await nameOf([order, report], "18")]).size).toBe(3);
});

it("keeps every password in the Secret, and the admin's out of the logins' files", async () => {
  const { resources, job } = await plan();
  const secret = custom(resources, "shop-orders-secret");
  expect(isSecret(secret.inputs["stringData"])).toBe(true);
  expect(JSON.stringify(custom(resources, "shop-orders-config").inputs)).not.toContain("RandomPassword");
  const pod = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  expect(pod).toContain('"items":[{"key":"commerce-order","path":"commerce-order"},{"key":"commerce-report",');
  expect(pod).toMatch(/"name":"PGPASSWORD","valueFrom":\{"secretKeyRef":\{"key":"admin","name":"orders-setup"\}\}/);
});

it("requests no more than the namespace's quota reckons with", async () => {
  const { job } = await plan();
  const text = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  const requests = /"requests":\{"cpu":"(\d+)m",.*?"memory":"(\d+)Mi"/.exec(text) ?? [];
  const limit = /"limits":\{[^}]*"memory":"(\d+)Mi"/.exec(text)?.[1];
  expect(Number(requests[1])).toBeLessThanOrEqual(setupSize.cpu * 1000);
  expect(Number(requests[2])).toBeLessThanOrEqual(setupSize.memoryGiB * 1024);
  expect(Number(limit)).toBeLessThanOrEqual(setupSize.memoryGiB * 1024);
});

it("never sends the password itself, whoever answers", async () => {
  const { job } = await plan();
  expect(JSON.stringify(objectAt(job, "spec"))).toContain('{"name":"PGREQUIREAUTH","value":"scram-sha-256,md5"}');
});

it.each([
  ["name", "verify-full"],
  ["authority", "verify-ca"],
] as const)("asks who answers for a certificate that proves it by its %s, as services do", async (proof, mode) => {
  const { resources, job, access } = await plan([order], "17", proof);
  expect(custom(resources, "shop-orders-authorities").inputs).toMatchObject({
    metadata: { name: "orders-setup-authorities", namespace: "data" },
    data: { "orders.pem": examplePem },
  });
  const pod = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  expect(pod).toContain(`{"name":"PGSSLMODE","value":"${mode}"}`);
  expect(pod).toContain('{"name":"PGSSLROOTCERT","value":"/etc/landbridge/authorities/orders.pem"}');
  expect(pod).toContain('{"mountPath":"/etc/landbridge/authorities","name":"authorities","readOnly":true}');
  expect(pod).toContain('{"configMap":{"name":"orders-setup-authorities"},"name":"authorities"}');
  expect(access).toMatchObject({ proof, authorities: examplePem });
});

it("doesn't run again where a server is known by another authority", async () => {
  const nameOf = async (proof: ServerProof) => objectAt((await plan([order], "17", proof)).job, "metadata")["name"];
  expect(await nameOf("authority")).toBe(await nameOf("name"));
});
