import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { mongodb, type MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { MongodbAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { metricsPorts } from "../../kit/network/ports.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";

const pem = "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n";

const service = (access: "read" | "read-write") => ({ image: "commerce/order:1.0.0", uses: { documents: access } });
const domains = {
  commerce: { owner: "commerce", services: { order: service("read-write"), report: service("read") } },
};

async function plan(wish: Partial<MongodbWish> = {}, changes: Partial<Surroundings> = {}) {
  const stores = { documents: mongodb.parse({ kind: "mongodb", dataClass: "personal", ...wish }) };
  const environment = exampleEnvironment({ stores, domains });
  let access: MongodbAccess | undefined;
  const resources = await planComponents((opts) => {
    const operator = new Service("operator", output("operator"));
    const authority = { issuer: "landbridge-stores", certificate: output(pem) };
    const surroundings = exampleSurroundings(changes);
    const args = {
      environment,
      surroundings,
      namespace: "landbridge-data",
      operators: { mongodb: operator },
      authority,
    };
    const found = new DataStores("shop-data", args, opts).access["documents"];
    if (found?.kind !== "mongodb") throw new Error("the store gives access");
    access = found;
    const user = access.logins["commerce-order"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  return { resources, environment, access, members: custom(resources, "shop-data-documents-members-cluster") };
}

it("makes the members, their certificate and every password, and sets them up by the Job of managed stores", async () => {
  const { resources } = await plan();
  const ours = resources.filter(({ name }) => name.startsWith("shop-data-documents"));
  expect(typesAndNames(ours)).toEqual([
    "kubernetes:batch/v1:Job shop-data-documents-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-data-documents-members-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-data-documents-config",
    "kubernetes:core/v1:Secret shop-data-documents-members-admin",
    "kubernetes:core/v1:Secret shop-data-documents-members-keyfile",
    "kubernetes:core/v1:Secret shop-data-documents-members-users",
    "kubernetes:core/v1:Secret shop-data-documents-secret",
    "kubernetes:core/v1:ServiceAccount shop-data-documents-members-account",
    "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB shop-data-documents-members-cluster",
    "landbridge:data:MongodbCluster shop-data-documents-members",
    "landbridge:data:MongodbSetup shop-data-documents",
    "random:index/randomPassword:RandomPassword shop-data-documents-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-login-commerce-report-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-admin-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-keyfile-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-user-backup-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-user-clusterAdmin-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-user-clusterMonitor-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-user-databaseAdmin-password",
    "random:index/randomPassword:RandomPassword shop-data-documents-members-user-userAdmin-password",
  ]);
});

it("gives the operator the users that it would make itself, and names Secrets where they are", async () => {
  const { resources, members } = await plan();
  const users = custom(resources, "shop-data-documents-members-users").inputs;
  expect(isSecret(users["stringData"])).toBe(true);
  const names = ["users", "keyfile", "admin"].map(
    (role) => objectAt(custom(resources, `shop-data-documents-members-${role}`), "metadata")["name"],
  );
  expect(objectAt(members, "spec", "secrets")).toEqual({
    users: names[0],
    keyFile: names[1],
    ssl: "documents-tls",
    sslInternal: "documents-tls",
  });
  expect(JSON.stringify(objectAt(members, "spec"))).toContain(`{"key":"password","name":${JSON.stringify(names[2])}}`);
  expect(objectAt(members, "spec")["replsets"]).toMatchObject([
    { serviceAccountName: objectAt(custom(resources, "shop-data-documents-members-account"), "metadata")["name"] },
  ]);
});

it("makes members after their operator, certificate and Secrets, and waits until they are ready", async () => {
  const { members } = await plan();
  expect(waitsFor(members)).toEqual(
    expect.arrayContaining([
      "operator",
      "shop-data-documents-members-account",
      "shop-data-documents-members-admin",
      "shop-data-documents-members-certificate-tls",
      "shop-data-documents-members-keyfile",
      "shop-data-documents-members-users",
    ]),
  );
  expect(objectAt(members, "metadata", "annotations")).toEqual({
    "pulumi.com/waitFor": "jsonpath={.status.state}=ready",
  });
  expect(members.protect).toBe(exampleSurroundings().protect);
  expect(members.deleteBeforeReplace).toBe(false);
  expect((await plan({}, { protect: true })).members.protect).toBe(true);
});

it("sets up what is inside once members are ready, by their certificate's authority", async () => {
  const { resources } = await plan();
  const job = custom(resources, "shop-data-documents-job");
  expect(waitsFor(job)).toContain("shop-data-documents-members-cluster");
  const spec = JSON.stringify(objectAt(job, "spec"));
  expect(spec).toContain("authSource=admin&replicaSet=rs0&tls=true&tlsCAFile=");
  expect(spec).toContain('"items":[{"key":"ca.crt","path":"documents.pem"}],"secretName":"documents-tls"');
  expect(spec).toContain('{"mountPath":"/etc/landbridge/authorities","name":"authority","readOnly":true}');
  expect(spec).toContain('{"name":"MONGODB_USER","value":"landbridge"}');
});

it("gives the access that a managed store gives", async () => {
  const { access, resources } = await plan();
  expect(Object.keys(access ?? {}).sort()).toEqual([
    "authorities",
    "database",
    "host",
    "kind",
    "logins",
    "options",
    "scheme",
  ]);
  expect(access).toMatchObject({ scheme: "mongodb", database: "documents" });
  expect(Object.keys(access?.logins ?? {})).toEqual(["commerce-order", "commerce-report"]);
  expect(await new Promise((resolve) => output(access?.authorities).apply(resolve))).toBe(pem);
  expect(waitsFor(custom(resources, "service"))).toContain("shop-data-documents-job");
});

it("opens members to each other, their operator, the Job, and the services that use them, and to nobody else", async () => {
  const { environment } = await plan();
  const members = storePods("documents", "mongodb");
  const toMembers = environmentFlows(environment).filter(({ to }) => JSON.stringify(to) === JSON.stringify(members));
  expect(toMembers.map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports])).toEqual(
    expect.arrayContaining([
      ["order", [27017]],
      ["report", [27017]],
      ["documents", [27017]],
      [setupPods("documents").name, [27017]],
      ["psmdb-operator", [27017]],
      ["prometheus", [metricsPorts.mongodb]],
    ]),
  );
  expect(toMembers).toHaveLength(6);
  const fromMembers = environmentFlows(environment).filter(
    ({ from }) => JSON.stringify(from) === JSON.stringify(members),
  );
  expect(fromMembers.map(({ to }) => to)).toEqual([members]);
});

it("fails where nobody signs certificates", async () => {
  const stores = { documents: mongodb.parse({ kind: "mongodb" }) };
  const environment = exampleEnvironment({ stores, domains });
  await expect(
    planComponents((opts) => {
      const operators = { mongodb: new Service("operator", output("operator")) };
      const surroundings = exampleSurroundings();
      new DataStores("shop-data", { environment, surroundings, namespace: "landbridge-data", operators }, opts);
    }),
  ).rejects.toThrow("nobody signs");
});
