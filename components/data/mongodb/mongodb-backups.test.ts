import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { psmdbOperator } from "../../../charts/psmdb-operator.ts";
import { mongodb } from "../../../environments/schema/stores/mongodb.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { copyPods } from "../../kit/network/flows/copy-flows.ts";
import { operatorPods } from "../../kit/network/flows/flow.ts";
import { storePods } from "../../kit/network/flows/store-flows.ts";
import { decideWorkloadIdentities, storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, objectAt, planComponents, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { paperIdentity, paperObjects } from "../copies/places.fixture.ts";

/** Of a cloud that knows Percona's agent by more than a key. */
const podIdentity = { ...paperIdentity, percona: { type: "s3", region: "paper-1" } } as const;

const objects = {
  ...paperObjects("catalogue", "catalogue-backup", "catalogue-trial"),
  authoritySecret: "buckets",
};

const backups = { bucket: "copies" };
const restoreFrom = { bucket: "older", store: "old-catalogue" };

const environmentOf = (wish: object) =>
  exampleEnvironment({
    stores: { catalogue: mongodb.parse({ kind: "mongodb", ...wish }) },
    buckets: { copies: {}, older: {} },
    domains: {},
  });

async function plan(wish: object, changes: Partial<BackupPlaces> = {}) {
  const environment = environmentOf(wish);
  const resources = await planComponents((opts) => {
    const operator = new Service("operator", output("operator"));
    const identity = new Service("identity", output("identity"));
    const places = {
      identities: {
        [storeIdentityName("catalogue")]: identity.urn.apply(() => "id-of-catalogue"),
        [storeIdentityName("catalogue-backup")]: identity.urn.apply(() => "id-of-catalogue-backup"),
        [storeIdentityName("catalogue-trial")]: identity.urn.apply(() => "id-of-catalogue-trial"),
      },
      ...{ bucketUrls: { copies: output("paper://copies"), older: output("paper://older") } },
      ...{ bucketNames: { copies: output("copies-1a2b"), older: output("older-1a2b") } },
      podIdentity,
      ...changes,
    };
    const args = exampleStoresArgs(environment, { operators: { mongodb: operator }, backups: places });
    new DataStores("shop-data", args, opts);
  });
  const cluster = custom(resources, "shop-data-catalogue-members-cluster");
  return { resources, cluster };
}

describe("documents in the cluster with a place for backups", () => {
  it("are copied each night, and every write within minutes, for as long as any store is", async () => {
    const { cluster } = await plan({ backups, pitrDays: 14 });
    const backup = objectAt(cluster, "spec", "backup");
    expect(backup).toMatchObject({
      enabled: true,
      storages: {
        own: { type: "s3", main: true, s3: { bucket: "copies-1a2b", prefix: "catalogue", region: "paper-1" } },
      },
      pitr: { enabled: true, oplogSpanMin: 5 },
    });
    expect(backup["tasks"]).toMatchObject([
      { type: "logical", storageName: "own", retention: { type: "count", count: 30, deleteFromStorage: true } },
    ]);
    expect(JSON.stringify(backup["tasks"])).toMatch(/"schedule":"[0-5]?\d 2 \* \* \*"/);
  });

  it("have members that the cloud knows, which begin after they have their rights", async () => {
    const { resources, cluster } = await plan({ backups });
    const account = custom(resources, "shop-data-catalogue-members-account");
    expect(objectAt(account, "metadata")).toMatchObject({
      name: "catalogue-mongodb",
      annotations: { "paper.example/identity": "id-of-catalogue" },
    });
    expect(waitsFor(account)).toContain("identity");
    expect(waitsFor(cluster)).toContain("shop-data-catalogue-members-account");
    expect(JSON.stringify(cluster.inputs)).toContain('"paper.example/use":"true"');
  });

  it("have an agent that asks for its own, more beside a larger member", async () => {
    const requests = async (size: string) =>
      objectAt((await plan({ backups, size })).cluster, "spec", "backup", "resources")["requests"];
    expect(await requests("small")).toEqual({ cpu: "100m", memory: "512Mi" });
    expect(await requests("large")).toEqual({ cpu: "300m", memory: "1Gi" });
  });

  it("log in with keys where buckets are in the cluster, and trust who signed for them", async () => {
    const { resources, cluster } = await plan({ backups }, { objects });
    expect(isSecret(custom(resources, "shop-data-catalogue-members-bucket-keys").inputs["stringData"])).toBe(true);
    expect(objectAt(cluster, "spec", "backup", "storages", "own")).toEqual({
      type: "minio",
      main: true,
      minio: {
        ...{ bucket: "landbridge-copies", prefix: "catalogue", region: "here" },
        endpointUrl: "landbridge-objects.landbridge-data.svc:8333",
        ...{ credentialsSecret: "catalogue-bucket-keys", forcePathStyle: true, secure: true },
        caBundle: { name: "buckets", key: "ca.crt" },
      },
    });
  });

  it("can bring in what another store's bucket holds, and copy nothing there", async () => {
    const { cluster } = await plan({ restoreFrom });
    expect(objectAt(cluster, "spec", "backup")).toMatchObject({
      storages: { origin: { main: true, s3: { bucket: "older-1a2b", prefix: "old-catalogue" } } },
      tasks: [],
      pitr: { enabled: false },
    });
    const both = objectAt((await plan({ backups, restoreFrom })).cluster, "spec", "backup", "storages");
    expect(both).toMatchObject({ own: { main: true }, origin: { main: false } });
  });

  it("are left alone where nothing is wished for", async () => {
    const { cluster, resources } = await plan({});
    expect(cluster.inputs["spec"]).not.toHaveProperty("backup");
    expect(objectAt(custom(resources, "shop-data-catalogue-members-account"), "metadata")).not.toHaveProperty(
      "annotations",
    );
  });

  it("let members and their operator reach the cloud, which gives both rights to the bucket", () => {
    const { name, pods: labels } = psmdbOperator;
    const reach = (wish: object) => {
      const flows = environmentFlows(environmentOf(wish), { podIdentity });
      return [storePods("catalogue", "mongodb"), operatorPods({ name, labels })].map((pods) =>
        flows
          .filter(({ from }) => JSON.stringify(from) === JSON.stringify(pods))
          .some(({ to, ports }) => to.kind === "blocks" && ports.includes(80)),
      );
    };
    expect(reach({ backups })).toEqual([true, true]);
    expect(reach({})).toEqual([false, false]);
    const identities = decideWorkloadIdentities(environmentOf({ backups, restoreFrom }));
    expect(identities.map(({ name: of, serviceAccount, grants }) => [of, serviceAccount, grants.length])).toEqual([
      ["landbridge-data-catalogue", "catalogue-mongodb", 2],
      ["landbridge-data-catalogue-backup", "catalogue-backup", 1],
      ["landbridge-psmdb-operator", "psmdb-operator", 2],
    ]);
  });

  it("fail to be made where nothing leads to their bucket", async () => {
    const { annotation, podLabels, tokenEndpoints, barman } = podIdentity;
    const without = { annotation, podLabels, tokenEndpoints, barman };
    await expect(plan({ backups }, { podIdentity: without })).rejects.toThrow(
      "store catalogue-backup has to do with buckets",
    );
    await expect(plan({ backups }, { bucketNames: {} })).rejects.toThrow("names bucket copies, which isn't there");
  });
});

const jobsOf = (resources: Awaited<ReturnType<typeof plan>>["resources"]) =>
  resources.flatMap(({ type, name }) => (/:(?:CronJob|Job)$/.test(type) && name.includes("-copies-") ? [name] : []));
const textOf = (resources: Awaited<ReturnType<typeof plan>>["resources"], name: string) =>
  JSON.stringify(custom(resources, name).inputs);

describe("what the agent copied", () => {
  it("is tried each week, by who may only read it, in a server of its own", async () => {
    const { resources } = await plan({ backups, storageGiB: 40 });
    expect(jobsOf(resources)).toEqual(["shop-data-catalogue-copies-trial-job"]);
    const trial = custom(resources, "shop-data-catalogue-copies-trial-job");
    expect(objectAt(trial, "metadata")["name"]).toBe("catalogue-restore-test");
    expect(objectAt(trial, "spec")["schedule"]).toMatch(/ 4 \* \* 0$/);
    const text = JSON.stringify(trial.inputs);
    expect(text).toContain('"serviceAccountName":"catalogue-backup"');
    expect(text).toContain('"storage":"60Gi"');
    expect(text).toContain("percona-backup-mongodb");
    expect(text).not.toContain("PASSWORD");
    // Both containers have the disk.
    expect(text.split('"mountPath":"/data"')).toHaveLength(3);
    const account = custom(resources, "shop-data-catalogue-copies-account");
    expect(objectAt(account, "metadata")["annotations"]).toEqual({
      "paper.example/identity": "id-of-catalogue-backup",
    });
  });

  it("is tried as often as is wished for, and where nothing is copied not at all", async () => {
    const often = async (wish: object) => jobsOf((await plan(wish)).resources);
    const monthly = await plan({ backups: { ...backups, test: "monthly" } });
    const job = custom(monthly.resources, "shop-data-catalogue-copies-trial-job");
    expect(objectAt(job, "spec")["schedule"]).toMatch(/ 4 1 \* \*$/);
    expect(await often({ backups: { ...backups, test: "never" } })).toEqual([]);
    expect(await often({ restoreFrom })).toEqual([]);
  });

  it("is tried with a login of its own where buckets are in the cluster", async () => {
    const { resources } = await plan({ backups }, { objects });
    const keys = custom(resources, "shop-data-catalogue-copies-bucket-keys");
    expect(objectAt(keys, "metadata")["name"]).toBe("catalogue-backup-bucket-keys");
    expect(textOf(resources, "shop-data-catalogue-copies-trial-job")).toContain(
      '"name":"catalogue-backup-bucket-keys"',
    );
  });
});

describe("documents where the cloud doesn't know the agent", () => {
  const elsewhere = (wish: object) => plan(wish, { podIdentity: paperIdentity });

  it("are dumped each night by a Job, and members have nothing to do with buckets", async () => {
    const { resources, cluster } = await elsewhere({ backups });
    expect(cluster.inputs["spec"]).not.toHaveProperty("backup");
    expect(JSON.stringify(cluster.inputs)).not.toContain("paper.example/use");
    expect(jobsOf(resources)).toEqual(["shop-data-catalogue-copies-dump-job", "shop-data-catalogue-copies-trial-job"]);
    const dump = custom(resources, "shop-data-catalogue-copies-dump-job");
    expect(objectAt(dump, "metadata")["name"]).toBe("catalogue-backup");
    const text = JSON.stringify(dump.inputs);
    expect(text).toContain('"secretKeyRef":{"key":"MONGODB_BACKUP_PASSWORD","name":"catalogue-users"}');
    expect(text).toMatch(
      /"SERVER_PLACE","value":"catalogue-rs0-0\.[^"]+\/\?authSource=admin&replicaSet=rs0&tls=true&tlsCAFile=/,
    );
    const trial = textOf(resources, "shop-data-catalogue-copies-trial-job");
    expect(trial).not.toContain("PASSWORD");
    expect(trial).toContain('"serviceAccountName":"catalogue-trial"');
  });

  it("that begin from a dump are filled before anybody logs in, and before they are copied", async () => {
    const { resources } = await elsewhere({ backups, restoreFrom });
    const restore = "shop-data-catalogue-copies-restore-job";
    expect(waitsFor(custom(resources, "shop-data-catalogue-job"))).toContain(restore);
    expect(waitsFor(custom(resources, "shop-data-catalogue-copies-dump-job"))).toContain(restore);
    const files = textOf(resources, "shop-data-catalogue-copies-restore-files");
    expect(files).toContain("--nsInclude='old_catalogue.*'");
    expect(files).toContain("$place/old-catalogue");
  });

  it("are reached by the Job that dumps them, which alone reaches the bucket and has rights there", () => {
    const environment = environmentOf({ backups, restoreFrom });
    const flows = environmentFlows(environment, { podIdentity: paperIdentity });
    const reached = (from: object) =>
      flows
        .filter((flow) => JSON.stringify(flow.from) === JSON.stringify(from))
        .map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
    const cloud = [
      ["blocks", [80]],
      ["anywhere", [443]],
    ];
    expect(reached(copyPods("catalogue"))).toEqual(expect.arrayContaining([["catalogue", [27017]], ...cloud]));
    expect(reached(storePods("catalogue", "mongodb"))).not.toEqual(expect.arrayContaining(cloud));
    const identities = decideWorkloadIdentities(environment, [], "jobs");
    expect(
      identities.map(({ name, grants }) => [name, grants.map((grant) => ("access" in grant ? grant.access : ""))]),
    ).toEqual([
      ["landbridge-data-catalogue-backup", ["read-write", "read"]],
      ["landbridge-data-catalogue-trial", ["read"]],
    ]);
  });
});
