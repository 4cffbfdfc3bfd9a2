import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { cassandra } from "../../../environments/schema/stores/cassandra.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { copyPods } from "../../kit/network/flows/copy-flows.ts";
import { storePods } from "../../kit/network/flows/store-flows.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { Service } from "../clients.fixture.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";
import { DataStores } from "../data-stores.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { paperBuckets, paperIdentity, paperObjects } from "../copies/places.fixture.ts";

const objects = paperObjects("history", "history-backup", "history-trial");

const backups = { bucket: "copies" };
const restoreFrom = { bucket: "older", store: "old-history", at: "2026-11-21T14:30:00+01:00" };
const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };

const environmentOf = (wish: object) =>
  exampleEnvironment({
    stores: { history: cassandra.parse({ kind: "cassandra", size: "medium", dataClass: "personal", tables, ...wish }) },
    buckets: { copies: {}, older: {} },
    domains: {},
  });

async function plan(wish: object, changes: Partial<BackupPlaces> = {}) {
  const environment = environmentOf(wish);
  const resources = await planComponents((opts) => {
    const operator = new Service("operator", output("operator"));
    const identity = new Service("identity", output("identity"));
    const backups = {
      identities: {
        [storeIdentityName("history")]: identity.urn.apply(() => "id-of-history"),
        [storeIdentityName("history-backup")]: output("id-of-history-backup"),
        [storeIdentityName("history-trial")]: output("id-of-history-trial"),
      },
      ...paperBuckets,
      ...changes,
    };
    const args = exampleStoresArgs(environment, { operators: { cassandra: operator }, backups });
    new DataStores("shop-data", args, opts);
  });
  return resources.filter(({ name }) => name.startsWith("shop-data-history"));
}

type Resources = Awaited<ReturnType<typeof plan>>;
const nodes = "shop-data-history-nodes";
const textOf = (resources: Resources, name: string) => JSON.stringify(custom(resources, `${nodes}-${name}`).inputs);
const copied = plan({ backups, storageGiB: 70 });
const restored = plan({ backups, restoreFrom });

describe("a Cassandra in the cluster with a place for backups", () => {
  it("has a snapshot of each night uploaded, and a night tried each week", async () => {
    const resources = await copied;
    expect(typesAndNames(resources).filter((line) => line.includes("-cop"))).toEqual([
      `kubernetes:batch/v1:CronJob ${nodes}-copies-nights-job`,
      `kubernetes:batch/v1:CronJob ${nodes}-copies-trial-job`,
      `kubernetes:core/v1:ConfigMap ${nodes}-copier-files`,
      `kubernetes:core/v1:ConfigMap ${nodes}-copies-nights-files`,
      `kubernetes:core/v1:ConfigMap ${nodes}-copies-trial-files`,
      `kubernetes:core/v1:ServiceAccount ${nodes}-copier-account`,
      `kubernetes:core/v1:ServiceAccount ${nodes}-copies-account`,
      `kubernetes:core/v1:ServiceAccount ${nodes}-copies-trial-account`,
      `landbridge:data:CassandraBackups ${nodes}-copies`,
      `landbridge:data:CassandraCopier ${nodes}-copier`,
    ]);
    const spec = (role: string) => objectAt(custom(resources, `${nodes}-copies-${role}-job`), "spec");
    expect(spec("nights")["schedule"]).toMatch(/^[0-5]?\d 2 \* \* \*$/);
    expect(spec("trial")["schedule"]).toMatch(/^[0-5]?\d 4 \* \* 0$/);
    const metadata = objectAt(custom(resources, `${nodes}-copies-nights-job`), "metadata");
    expect(metadata["name"]).toBe("history-backup");
  });

  it("has what uploads beside each node, as who the cloud knows, and lets it only read their volume", async () => {
    const resources = await copied;
    const account = custom(resources, `${nodes}-copier-account`);
    expect(objectAt(account, "metadata")).toMatchObject({
      name: "history-cassandra",
      annotations: { "paper.example/identity": "id-of-history" },
    });
    expect(waitsFor(account)).toContain("identity");
    const datacenter = custom(resources, `${nodes}-datacenter`);
    expect(waitsFor(datacenter)).toEqual(expect.arrayContaining([`${nodes}-copier-account`, `${nodes}-copier-files`]));
    expect(objectAt(datacenter, "spec")["serviceAccountName"]).toBe("history-cassandra");
    const text = textOf(resources, "datacenter");
    expect(text).toContain('{"mountPath":"/var/lib/cassandra","name":"server-data","readOnly":true}');
    expect(text).toContain('{"name":"BUCKET_URL","value":"paper://copies"}');
    expect(text).toContain('"paper.example/use":"true"');
  });

  it("is let go and tried by Jobs that the cloud knows apart from nodes, and from each other", async () => {
    for (const [role, account] of [
      ["nights", "backup"],
      ["trial", "trial"],
    ]) {
      const job = custom(await copied, `${nodes}-copies-${role}-job`);
      const { template } = objectAt(job, "spec", "jobTemplate", "spec");
      expect(template).toMatchObject({ spec: { serviceAccountName: `history-${account}` } });
    }
    expect(textOf(await copied, "copies-account")).toContain('"paper.example/identity":"id-of-history-backup"');
    expect(textOf(await copied, "copies-trial-account")).toContain('"paper.example/identity":"id-of-history-trial"');
  });

  it("asks nodes and the bucket in containers of their own, of which one knows each", async () => {
    const job = custom(await copied, `${nodes}-copies-nights-job`);
    const pod = objectAt(job, "spec", "jobTemplate", "spec", "template", "spec");
    const known = [pod["initContainers"], pod["containers"]].flat().map((container) => {
      const text = JSON.stringify(container);
      const [, name] = /"name":"(snapshot|keep|clear)"/.exec(text) ?? [];
      return [name, text.includes('"name":"management"'), text.includes("BUCKET_URL")];
    });
    expect(known).toEqual([
      ["snapshot", true, false],
      ["keep", false, true],
      ["clear", true, false],
    ]);
  });

  it("tries a night on a disk as large as a node's, without a way to the nodes", async () => {
    const text = textOf(await copied, "copies-trial-job");
    expect(text).toContain('"storage":"70Gi"');
    expect(text).toContain('"storageClassName":"landbridge-scratch"');
    expect(text).not.toMatch(/SERVER_PASSWORD|history-management|history-tls/);
  });

  it("takes no ETag for a hash where the cloud's isn't one, wherever it speaks to the bucket", async () => {
    const flag = '{"name":"RCLONE_IGNORE_CHECKSUM","value":"true"}';
    const resources = await plan({ backups }, { podIdentity: { ...paperIdentity, falseHashes: true } });
    for (const each of ["datacenter", "copies-nights-job", "copies-trial-job"]) {
      expect(textOf(resources, each)).toContain(flag);
      expect(textOf(await copied, each)).not.toContain(flag);
    }
  });

  it("is tried as often as is wished for", async () => {
    const names = typesAndNames(await plan({ backups: { ...backups, test: "never" } })).join();
    expect(names).toContain("nights-job");
    expect(names).not.toContain("trial");
  });

  it("logs in with keys where buckets are in the cluster, and trusts who signed for them", async () => {
    const resources = await plan({ backups }, { objects });
    for (const each of ["copier", "copies", "copies-trial"])
      expect(isSecret(custom(resources, `${nodes}-${each}-bucket-keys`).inputs["stringData"])).toBe(true);
    expect(textOf(resources, "copies-nights-job")).toContain('"name":"history-backup-bucket-keys"');
    const text = textOf(resources, "datacenter");
    expect(text).toContain('"secretName":"buckets-tls"');
    expect(text).toContain('{"name":"RCLONE_CONFIG_BUCKET_ENDPOINT","value":"https://buckets.example:8333"}');
    expect(text).not.toContain("hidden");
  });

  it("lets Jobs reach nodes' management API, and both the cloud; nothing where nothing is copied", () => {
    const own = (pods: object) => JSON.stringify(pods);
    const reached = (wish: object, pods: object) =>
      environmentFlows(environmentOf(wish), { podIdentity: paperIdentity })
        .filter(({ from }) => own(from) === own(pods))
        .map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
    const cloud = [
      ["blocks", [80]],
      ["anywhere", [443]],
    ];
    const jobs = copyPods("history");
    expect(reached({ backups }, jobs)).toEqual(expect.arrayContaining([["history", [8080]], ...cloud]));
    expect(reached({ restoreFrom }, jobs)).toEqual(expect.arrayContaining([["history", [9042, 7000]], ...cloud]));
    expect(reached({ backups }, storePods("history", "cassandra"))).toEqual(expect.arrayContaining(cloud));
    expect(reached({ restoreFrom }, storePods("history", "cassandra"))).not.toEqual(expect.arrayContaining(cloud));
    expect(reached({}, jobs)).toEqual([]);
  });
});

describe("a Cassandra that begins from another's night", () => {
  it("is filled before anybody logs in, and before it is copied", async () => {
    const resources = await restored;
    const load = `${nodes}-copies-restore-job`;
    expect(waitsFor(custom(resources, load))).toContain(`${nodes}-datacenter`);
    expect(waitsFor(custom(resources, "shop-data-history-job"))).toContain(load);
    expect(waitsFor(custom(resources, `${nodes}-copies-nights-job`))).toContain(load);
  });

  it("is filled by who streams as a node does, from the night that was wished for", async () => {
    const resources = await restored;
    const text = textOf(resources, "copies-restore-job");
    expect(text).toContain('{"name":"BUCKET_URL","value":"paper://older"}');
    expect(text).toContain('{"name":"SERVER_HOST","value":"history-history-service.landbridge-data.svc"}');
    expect(text).toContain('"secretKeyRef":{"key":"password","name":"history-superuser"}');
    expect(text).toContain('"secretName":"history-tls"');
    const files = textOf(resources, "copies-restore-files");
    expect(files).toContain("2026-11-21T13-30-00Z");
    expect(files).toContain("$place/old-history/nights");
  });

  it("gives nodes no way to buckets where it isn't copied itself", async () => {
    const text = textOf(await plan({ restoreFrom }), "datacenter");
    expect(text).not.toMatch(/copier|serviceAccountName|paper/);
  });
});
