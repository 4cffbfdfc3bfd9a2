import { all, type Input } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
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

const write = { image: "plant/write:1.0.0", uses: { readings: "read-write" as const } };
const show = { image: "plant/show:1.0.0", uses: { readings: "read" as const } };
const environment = exampleEnvironment({
  stores: {
    readings: {
      kind: "influxdb",
      storageGiB: 50,
      dataClass: "confidential",
      databases: { raw: { keepDays: 7 }, hours: { downsample: { from: "raw", every: "1h", aggregates: ["mean"] } } },
    },
  },
  domains: { plant: { owner: "plant-team", services: { write, show } } },
});

let access: StoreAccess | undefined;
const resources = await planComponents((opts) => {
  const common = { surroundings: exampleSurroundings({ protect: true }), namespace: "landbridge-data", operators: {} };
  access = new DataStores("shop", { environment, ...common, authority: exampleAuthority() }, opts).access["readings"];
});
const known = (values: Readonly<Record<string, Input<string>>> = {}) =>
  new Promise((resolve) => all(values).apply(resolve));
const find = (role: string) => custom(resources, `shop-readings-${role}`);

it("makes a server with its volume and certificate, and what is inside of it by a Job", () => {
  expect(typesAndNames(resources.filter(({ custom }) => custom))).toEqual([
    "kubernetes:apps/v1:StatefulSet shop-readings-server",
    "kubernetes:batch/v1:Job shop-readings-setup-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-readings-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-readings-config",
    "kubernetes:core/v1:ConfigMap shop-readings-setup-config",
    "kubernetes:core/v1:PersistentVolumeClaim shop-readings-volume",
    "kubernetes:core/v1:Secret shop-readings-setup-secret",
    "kubernetes:core/v1:Service shop-readings-service",
    "random:index/randomPassword:RandomPassword shop-readings-admin-password",
    "random:index/randomPassword:RandomPassword shop-readings-setup-login-plant-show-password",
    "random:index/randomPassword:RandomPassword shop-readings-setup-login-plant-write-password",
  ]);
});

it("protects its volume, of the wished size and class, and nothing that can be made again", () => {
  expect(find("volume").protect).toBe(true);
  expect(objectAt(find("volume"), "spec")).toMatchObject({
    storageClassName: "fast",
    resources: { requests: { storage: "50Gi" } },
  });
  expect(find("server").protect).toBe(false);
});

it("begins when its certificate and volume are there, and is set up when it answers", () => {
  expect(waitsFor(find("server"))).toEqual(
    expect.arrayContaining(["shop-readings-certificate-tls", "shop-readings-config", "shop-readings-volume"]),
  );
  expect(waitsFor(find("service"))).toContain("shop-readings-server");
  expect(waitsFor(find("setup-job"))).toContain("shop-readings-service");
});

it("is found by the same labels by its Service, its pods' policy and its pods, which the Job's pods haven't", () => {
  const { labels } = storePods("readings", "influxdb");
  expect(objectAt(find("service"), "spec", "selector")).toEqual(labels);
  expect(objectAt(find("server"), "spec", "selector", "matchLabels")).toEqual(labels);
  expect(objectAt(find("server"), "spec", "template", "metadata", "labels")).toMatchObject(labels);
  expect(setupPods("readings").labels).not.toMatchObject(labels);
});

it("is reached by who declares it, by the Job and by a Prometheus, and reaches nobody", () => {
  const flows = environmentFlows(environment);
  const ends = (from: string) => flows.filter((flow) => JSON.stringify(flow.from).includes(`"${from}"`));
  const to = flows.filter((flow) => JSON.stringify(flow.to) === JSON.stringify(storePods("readings", "influxdb")));
  expect(to.map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports])).toEqual([
    ["write", [8086]],
    ["show", [8086]],
    ["setup.readings", [8086]],
    ["prometheus", [8086]],
  ]);
  expect(ends("readings")).toEqual([]);
});

it("gives services an address, their login and all that they need to ask, the password in secret", async () => {
  if (access === undefined) throw new Error("there is no access");
  const { clear, secret, authorities } = bindStores(
    "plant-show",
    {
      ...environment.domains["plant"]?.services["show"],
      uses: { readings: "read" },
      publishes: {},
      consumes: {},
      sends: {},
      receives: {},
    },
    { readings: access },
  );
  expect(await known(clear)).toEqual({
    READINGS_CA_FILE: "/etc/landbridge/authorities/readings.pem",
    READINGS_DATABASES: "hours,raw",
    READINGS_URL: "https://readings.landbridge-data.svc:8086",
    READINGS_USER: "plant-show",
  });
  expect(Object.keys(secret)).toEqual(["READINGS_PASSWORD"]);
  expect(await known(authorities)).toEqual({ "readings.pem": examplePem });
  expect(isSecret(find("setup-secret").inputs["stringData"])).toBe(true);
});
