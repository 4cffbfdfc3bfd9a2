import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { mysql } from "../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { MysqlAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { bindStores } from "../../workloads/bindings.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";

const service = (access: "read" | "read-write") => ({ image: "commerce/order:1.0.0", uses: { ledger: access } });
const domains = {
  commerce: { owner: "commerce", services: { order: service("read-write"), report: service("read") } },
};

async function plan(replicas = 2, changes: Partial<Surroundings> = {}) {
  const stores = { ledger: mysql.parse({ kind: "mysql", engine: "mariadb", dataClass: "personal", replicas }) };
  const environment = exampleEnvironment({ stores, domains });
  let access: MysqlAccess | undefined;
  const resources = await planComponents((opts) => {
    const operator = new Service("operator", output("operator"));
    const args = exampleStoresArgs(environment, {
      surroundings: exampleSurroundings(changes),
      operators: { mysql: operator },
    });
    const found = new DataStores("shop-data", args, opts).access["ledger"];
    if (found?.kind !== "mysql") throw new Error("the store gives access");
    access = found;
    const user = access.logins["commerce-order"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  if (access === undefined) throw new Error("the store gives access");
  return { resources, environment, access, servers: custom(resources, "shop-data-ledger-servers-cluster") };
}

const textOf = (value: { apply: (read: (text: string) => void) => unknown }) =>
  new Promise((resolve) => value.apply(resolve));

it("makes servers, two certificates and every password, and sets them up by the Job of managed stores", async () => {
  const { resources } = await plan();
  const ours = resources.filter(({ name }) => name.startsWith("shop-data-ledger"));
  expect(typesAndNames(ours)).toEqual([
    "kubernetes:batch/v1:Job shop-data-ledger-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-data-ledger-servers-certificate-client",
    "kubernetes:cert-manager.io/v1:Certificate shop-data-ledger-servers-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-data-ledger-authorities",
    "kubernetes:core/v1:ConfigMap shop-data-ledger-config",
    "kubernetes:core/v1:Secret shop-data-ledger-secret",
    "kubernetes:core/v1:Secret shop-data-ledger-servers-passwords",
    "kubernetes:core/v1:Service shop-data-ledger-servers-readers",
    "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB shop-data-ledger-servers-cluster",
    "landbridge:data:MariadbCluster shop-data-ledger-servers",
    "landbridge:data:MysqlSetup shop-data-ledger",
    "random:index/randomPassword:RandomPassword shop-data-ledger-login-commerce-order-password",
    "random:index/randomPassword:RandomPassword shop-data-ledger-login-commerce-report-password",
    "random:index/randomPassword:RandomPassword shop-data-ledger-servers-admin-password",
    "random:index/randomPassword:RandomPassword shop-data-ledger-servers-agent-password",
    "random:index/randomPassword:RandomPassword shop-data-ledger-servers-metrics-password",
  ]);
});

it("begins after its operator, its passwords and its certificates, and is waited for until it is ready", async () => {
  const { servers, resources } = await plan();
  expect(waitsFor(servers)).toEqual(
    expect.arrayContaining([
      "operator",
      "shop-data-ledger-servers-certificate-client",
      "shop-data-ledger-servers-certificate-tls",
      "shop-data-ledger-servers-passwords",
    ]),
  );
  expect(objectAt(servers, "metadata", "annotations")["pulumi.com/waitFor"]).toBe("condition=Ready");
  expect(waitsFor(custom(resources, "shop-data-ledger-job"))).toContain("shop-data-ledger-servers-cluster");
  expect(waitsFor(custom(resources, "service"))).toContain("shop-data-ledger-job");
});

it("keeps every password secret, and lets the operator see when one or a certificate changes", async () => {
  const { resources } = await plan();
  const passwords = custom(resources, "shop-data-ledger-servers-passwords");
  expect(isSecret(passwords.inputs["stringData"])).toBe(true);
  expect(objectAt(passwords, "metadata", "labels")).toHaveProperty("k8s.mariadb.com/watch", "");
  for (const role of ["tls", "client"]) {
    const certificate = custom(resources, `shop-data-ledger-servers-certificate-${role}`);
    expect(objectAt(certificate, "spec", "secretTemplate", "labels")).toHaveProperty("k8s.mariadb.com/watch", "");
  }
});

it("names the servers' own certificate as they ask for it", async () => {
  const { resources } = await plan();
  expect(objectAt(custom(resources, "shop-data-ledger-servers-certificate-client"), "spec")).toMatchObject({
    secretName: "ledger-client",
    commonName: "ledger-client",
    dnsNames: ["ledger-client"],
  });
});

it("writes to the operator's Service and reads from one of ours, which network policies can open", async () => {
  const { access, resources } = await plan();
  expect(await textOf(access.readWrite.host)).toBe("ledger-primary.landbridge-data.svc");
  expect(await textOf(access.readOnly.host)).toBe("ledger-read.landbridge-data.svc");
  const readers = custom(resources, "shop-data-ledger-servers-readers");
  expect(objectAt(readers, "metadata")["name"]).toBe("ledger-read");
  expect(objectAt(readers, "spec", "selector")).toMatchObject(storePods("ledger", "mysql").labels);
});

it("reads from the one server where there are no others", async () => {
  const { access, resources } = await plan(0);
  expect(await textOf(access.readWrite.host)).toBe("ledger.landbridge-data.svc");
  expect(await textOf(access.readOnly.host)).toBe("ledger.landbridge-data.svc");
  expect(resources.filter(({ name }) => name.endsWith("-readers"))).toEqual([]);
});

it("lets the Job and services know who signed the certificate, and ask for the name", async () => {
  const { access, resources } = await plan();
  const job = JSON.stringify(custom(resources, "shop-data-ledger-job").inputs);
  expect(job).toContain('{"configMap":{"name":"ledger-setup-authorities"},"name":"authorities"}');
  const script = JSON.stringify(custom(resources, "shop-data-ledger-config").inputs);
  expect(script).toContain("--ssl-verify-server-cert --ssl-ca=/etc/landbridge/authorities/ledger.pem");
  expect(script).not.toContain("--skip-ssl-verify-server-cert");
  const wish = { uses: { ledger: "read-write" as const }, publishes: {}, consumes: {}, sends: {}, receives: {} };
  const { clear } = bindStores("commerce-order", wish, { ledger: access });
  expect(clear).toMatchObject({
    LEDGER_SSLMODE: "VERIFY_IDENTITY",
    LEDGER_CA_FILE: "/etc/landbridge/authorities/ledger.pem",
    LEDGER_DATABASE: "ledger",
  });
});

it("has the fields of access that a managed store's has", async () => {
  const { access } = await plan();
  expect(Object.keys(access).sort()).toEqual([
    ...["authorities", "database", "kind", "logins", "proof", "readOnly", "readWrite"],
  ]);
  expect(Object.keys(access.logins)).toEqual(["commerce-order", "commerce-report"]);
});

it("refuses to delete the servers where the environment says so", async () => {
  const { resources } = await plan(2, { protect: true });
  expect(resources.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([
    "shop-data-ledger-servers-cluster",
  ]);
});

it("opens the ports between servers, to the operator, to the Job and to those who use it, and no others", async () => {
  const { environment } = await plan();
  const pods = storePods("ledger", "mysql");
  const open = environmentFlows(environment)
    .filter(({ to }) => to.kind === "pods" && JSON.stringify(to) === JSON.stringify(pods))
    .map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports]);
  expect(Object.fromEntries(open)).toEqual({
    ledger: [4444, 4567, 4568],
    "mariadb-operator": [3306, 5555],
    "metrics.ledger": [3306],
    [setupPods("ledger").name]: [3306],
    order: [3306],
    report: [3306],
  });
});
