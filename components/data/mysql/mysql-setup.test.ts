import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { ManagedMysql, MysqlAccess } from "../../cloud.ts";
import { setupSize } from "../../kit/databases/store-limits.ts";
import type { ServerProof } from "../../kit/databases/server-proof.ts";
import type { MysqlLogin } from "../../kit/databases/mysql/mysql-setup.ts";
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
import { MysqlSetup } from "./mysql-setup.ts";
import { Server, Service } from "../clients.fixture.ts";

const order: MysqlLogin = { name: "commerce-order", access: "read-write" };
const report: MysqlLogin = { name: "commerce-report", access: "read" };
const wish = {
  kind: "mysql",
  placement: "managed",
  size: "small",
  dataClass: "personal",
  replicas: 1,
  storageGiB: 20,
  pitrDays: 7,
} as const;

async function plan(
  logins: readonly MysqlLogin[] = [order, report],
  engine: "mysql" | "mariadb" = "mysql",
  proof: ServerProof = "name",
) {
  let access: MysqlAccess | undefined;
  const resources = await planComponents((opts) => {
    const { address } = new Server("server");
    const endpoint = { host: address, port: 3306 };
    const admin = { user: address, password: createPassword("admin", {}) };
    const server: ManagedMysql = { readWrite: endpoint, readOnly: endpoint, authorities: examplePem, proof, admin };
    const surroundings = exampleSurroundings();
    const args = { store: "orders", wish: { ...wish, engine }, logins, server, surroundings, namespace: "data" };
    const setup = new MysqlSetup("shop-orders", args, opts);
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
    "landbridge:data:MysqlSetup shop-orders",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-report-password",
  ]);
});

it("lets services begin only after the Job", async () => {
  const { resources } = await plan();
  expect(waitsFor(custom(resources, "service"))).toContain("shop-orders-job");
});

it("runs again under another name for other logins or another engine, and never for the same", async () => {
  const nameOf = async (...args: Parameters<typeof plan>) => objectAt((await plan(...args)).job, "metadata")["name"];
  const first = await nameOf();
  expect(first).toMatch(/^orders-setup-[0-9a-f]{10}$/);
  expect(await nameOf()).toBe(first);
  expect(new Set([first, await nameOf([order]), await nameOf([order, report], "mariadb")]).size).toBe(3);
});

it("keeps every password in the Secret, and the admin's out of the logins' files", async () => {
  const { resources, job } = await plan();
  const secret = custom(resources, "shop-orders-secret");
  expect(isSecret(secret.inputs["stringData"])).toBe(true);
  expect(JSON.stringify(custom(resources, "shop-orders-config").inputs)).not.toContain("RandomPassword");
  const pod = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  expect(pod).toContain('"items":[{"key":"commerce-order","path":"commerce-order"},{"key":"commerce-report",');
  expect(pod).toMatch(/"name":"MYSQL_PWD","valueFrom":\{"secretKeyRef":\{"key":"admin","name":"orders-setup"\}\}/);
  expect(pod).toContain('{"name":"SERVER_PORT","value":"3306"}');
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

it("runs the engine's own image, by its digest", async () => {
  for (const engine of ["mysql", "mariadb"] as const) {
    const { job } = await plan([order], engine);
    const image = new RegExp(`"image":"docker\\.io/library/${engine}:[0-9.]+@sha256:[0-9a-f]{64}"`);
    expect(JSON.stringify(objectAt(job, "spec"))).toMatch(image);
  }
});

it("tells a service the account's name, which is cut where the login's is too long", async () => {
  const long: MysqlLogin = { name: "commerce-report-of-all-things-that-were-sold", access: "read" };
  const { access } = await plan([long]);
  const user = access?.logins[long.name]?.user;
  const known = await new Promise((resolve) => void user?.apply(resolve));
  expect(known).toBe("commerce-report-of-all-th-9ca565");
  expect(access?.database).toBe("orders");
});

it.each(["name", "authority"] as const)("knows the server by its %s, and tells services so", async (proof) => {
  const { resources, job, access } = await plan([order], "mysql", proof);
  expect(custom(resources, "shop-orders-authorities").inputs["data"]).toEqual({ "orders.pem": examplePem });
  const pod = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  expect(pod).toContain('{"mountPath":"/etc/landbridge/authorities","name":"authorities","readOnly":true}');
  const script = JSON.stringify(custom(resources, "shop-orders-config").inputs);
  const mode = proof === "name" ? "VERIFY_IDENTITY" : "VERIFY_CA";
  expect(script).toContain(`--ssl-mode=${mode} --ssl-ca=/etc/landbridge/authorities/orders.pem `);
  expect(access).toMatchObject({ proof, authorities: examplePem });
});
