import { output, type Input } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { repairPods } from "../../kit/network/flows/repair-flows.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { Namespace } from "../../platform/namespace.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
import { OperatorCharts } from "../../platform/operator-charts.ts";
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
import { DataStores } from "../data-stores.ts";

const bill = { image: "billing/bill:1.0.0", uses: { history: "read-write" } };
const mail = { image: "billing/mail:1.0.0", uses: { history: "read" } };
const domains = { billing: { owner: "billing-team", services: { bill, mail } } };
const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };

const environmentOf = (wish: object = {}) =>
  exampleEnvironment({ stores: { history: { kind: "cassandra", size: "medium", tables, ...wish } }, domains });

async function plan(changes: Partial<Surroundings> = {}, wish: object = {}) {
  let access: StoreAccess | undefined;
  const environment = environmentOf(wish);
  const all = await planComponents((opts) => {
    const surroundings = exampleSurroundings(changes);
    const flows = environmentFlows(environment);
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows, protect: true },
      opts,
    );
    const kinds = operatedKinds(environment);
    const charts = { kinds, certificates: true, surroundings, flows, watched: data };
    const { ready } = new OperatorCharts("shop-operators", charts, opts);
    const common = { surroundings, namespace: data.name, operators: ready, authority: exampleAuthority() };
    access = new DataStores("shop-stores", { environment, ...common }, opts).access["history"];
  });
  const resources = all.filter(({ name }) => name.startsWith("shop-stores"));
  const chart = all.find(({ name }) => name === "shop-operators-cass-operator-chart");
  if (chart === undefined) throw new Error("Cassandra has no operator");
  return { chart, resources, access, datacenter: custom(resources, "shop-stores-history-nodes-datacenter") };
}

const known = (value: Input<string> | undefined) => new Promise((resolve) => output(value).apply(resolve));

it("makes nodes with certificates, and what is inside of them by a Job", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources)).toEqual([
    "kubernetes:batch/v1:CronJob shop-stores-history-nodes-repair-job",
    "kubernetes:batch/v1:Job shop-stores-history-job",
    "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter shop-stores-history-nodes-datacenter",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-history-nodes-certificate-management",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-history-nodes-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-stores-history-authorities",
    "kubernetes:core/v1:ConfigMap shop-stores-history-config",
    "kubernetes:core/v1:ConfigMap shop-stores-history-nodes-repair-files",
    "kubernetes:core/v1:Secret shop-stores-history-nodes-superuser",
    "kubernetes:core/v1:Secret shop-stores-history-secret",
    "landbridge:data:CassandraCluster shop-stores-history-nodes",
    "landbridge:data:CassandraSetup shop-stores-history",
    "landbridge:data:DataStores shop-stores",
    "random:index/randomPassword:RandomPassword shop-stores-history-login-billing-bill-password",
    "random:index/randomPassword:RandomPassword shop-stores-history-login-billing-mail-password",
    "random:index/randomPassword:RandomPassword shop-stores-history-nodes-superuser-password",
  ]);
});

it("tells services the same as a cloud's, and whom to trust", async () => {
  const { access } = await plan();
  if (access?.kind !== "cassandra") throw new Error("history is no keyspace");
  const fields = ["authorities", "datacenter", "endpoint", "keyspace", "kind", "logins", "mechanism"];
  expect(Object.keys(access).sort()).toEqual(fields);
  const { endpoint, keyspace, mechanism, datacenter, logins } = access;
  expect([await known(endpoint.host), endpoint.port]).toEqual(["history-history-service.landbridge-data.svc", 9042]);
  expect([keyspace, mechanism, await known(datacenter)]).toEqual(["shop__history", "PLAIN", "history"]);
  expect(Object.keys(logins)).toEqual(["billing-bill", "billing-mail"]);
  expect(await known(access.authorities)).toBe(examplePem);
});

it("makes nodes after their operator, certificates and superuser, and waits until all are ready", async () => {
  const { datacenter } = await plan();
  expect(waitsFor(datacenter)).toEqual(
    expect.arrayContaining([
      "shop-operators-cass-operator-chart",
      "shop-stores-history-nodes-certificate-management",
      "shop-stores-history-nodes-certificate-tls",
      "shop-stores-history-nodes-superuser",
    ]),
  );
  expect(objectAt(datacenter, "metadata")["annotations"]).toMatchObject({ "pulumi.com/waitFor": "condition=Ready" });
});

it("makes the operator after what signs its webhook's certificate", async () => {
  const { chart } = await plan();
  expect(waitsFor(chart)).toContain("shop-operators-cert-manager-chart");
});

it("keeps the superuser's password secret, and names it to the operator", async () => {
  const { resources, datacenter } = await plan();
  const secret = custom(resources, "shop-stores-history-nodes-superuser");
  expect(isSecret(secret.inputs["stringData"])).toBe(true);
  expect(objectAt(secret, "metadata")["name"]).toBe(objectAt(datacenter, "spec")["superuserSecretName"]);
});

it("gives nodes the key and certificate in one file, and the management API one that outlives its process", async () => {
  const { resources, datacenter } = await plan();
  const spec = (role: string) => objectAt(custom(resources, `shop-stores-history-nodes-certificate-${role}`), "spec");
  expect(spec("tls")).toMatchObject({ additionalOutputFormats: [{ type: "CombinedPEM" }], duration: "2160h" });
  expect(spec("tls")["dnsNames"]).toContain("history-history-service.landbridge-data.svc");
  expect(spec("management")["duration"]).toBe(`${5 * 365 * 24}h`);
  const secretName = spec("management")["secretName"];
  expect(objectAt(datacenter, "spec", "managementApiAuth", "manual")).toEqual({
    clientSecretName: secretName,
    serverSecretName: secretName,
  });
});

it("lets the Job log in as the superuser, trust our authority alone, and keep nothing on a disk", async () => {
  const { resources } = await plan();
  const job = custom(resources, "shop-stores-history-job");
  const text = JSON.stringify(job.inputs);
  expect(waitsFor(job)).toContain("shop-stores-history-nodes-datacenter");
  expect(text).toContain('{"name":"CASSANDRA_AUTHORITIES","value":"/etc/landbridge/authorities/history.pem"}');
  expect(text).toContain('{"name":"CASSANDRA_HOST","value":"history-history-service.landbridge-data.svc"}');
  expect(text).toContain('{"name":"CASSANDRA_USER","value":"landbridge"}');
  const authorities = custom(resources, "shop-stores-history-authorities");
  expect(authorities.inputs["data"]).toEqual({ "history.pem": examplePem });
  expect(text).toContain('"mountPath":"/etc/landbridge/authorities"');
  expect(text).toContain('{"emptyDir":{"medium":"Memory","sizeLimit":"16Mi"},"name":"work"}');
});

it("holds data: it is protected, and never deleted to make room", async () => {
  const { resources } = await plan({ protect: true });
  expect(resources.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([
    "shop-stores-history-nodes-datacenter",
  ]);
  expect((await plan({ protect: false })).datacenter.protect).toBe(false);
});

it("has the operator look again at a datacenter that came before its management certificate", async () => {
  const { resources } = await plan();
  const secretOf = (role: string) =>
    objectAt(custom(resources, `shop-stores-history-nodes-certificate-${role}`), "spec", "secretTemplate");
  expect(secretOf("management")["annotations"]).toEqual({ "cassandra.datastax.com/datacenter": "history" });
  // Which it wouldn't have to look at for another's sake.
  expect(secretOf("tls")["annotations"]).toBeUndefined();
});

it("opens nodes to services and the Job by CQL, to the operator and what repairs them by the management API, and to each other", () => {
  const nodes = storePods("history", "cassandra");
  const reach = environmentFlows(environmentOf())
    .filter(({ to }) => to.kind === "pods" && to.namespace === nodes.namespace && to.name === "history")
    .map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports])
    .sort();
  expect(reach).toEqual([
    ["bill", [9042]],
    ["cass-operator", [8080]],
    ["history", [7000]],
    ["mail", [9042]],
    ["prometheus", [9000]],
    [repairPods("history").name, [8080]],
    [setupPods("history").name, [9042]],
  ]);
});

it("runs one operator, since two would both work, and pins it", async () => {
  const { chart } = await plan({ costMode: "resilient" });
  expect(chart.inputs).toMatchObject({
    version: "0.64.4",
    namespace: "landbridge-operators",
    values: { replicaCount: 1 },
  });
});
