import { ScheduledBackup } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackup";
import { output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { postgres } from "../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { PodIdentity, StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideSchedule } from "../../kit/databases/postgres/postgres-backups.ts";
import { objectPods } from "../../kit/network/flows/object-flows.ts";
import { storePods } from "../../kit/network/flows/store-flows.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";

const podIdentity: PodIdentity = {
  annotation: "paper.example/identity",
  podLabels: { "paper.example/use": "true" },
  tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
  barman: { paperCredentials: { fromPod: true } },
};

// What tries them has tests of its own.
const backups = { bucket: "copies", test: "never" };
const restoreFrom = { bucket: "older", store: "old-orders", at: "2026-11-21T14:30:00+01:00" };

/** The environment with one PostgreSQL in its cluster. */
const environmentOf = (wish: object) =>
  exampleEnvironment({
    stores: { orders: postgres.parse({ kind: "postgres", ...wish }) },
    buckets: { copies: {}, older: {} },
    domains: {},
  });

async function plan(wish: object, change: Partial<BackupPlaces> | (() => Partial<BackupPlaces>) = {}) {
  const environment = environmentOf(wish);
  let access: StoreAccess | undefined;
  const resources = await planComponents((opts: ComponentResourceOptions) => {
    const operator = new Service("operator", output("operator"));
    const plugin = new Service("plugin", output("plugin"));
    const identity = new Service("identity", output("identity"));
    const places = {
      ready: plugin,
      identities: { [storeIdentityName("orders")]: identity.urn.apply(() => "id-of-orders") },
      bucketUrls: { copies: output("paper://copies"), older: output("paper://older") },
      podIdentity,
      ...(typeof change === "function" ? change() : change),
    };
    const args = exampleStoresArgs(environment, { operators: { postgres: operator }, backups: places });
    access = new DataStores("shop-data", args, opts).access["orders"];
  });
  return { resources, access, cluster: custom(resources, "shop-data-orders-cluster") };
}

const copying = (names: readonly string[]) => names.filter((line) => /barmancloud|ScheduledBackup/.test(line));

describe("a PostgreSQL whose bucket is in the cluster", () => {
  const objects = () => {
    const server = new Service("objects", output("objects"));
    return {
      endpoint: server.urn.apply(() => "https://objects:8333"),
      region: "us-east-1",
      authority: "PEM",
      authoritySecret: "objects-tls",
      bucketUrls: { copies: output("s3://landbridge-copies"), older: output("s3://landbridge-older") },
      keys: { [storeIdentityName("orders")]: { accessKey: "orders-key", secretKey: output("hidden") } },
    };
  };

  it("is copied with keys of its own, to a server that it knows by its authority", async () => {
    const { resources } = await plan({ backups }, () => ({
      identities: {},
      podIdentity: undefined,
      objects: objects(),
    }));
    const keys = (key: string) => ({ name: "orders-bucket-keys", key });
    expect(objectAt(custom(resources, "shop-data-orders-archive"), "spec")).toMatchObject({
      configuration: {
        destinationPath: "s3://landbridge-copies",
        endpointURL: "https://objects:8333",
        endpointCA: { name: "objects-tls", key: "ca.crt" },
        s3Credentials: {
          accessKeyId: keys("access-key"),
          secretAccessKey: keys("secret-key"),
          region: keys("region"),
        },
      },
    });
    const secret = custom(resources, "shop-data-orders-bucket-keys");
    expect(objectAt(secret, "metadata")["name"]).toBe("orders-bucket-keys");
    expect(isSecret(secret.inputs["stringData"])).toBe(true);
    expect(waitsFor(custom(resources, "shop-data-orders-archive"))).toEqual(
      expect.arrayContaining(["objects", "shop-data-orders-bucket-keys"]),
    );
  });

  it("reaches that server and nothing outside", () => {
    const open = environmentFlows(environmentOf({ backups }), { objects: "in-cluster" });
    const servers = storePods("orders", "postgres");
    const ends = open.filter(({ from }) => JSON.stringify(from) === JSON.stringify(servers));
    expect(ends).toContainEqual({ from: servers, to: objectPods, ports: [8333] });
    expect(ends.filter(({ to, ports }) => to.kind === "anywhere" && !ports.includes(6443))).toEqual([]);
  });
});

describe("a PostgreSQL in the cluster with a place for backups", () => {
  it("is copied there as its bucket says, and each day", async () => {
    const { resources } = await plan({ backups, pitrDays: 14 });
    expect(copying(typesAndNames(resources))).toEqual([
      "kubernetes:barmancloud.cnpg.io/v1:ObjectStore shop-data-orders-archive",
      "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup shop-data-orders-schedule",
    ]);
    const archive = custom(resources, "shop-data-orders-archive");
    expect(objectAt(archive, "metadata")).toMatchObject({ name: "orders", namespace: "landbridge-data" });
    expect(objectAt(archive, "spec")).toMatchObject({
      configuration: { destinationPath: "paper://copies", paperCredentials: { fromPod: true } },
      retentionPolicy: "30d",
    });
    const schedule = custom(resources, "shop-data-orders-schedule");
    expect(waitsFor(schedule)).toContain("shop-data-orders-cluster");
    expect(objectAt(schedule, "spec")).toEqual(decideSchedule("orders"));
  });

  it("is copied by a valid schedule, in the hour in which managed stores are backed up, at a minute of its own", () => {
    const spec = decideSchedule("orders");
    expect(() => {
      new ScheduledBackup({ metadata: { name: "orders" }, spec }).validate();
    }).not.toThrow();
    expect(spec).toMatchObject({ immediate: true, cluster: { name: "orders" }, method: "plugin" });
    expect(spec.schedule).toMatch(/^0 [0-5]?\d 2 \* \* \*$/);
    expect(decideSchedule("payments").schedule).not.toBe(spec.schedule);
  });

  it("has servers that copy to the place, under its own name", async () => {
    const { cluster } = await plan({ backups });
    expect(cluster.inputs["spec"]).toMatchObject({
      plugins: [
        {
          name: "barman-cloud.cloudnative-pg.io",
          enabled: true,
          isWALArchiver: true,
          parameters: { barmanObjectName: "orders", serverName: "orders" },
        },
      ],
      bootstrap: { initdb: { database: "orders" } },
    });
  });

  it("has servers that the cloud knows, after they have their rights, their place and what copies", async () => {
    const { cluster } = await plan({ backups });
    expect(objectAt(cluster, "spec", "serviceAccountTemplate")).toEqual({
      metadata: { annotations: { "paper.example/identity": "id-of-orders" } },
    });
    expect(objectAt(cluster, "spec", "inheritedMetadata", "labels")).toMatchObject({ "paper.example/use": "true" });
    expect(waitsFor(cluster)).toEqual(expect.arrayContaining(["identity", "plugin", "shop-data-orders-archive"]));
  });

  it("has a volume for whole backups where the cloud takes no parts of one, and else none", async () => {
    expect((await plan({ backups })).cluster.inputs["spec"]).not.toHaveProperty("ephemeralVolumeSource");
    const spooled = { podIdentity: { ...podIdentity, spooledBackups: true as const } };
    const { cluster } = await plan({ backups, storageGiB: 70 }, spooled);
    expect(objectAt(cluster, "spec", "storage")).toMatchObject({ storageClass: "fast" });
    expect(objectAt(cluster, "spec", "ephemeralVolumeSource", "volumeClaimTemplate", "spec")).toEqual({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "landbridge-scratch",
      resources: { requests: { storage: "70Gi" } },
    });
  });

  it("lets servers reach the cloud, and the operator the plugin that it asks", () => {
    const from = (wish: object) =>
      environmentFlows(environmentOf(wish), { podIdentity }).map((flow) => JSON.stringify(flow));
    const servers = storePods("orders", "postgres");
    const reached = [
      { from: servers, to: { kind: "blocks", cidrs: ["169.254.1.1/32"] }, ports: [80] },
      { from: servers, to: { kind: "anywhere" }, ports: [443] },
    ].map((flow) => JSON.stringify(flow));
    expect(from({ backups })).toEqual(expect.arrayContaining(reached));
    expect(from({ restoreFrom })).toEqual(expect.arrayContaining(reached));
    for (const flow of reached) expect(from({})).not.toContain(flow);
    const asked = from({ backups }).filter((flow) => flow.includes('"ports":[9090]'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/"from":\{[^}]*"cloudnative-pg".*"to":\{[^}]*"plugin-barman-cloud"/);
    expect(from({}).some((flow) => flow.includes("plugin-barman-cloud"))).toBe(false);
  });

  it("fails to be made where nothing leads to its bucket", async () => {
    await expect(plan({ backups }, { ready: undefined })).rejects.toThrow("store orders has to do with buckets");
    await expect(plan({ backups }, { podIdentity: undefined })).rejects.toThrow("store orders has to do with buckets");
    await expect(plan({ backups }, { identities: {} })).rejects.toThrow("store orders has to do with buckets");
    await expect(plan({ backups }, { bucketUrls: {} })).rejects.toThrow("names bucket copies, which isn't there");
  });
});

describe("a PostgreSQL that begins from another's backups", () => {
  it("reads them up to the moment, under the other's name, and has the other's database", async () => {
    const { resources, cluster, access } = await plan({ restoreFrom });
    expect(copying(typesAndNames(resources))).toEqual([
      "kubernetes:barmancloud.cnpg.io/v1:ObjectStore shop-data-orders-origin",
    ]);
    const origin = objectAt(custom(resources, "shop-data-orders-origin"), "spec");
    expect(origin).toMatchObject({ configuration: { destinationPath: "paper://older" } });
    expect(origin).not.toHaveProperty("retentionPolicy");
    expect(cluster.inputs["spec"]).toMatchObject({
      externalClusters: [
        {
          name: "orders-origin",
          plugin: { parameters: { barmanObjectName: "orders-origin", serverName: "old-orders" } },
        },
      ],
    });
    expect(objectAt(cluster, "spec", "bootstrap")).toEqual({
      recovery: {
        ...{ source: "orders-origin", database: "old_orders", owner: "landbridge", secret: { name: "orders-owner" } },
        recoveryTarget: { targetTime: "2026-11-21T14:30:00+01:00" },
      },
    });
    expect(access).toMatchObject({ database: "old_orders" });
    expect(cluster.inputs["spec"]).not.toHaveProperty("plugins");
  });

  it("goes as far as it can without a moment, and knows the database of one that was restored itself", async () => {
    const { cluster } = await plan({ restoreFrom: { bucket: "older", store: "orders-2", database: "orders" } });
    expect(objectAt(cluster, "spec", "bootstrap", "recovery")).not.toHaveProperty("recoveryTarget");
    expect(objectAt(cluster, "spec", "bootstrap", "recovery")).toMatchObject({ database: "orders" });
  });

  it("can't be asked for later, nor forgotten: either would be another store", async () => {
    expect((await plan({ restoreFrom })).cluster.replaceOnChanges).toEqual(["spec.bootstrap.recovery"]);
    expect((await plan({})).cluster).toMatchObject({
      replaceOnChanges: ["spec.bootstrap.recovery"],
      deleteBeforeReplace: false,
    });
  });

  it("copies to a place of its own besides", async () => {
    const { resources, cluster } = await plan({ backups, restoreFrom });
    expect(copying(typesAndNames(resources))).toHaveLength(3);
    expect(cluster.inputs["spec"]).toMatchObject({
      plugins: [{ parameters: { barmanObjectName: "orders", serverName: "orders" } }],
      externalClusters: [{ plugin: { parameters: { serverName: "old-orders" } } }],
    });
  });
});

it("has nothing to do with buckets unless it is asked to", async () => {
  const { resources, cluster } = await plan({});
  expect(copying(typesAndNames(resources))).toEqual([]);
  for (const field of ["plugins", "externalClusters", "serviceAccountTemplate", "ephemeralVolumeSource"])
    expect(cluster.inputs["spec"]).not.toHaveProperty(field);
});
