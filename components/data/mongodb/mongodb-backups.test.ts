import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { psmdbOperator } from "../../../charts/psmdb-operator.ts";
import { mongodb } from "../../../environments/schema/stores/mongodb.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { ObjectsAccess, PodIdentity } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { operatorPods } from "../../kit/network/flow.ts";
import { storePods } from "../../kit/network/store-flows.ts";
import { decideWorkloadIdentities, storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  waitsFor,
} from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import type { BackupPlaces } from "../postgres/postgres-backups.ts";

const podIdentity: PodIdentity = {
  ...{ annotation: "paper.example/identity", podLabels: { "paper.example/use": "true" }, barman: {} },
  tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
  percona: { type: "s3", region: "paper-1" },
};

const objects: ObjectsAccess = {
  ...{ endpoint: output("https://buckets.example:8333"), region: "here", authority: "pem", authoritySecret: "buckets" },
  bucketUrls: { copies: output("s3://landbridge-copies") },
  keys: { [storeIdentityName("catalogue")]: { accessKey: "catalogue", secretKey: output("hidden") } },
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
      identities: { [storeIdentityName("catalogue")]: identity.urn.apply(() => "id-of-catalogue") },
      ...{ bucketUrls: {}, bucketNames: { copies: output("copies-1a2b"), older: output("older-1a2b") } },
      podIdentity,
      ...changes,
    };
    const args = {
      ...{ environment, surroundings: exampleSurroundings(), namespace: "landbridge-data" },
      ...{ operators: { mongodb: operator }, authority: exampleAuthority(), backups: places },
    };
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
      ["landbridge-psmdb-operator", "psmdb-operator", 2],
    ]);
  });

  it("fail to be made where nothing leads to their bucket", async () => {
    const { annotation, podLabels, tokenEndpoints, barman } = podIdentity;
    const without = { annotation, podLabels, tokenEndpoints, barman };
    await expect(plan({ backups }, { podIdentity: without })).rejects.toThrow("store catalogue has to do with buckets");
    await expect(plan({ backups }, { bucketNames: {} })).rejects.toThrow("names bucket copies, which isn't there");
  });
});
