import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { clickhouse } from "../../../environments/schema/stores/clickhouse.ts";
import { influxdb } from "../../../environments/schema/stores/influxdb.ts";
import type { PodIdentity } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { copyPods } from "../../kit/network/flows/copy-flows.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";

const podIdentity: PodIdentity = {
  ...{ annotation: "paper.example/identity", podLabels: {}, barman: {} },
  tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
  rclone: { TYPE: "paper" },
};
const copied = (store: string) => ({
  backups: { bucket: store },
  restoreFrom: { bucket: store, store: `old-${store}` },
});
const environment = exampleEnvironment({
  stores: {
    facts: clickhouse.parse({ kind: "clickhouse", shards: 2, storageGiB: 70, ...copied("facts") }),
    readings: influxdb.parse({
      kind: "influxdb",
      databases: { raw: {} },
      storageGiB: 30,
      size: "2xlarge",
      ...copied("readings"),
    }),
    plain: influxdb.parse({ kind: "influxdb", databases: { raw: {} } }),
  },
  buckets: { facts: {}, readings: {} },
  domains: {},
});

const stores = ["facts", "readings"];
const resources = await planComponents((opts) => {
  const backups = {
    identities: Object.fromEntries(
      stores
        .flatMap((store) => [store, `${store}-trial`])
        .map((one) => [storeIdentityName(one), output(`id-of-${one}`)]),
    ),
    bucketUrls: Object.fromEntries(stores.map((store) => [store, output(`paper://${store}`)])),
    podIdentity,
  };
  const args = exampleStoresArgs(environment, { backups });
  new DataStores("shop-data", args, opts);
});
const textOf = (name: string) => JSON.stringify(custom(resources, name).inputs);

it.each(stores)("%s is copied and tried, and filled before it is set up", (store) => {
  const name = `shop-data-${store}-copies`;
  const jobs = typesAndNames(resources).filter((line) => line.includes(name) && line.includes("batch"));
  expect(jobs).toEqual([
    `kubernetes:batch/v1:CronJob ${name}-dump-job`,
    `kubernetes:batch/v1:CronJob ${name}-trial-job`,
    `kubernetes:batch/v1:Job ${name}-restore-job`,
  ]);
  expect(waitsFor(custom(resources, `shop-data-${store}-setup-job`))).toContain(`${name}-restore-job`);
  expect(waitsFor(custom(resources, `${name}-dump-job`))).toContain(`${name}-restore-job`);
  for (const role of ["dump", "restore"])
    expect(textOf(`${name}-${role}-job`)).toContain(`"secretKeyRef":{"key":"admin","name":"${store}-setup"}`);
  expect(textOf(`${name}-trial-job`)).not.toContain("-setup");
  expect(textOf(`${name}-trial-job`)).toContain(`"serviceAccountName":"${store}-trial"`);
  expect(textOf(`${name}-dump-job`)).toContain(`"serviceAccountName":"${store}-backup"`);
  expect(textOf(`${name}-restore-files`)).toContain(`$place/old-${store}`);
});

it("nothing is made for a store that nobody wants copied", () => {
  expect(typesAndNames(resources).filter((line) => line.includes("shop-data-plain-copies"))).toEqual([]);
});

it("a disk that goes with a pod holds a copy of all shards, and what is tried of files lies there twice", () => {
  expect(textOf("shop-data-facts-copies-trial-job")).toContain('"storage":"140Gi"');
  expect(textOf("shop-data-facts-copies-dump-job")).not.toContain('"storage":');
  expect(textOf("shop-data-readings-copies-dump-job")).toContain('"storage":"30Gi"');
  expect(textOf("shop-data-readings-copies-trial-job")).toContain('"storage":"60Gi"');
});

it("who copies has memory for what it does, and a trial for what is in a server of the store's size", () => {
  expect(textOf("shop-data-facts-copies-dump-job")).toContain('"limits":{"ephemeral-storage":"1Gi","memory":"1536Mi"}');
  const trial = textOf("shop-data-readings-copies-trial-job");
  expect(trial).toContain('"limits":{"ephemeral-storage":"1Gi","memory":"8Gi"}');
  expect(trial).toContain(`{"name":"INFLUXD_QUERY_MAX_MEMORY_BYTES","value":"${4 * 1024 ** 3}"}`);
});

it.each(stores.flatMap((store) => ["dump", "trial", "restore"].map((role) => [store, role])))(
  "nodes aren't emptied of the %s's %s while it works, and one that is moved all the same didn't fail",
  (store, role) => {
    const text = textOf(`shop-data-${store}-copies-${role}-job`);
    expect(text).toContain('"cluster-autoscaler.kubernetes.io/safe-to-evict":"false"');
    expect(text).toContain('"karpenter.sh/do-not-disrupt":"true"');
    expect(text).toContain('{"action":"Ignore","onPodConditions":[{"status":"True","type":"DisruptionTarget"}]}');
    expect(text).toContain('"restartPolicy":"Never"');
  },
);

it.each([
  ["facts", 9440],
  ["readings", 8086],
])("who copies %s reaches it and the cloud", (store, port) => {
  const reached = environmentFlows(environment, { podIdentity })
    .filter((flow) => JSON.stringify(flow.from) === JSON.stringify(copyPods(store)))
    .map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
  expect(reached).toEqual(
    expect.arrayContaining([
      [store, [port]],
      ["anywhere", [443]],
    ]),
  );
});
