import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideStoreLimits } from "../../kit/databases/store-limits.ts";
import { copyPods } from "../../kit/network/flows/copy-flows.ts";
import { decideWorkloadIdentities, storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { paperBuckets, paperIdentity } from "../copies/places.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";

const likeness = { kind: "qdrant", dataClass: "internal", collections: { pictures: { size: 512 } } };
const environmentOf = (wish: object) =>
  exampleEnvironment({
    stores: { likeness: { ...likeness, ...wish } },
    buckets: { copies: {}, older: {} },
    domains: {},
  });

async function plan(wish: object) {
  let access: StoreAccess | undefined;
  const resources = await planComponents((opts) => {
    const places = {
      identities: Object.fromEntries(
        ["likeness", "likeness-trial"].map((one) => [storeIdentityName(one), output(`id-of-${one}`)]),
      ),
      ...paperBuckets,
    };
    const args = exampleStoresArgs(environmentOf(wish), { backups: places });
    const stores = new DataStores("shop-data", args, opts);
    access = stores.access["likeness"];
    if (access?.kind === "qdrant") new Service("client", output(access.rest.host));
  });
  return resources;
}

const copies = "shop-data-likeness-copies";
const backups = { bucket: "copies" };
const restoreFrom = { bucket: "older", store: "old", at: "2026-11-21T14:30:00+01:00" };
const without = await plan({});
const all = await plan({ nodes: 7, storageGiB: 70, size: "2xlarge", backups, restoreFrom });
const textOf = (name: string) => JSON.stringify(custom(all, `${copies}-${name}`).inputs);

describe("a Qdrant with a place for backups", () => {
  it("is copied each night, a copy is tried each week, and one is brought in once", () => {
    expect(typesAndNames(all).filter((line) => line.includes(copies))).toEqual([
      `kubernetes:batch/v1:CronJob ${copies}-dump-job`,
      `kubernetes:batch/v1:CronJob ${copies}-trial-job`,
      `kubernetes:batch/v1:Job ${copies}-restore-job`,
      `kubernetes:core/v1:ConfigMap ${copies}-authorities`,
      `kubernetes:core/v1:ConfigMap ${copies}-dump-files`,
      `kubernetes:core/v1:ConfigMap ${copies}-restore-files`,
      `kubernetes:core/v1:ConfigMap ${copies}-trial-files`,
      `kubernetes:core/v1:ServiceAccount ${copies}-account`,
      `kubernetes:core/v1:ServiceAccount ${copies}-trial-account`,
      `landbridge:data:QdrantBackups ${copies}`,
    ]);
    const { name } = objectAt(custom(all, `${copies}-dump-job`), "metadata");
    expect(name).toBe("likeness-backup");
  });

  it("is made as it was where nothing is wished for", () => {
    expect(typesAndNames(without).filter((line) => line.includes("copies"))).toEqual([]);
    const made = (name: string) => JSON.stringify(custom(without, `shop-data-likeness-${name}`).inputs["spec"]);
    expect(made("server-0")).not.toContain("backup");
  });

  it("is asked by its key, which is in a Secret, by nodes' own names, and as who the cloud knows", () => {
    const text = textOf("dump-job");
    expect(text).toContain('{"name":"ADMIN_KEY","valueFrom":{"secretKeyRef":{"key":"api-key","name":"likeness-key"}}}');
    expect(text).toContain('{"name":"DOMAIN","value":"likeness-nodes.landbridge-data.svc"}');
    expect(text).toContain('"command":["/bin/sh","/etc/landbridge/dump/dump.sh"]');
    expect(text).toContain('{"name":"RCLONE_CONFIG_BUCKET_TYPE","value":"paper"}');
    expect(text).toContain('"serviceAccountName":"likeness-backup"');
    // Production keeps a month of them.
    expect(textOf("dump-files")).toContain("--min-age 30d --include");
  });

  it("is tried in a server that knows no key and is asked by nobody, with a disk for all that nodes share", () => {
    const text = textOf("trial-job");
    expect(text).not.toContain("likeness-key");
    expect(text).toContain('"storage":"210Gi"');
    expect(text).toContain('"limits":{"ephemeral-storage":"1Gi","memory":"8Gi"}');
  });

  it("is filled when its collections are there, before services find it, and copied after that", () => {
    const restored = custom(all, `${copies}-restore-job`);
    expect(waitsFor(restored)).toContain("shop-data-likeness-setup-job");
    expect(waitsFor(custom(all, "client"))).toContain(`${copies}-restore-job`);
    expect(waitsFor(custom(all, `${copies}-dump-job`))).toContain(`${copies}-restore-job`);
    expect(waitsFor(custom(without, "client"))).toContain("shop-data-likeness-setup-job");
    expect(textOf("restore-job")).toContain('{"name":"BUCKET_URL","value":"paper://older"}');
  });
});

it("lets what copies reach nodes by REST and the cloud, and nothing where nothing is copied", () => {
  const from = (wish: object) =>
    environmentFlows(environmentOf(wish), { podIdentity: paperIdentity })
      .filter((flow) => JSON.stringify(flow.from) === JSON.stringify(copyPods("likeness")))
      .map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
  expect(from({ backups })).toEqual(
    expect.arrayContaining([
      ["likeness", [6333]],
      ["anywhere", [443]],
    ]),
  );
  expect(from({})).toEqual([]);
});

it("has rights to write its own bucket, and to read the one that it begins from; who tries copies only reads them", () => {
  const [identity, trier] = decideWorkloadIdentities(environmentOf({ backups, restoreFrom }));
  expect(trier?.serviceAccount).toBe("likeness-trial");
  expect(trier?.grants).toEqual([{ kind: "bucket", bucket: "copies", access: "read", looksUp: true }]);
  expect(decideWorkloadIdentities(environmentOf({ backups: { ...backups, test: "never" } }))).toHaveLength(1);
  expect(identity?.serviceAccount).toBe("likeness-backup");
  expect(identity?.grants).toEqual([
    { kind: "bucket", bucket: "copies", access: "read-write", looksUp: true },
    { kind: "bucket", bucket: "older", access: "read", looksUp: true },
  ]);
});

it("has room for the Jobs and the trial's volume", () => {
  const limits = (wish: object) => decideStoreLimits(environmentOf(wish)).hard;
  const more = (key: "pods" | "persistentvolumeclaims") => Number(limits({ backups })[key]) - Number(limits({})[key]);
  expect(more("pods")).toBe(4);
  expect(more("persistentvolumeclaims")).toBe(8);
});
