import { CustomResource, type Output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret, type PlannedResource } from "../../../plan/planned-resource.ts";
import type { ManagedMongodb, MongodbAccess, MongodbFacts } from "../../cloud.ts";
import { setupPods } from "../../kit/network/flows/store-flows.ts";
import type { MongodbLogin } from "../../kit/databases/mongodb/mongodb.ts";
import { setupSize } from "../../kit/databases/store-limits.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { Service } from "../clients.fixture.ts";
import { MongodbSetup } from "./mongodb-setup.ts";

const order: MongodbLogin = { name: "commerce-order", access: "read-write" };
const report: MongodbLogin = { name: "commerce-report", access: "read" };
const wish = {
  kind: "mongodb",
  placement: "managed",
  size: "small",
  dataClass: "personal",
  version: "8.0",
  replicas: 1,
  storageGiB: 20,
  pitrDays: 7,
} as const;
const authorities = "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n";
const known: MongodbFacts = {
  scheme: "mongodb",
  options: { retryWrites: "false", tls: "true" },
  authorities,
  ports: [27017],
  rolesOf: "database",
};

/** What a cloud makes a cluster of. */
class Cluster extends CustomResource {
  readonly address: Output<string>;

  constructor(name: string) {
    super("landbridge:test:Cluster", name, {});
    this.address = this.urn.apply((urn) => `${urn}.example:27017`);
  }
}

async function plan(logins: readonly MongodbLogin[] = [order, report], facts: MongodbFacts = known) {
  let access: MongodbAccess | undefined;
  const resources = await planComponents((opts) => {
    const { address } = new Cluster("cluster");
    const admin = { user: address, password: createPassword("admin", {}) };
    const cluster: ManagedMongodb = { facts, host: address, admin };
    const surroundings = exampleSurroundings();
    const args = { store: "old-orders", wish, logins, cluster, surroundings, namespace: "data" };
    access = new MongodbSetup("shop-orders", args, opts).access;
    const user = access.logins["commerce-order"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  return { resources, access, job: custom(resources, "shop-orders-job") };
}

it("makes a password for each user, and one Job that sets up the cluster", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources.filter(({ name }) => name.startsWith("shop-orders")))).toEqual([
    "kubernetes:batch/v1:Job shop-orders-job",
    "kubernetes:core/v1:ConfigMap shop-orders-config",
    "kubernetes:core/v1:Secret shop-orders-secret",
    "landbridge:data:MongodbSetup shop-orders",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-orders-login-commerce-report-password",
  ]);
});

it("gives what services need and nothing of how it was set up", async () => {
  const { access } = await plan();
  expect(Object.keys(access ?? {}).sort()).toEqual([
    "authorities",
    "database",
    "host",
    "kind",
    "logins",
    "options",
    "scheme",
  ]);
  expect(access?.database).toBe("old_orders");
});

it("lets a service wait until its user is there", async () => {
  const { resources, job } = await plan();
  expect(waitsFor(custom(resources, "service"))).toContain(job.name);
});

it("has the pods that the flows of a setup are for, within the room that a setup has", async () => {
  const { job } = await plan();
  expect(objectAt(job, "spec", "template", "metadata", "labels")).toMatchObject(setupPods("old-orders").labels);
  const [container] = containersOf(job);
  expect(container).toMatchObject({
    resources: { limits: { memory: `${setupSize.memoryGiB * 1024}Mi` } },
    command: ["mongosh", "--nodb", "--norc", "--quiet", "/etc/landbridge/setup/setup.js"],
    securityContext: { readOnlyRootFilesystem: true },
  });
});

it("takes the admin's password from a Secret, and others' from files, never from arguments", async () => {
  const { resources, job } = await plan();
  const [container] = containersOf(job);
  expect(container).toMatchObject({
    env: expect.arrayContaining([
      {
        name: "MONGODB_PASSWORD",
        valueFrom: { secretKeyRef: expect.objectContaining({ key: "admin" }) as unknown },
      },
    ]) as unknown,
  });
  expect(isSecret(custom(resources, "shop-orders-secret").inputs["stringData"])).toBe(true);
  expect(JSON.stringify(job.inputs)).not.toContain("result");
});

it("mounts authorities where the options say that they are, and none where there are none", async () => {
  const mounts = JSON.stringify(containersOf((await plan()).job));
  expect(mounts).toContain("tlsCAFile=%2Fetc%2Flandbridge%2Fauthorities%2Fold-orders.pem");
  expect(mounts).toContain('"mountPath":"/etc/landbridge/authorities/old-orders.pem"');
  const without = { ...known, authorities: undefined };
  const none = JSON.stringify(containersOf((await plan([order], without)).job));
  expect(none).not.toMatch(/tlsCAFile|authorities/);
});

it("runs again when users change, under another name", async () => {
  const nameOf = async (logins: readonly MongodbLogin[]) => objectAt((await plan(logins)).job, "metadata")["name"];
  const [both, one, again] = [await nameOf([order, report]), await nameOf([order]), await nameOf([order, report])];
  expect(both).toBe(again);
  expect(one).not.toBe(both);
});

it("mounts no passwords where there are no users", async () => {
  expect(JSON.stringify((await plan([])).job.inputs)).not.toContain("/etc/landbridge/passwords");
});

function containersOf(job: PlannedResource): readonly unknown[] {
  const { containers } = objectAt(job, "spec", "template", "spec");
  if (!Array.isArray(containers)) throw new Error("a pod has containers");
  return containers;
}
