import { output, type Input } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { readPods } from "../../../plan/capacity/readers.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { prometheusPods } from "../../kit/network/flows/watched-flows.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
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
import { bindStores } from "../../workloads/bindings.ts";
import { DataStores } from "../data-stores.ts";

const load = {
  image: "a/load:1.0.0",
  uses: { facts: "read-write" },
  layers: { facts: { bronze: "read-write", silver: "read-write" } },
};
const view = { image: "a/view:1.0.0", uses: { facts: "read" } };
const environment = exampleEnvironment({
  stores: { facts: { kind: "clickhouse", storageGiB: 80 } },
  domains: { sales: { owner: "sales-team", services: { load, view } } },
});

let access: StoreAccess | undefined;
const resources = await planComponents((opts) => {
  const common = { surroundings: exampleSurroundings({ protect: true }), namespace: "landbridge-data", operators: {} };
  access = new DataStores("shop-stores", { environment, ...common, authority: exampleAuthority() }, opts).access[
    "facts"
  ];
});
const one = (name: string) => custom(resources, `shop-stores-facts-${name}`);
const known = (value: Input<string> | undefined) => new Promise((resolve) => output(value).apply(resolve));

it("makes two servers with their volumes, three keepers, certificates, and what is inside by a Job", () => {
  expect(typesAndNames(resources)).toEqual([
    "kubernetes:apps/v1:StatefulSet shop-stores-facts-keeper",
    "kubernetes:apps/v1:StatefulSet shop-stores-facts-server-0-0",
    "kubernetes:apps/v1:StatefulSet shop-stores-facts-server-0-1",
    "kubernetes:batch/v1:Job shop-stores-facts-setup-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-facts-certificate-keeper",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-facts-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-stores-facts-cluster-config",
    "kubernetes:core/v1:ConfigMap shop-stores-facts-keeper-config",
    "kubernetes:core/v1:ConfigMap shop-stores-facts-server-config",
    "kubernetes:core/v1:ConfigMap shop-stores-facts-setup-authorities",
    "kubernetes:core/v1:ConfigMap shop-stores-facts-setup-config",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-facts-volume-0-0",
    "kubernetes:core/v1:PersistentVolumeClaim shop-stores-facts-volume-0-1",
    "kubernetes:core/v1:Secret shop-stores-facts-secrets",
    "kubernetes:core/v1:Secret shop-stores-facts-setup-secret",
    "kubernetes:core/v1:Service shop-stores-facts-nodes",
    "kubernetes:core/v1:Service shop-stores-facts-service",
    "kubernetes:policy/v1:PodDisruptionBudget shop-stores-facts-keeper-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-stores-facts-server-budget",
    "landbridge:data:ClickhouseCluster shop-stores-facts",
    "landbridge:data:DataStores shop-stores",
    "random:index/randomPassword:RandomPassword shop-stores-facts-admin-password",
    "random:index/randomPassword:RandomPassword shop-stores-facts-cluster-password",
    "random:index/randomPassword:RandomPassword shop-stores-facts-keeper-password",
    "random:index/randomPassword:RandomPassword shop-stores-facts-setup-login-sales-load-password",
    "random:index/randomPassword:RandomPassword shop-stores-facts-setup-login-sales-view-password",
  ]);
});

it("needs no operator", () => {
  expect(operatedKinds(environment)).toEqual([]);
});

it("begins with the keepers, changes servers one after another, and sets them up at the end", () => {
  expect(waitsFor(one("server-0-0"))).toContain("shop-stores-facts-keeper");
  expect(waitsFor(one("server-0-1"))).toContain("shop-stores-facts-server-0-0");
  expect(waitsFor(one("setup-job"))).toContain("shop-stores-facts-server-0-1");
  expect(waitsFor(one("keeper"))).toEqual(
    expect.arrayContaining(["shop-stores-facts-certificate-keeper", "shop-stores-facts-secrets"]),
  );
});

it("keeps secret what servers tell each other, and the file with the administrator's hash", () => {
  expect(isSecret(one("secrets").inputs["stringData"])).toBe(true);
});

it("protects volumes and keepers, and leads clients to servers alone", () => {
  expect(resources.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([
    "shop-stores-facts-keeper",
    "shop-stores-facts-volume-0-0",
    "shop-stores-facts-volume-0-1",
  ]);
  expect(objectAt(one("service"), "spec", "selector")).toMatchObject({ "landbridge.dev/clickhouse-role": "server" });
  expect(objectAt(one("nodes"), "spec", "selector")).not.toHaveProperty("landbridge.dev/clickhouse-role");
});

it("lets one server and one keeper go at a time", () => {
  expect(objectAt(one("server-budget"), "spec")["minAvailable"]).toBe(1);
  expect(objectAt(one("keeper-budget"), "spec")["minAvailable"]).toBe(2);
});

it("is read as copies of which one is enough, and keepers of which most are needed", () => {
  const { groups } = readPods(resources, environment);
  const found = groups.filter(({ kind }) => kind === "store");
  expect(found.map(({ name, least, skew, claims }) => [name, least, skew, claims.map(({ gib }) => gib)])).toEqual([
    ["landbridge-data/facts", 2, { zone: 1 }, [80]],
    ["landbridge-data/facts-keeper", 3, { zone: 1 }, [5]],
  ]);
  expect(found.map(({ keeps }) => keeps.map(({ of, need }) => [of, need]))).toEqual([[[2, 1]], [[3, 2]]]);
});

it("opens servers to services by both protocols, to the Job, to each other and to who reads numbers", () => {
  const pods = storePods("facts", "clickhouse");
  const reach = environmentFlows(environment)
    .filter(({ to }) => to.kind === "pods" && to.namespace === pods.namespace && to.name === "facts")
    .map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports])
    .sort();
  expect(reach).toEqual([
    ["facts", [9440, 9010, 9281, 9234]],
    ["load", [8443, 9440]],
    [prometheusPods.name, [9363]],
    [setupPods("facts").name, [9440]],
    ["view", [8443, 9440]],
  ]);
});

it("tells services where it is, as whom to log in, and what the layers are called", async () => {
  if (access?.kind !== "clickhouse") throw new Error("facts is no ClickHouse");
  const wish = environment.domains["sales"]?.services["load"];
  if (wish === undefined) throw new Error("nobody loads");
  const { clear, secret, authorities } = bindStores("sales-load", wish, { facts: access });
  const values = await Promise.all(Object.entries(clear).map(async ([name, value]) => [name, await known(value)]));
  expect(Object.fromEntries(values)).toEqual({
    FACTS_CA_FILE: "/etc/landbridge/authorities/facts.pem",
    FACTS_CLUSTER: "facts",
    FACTS_DATABASE_BRONZE: "bronze",
    FACTS_DATABASE_GOLD: "gold",
    FACTS_DATABASE_SILVER: "silver",
    FACTS_HOST: "facts.landbridge-data.svc",
    FACTS_NATIVE_PORT: "9440",
    FACTS_PORT: "8443",
    FACTS_URL: "https://facts.landbridge-data.svc:8443",
    FACTS_USER: "sales-load",
  });
  expect(Object.keys(secret)).toEqual(["FACTS_PASSWORD"]);
  expect(await known(authorities?.["facts.pem"])).toBe(examplePem);
});
