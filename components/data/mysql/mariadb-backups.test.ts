import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { mysql } from "../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { copyPods } from "../../kit/network/flows/copy-flows.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { paperBuckets, paperIdentity, paperObjects } from "../copies/places.fixture.ts";

const objects = paperObjects("ledger", "ledger-trial");

const backups = { bucket: "copies" };
const restoreFrom = { bucket: "older", store: "old-ledger", at: "2026-11-21T14:30:00+01:00" };

const environmentOf = (wish: object) =>
  exampleEnvironment({
    stores: { ledger: mysql.parse({ kind: "mysql", engine: "mariadb", dataClass: "personal", ...wish }) },
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
        [storeIdentityName("ledger")]: identity.urn.apply(() => "id-of-ledger"),
        [storeIdentityName("ledger-trial")]: output("id-of-ledger-trial"),
      },
      ...paperBuckets,
      ...changes,
    };
    const args = exampleStoresArgs(environment, { operators: { mysql: operator }, backups: places });
    new DataStores("shop-data", args, opts);
  });
  return resources.filter(({ name }) => name.startsWith("shop-data-ledger"));
}

type Resources = Awaited<ReturnType<typeof plan>>;

const copies = (resources: Resources) =>
  typesAndNames(resources).filter((line) => line.includes("shop-data-ledger-copies"));
const textOf = (resources: Resources, name: string) => JSON.stringify(custom(resources, name).inputs);

describe("a MariaDB in the cluster with a place for backups", () => {
  it("is copied each night, and a copy is tried each week", async () => {
    const resources = await plan({ backups });
    expect(copies(resources)).toEqual([
      "kubernetes:batch/v1:CronJob shop-data-ledger-copies-dump-job",
      "kubernetes:batch/v1:CronJob shop-data-ledger-copies-trial-job",
      "kubernetes:core/v1:ConfigMap shop-data-ledger-copies-authorities",
      "kubernetes:core/v1:ConfigMap shop-data-ledger-copies-dump-files",
      "kubernetes:core/v1:ConfigMap shop-data-ledger-copies-trial-files",
      "kubernetes:core/v1:ServiceAccount shop-data-ledger-copies-account",
      "kubernetes:core/v1:ServiceAccount shop-data-ledger-copies-trial-account",
      "landbridge:data:MariadbBackups shop-data-ledger-copies",
    ]);
    const spec = (role: string) => objectAt(custom(resources, `shop-data-ledger-copies-${role}-job`), "spec");
    expect(spec("dump")["schedule"]).toMatch(/^[0-5]?\d 2 \* \* \*$/);
    expect(spec("trial")["schedule"]).toMatch(/^[0-5]?\d 4 \* \* 0$/);
  });

  it("is tried as often as is wished for", async () => {
    const monthly = custom(
      await plan({ backups: { ...backups, test: "monthly" } }),
      "shop-data-ledger-copies-trial-job",
    );
    expect(objectAt(monthly, "spec")["schedule"]).toMatch(/ 4 1 \* \*$/);
    expect(copies(await plan({ backups: { ...backups, test: "never" } })).join()).not.toContain("trial");
  });

  it("is copied from a server that isn't written to, by its administrator, as who the cloud knows", async () => {
    const resources = await plan({ backups });
    const account = custom(resources, "shop-data-ledger-copies-account");
    expect(objectAt(account, "metadata")).toMatchObject({
      name: "ledger-backup",
      annotations: { "paper.example/identity": "id-of-ledger" },
    });
    expect(waitsFor(account)).toContain("identity");
    const text = textOf(resources, "shop-data-ledger-copies-dump-job");
    expect(text).toContain('"serviceAccountName":"ledger-backup"');
    expect(text).toContain('{"name":"SERVER_HOST","value":"ledger-read.landbridge-data.svc"}');
    expect(text).toContain('{"name":"BUCKET_URL","value":"paper://copies"}');
    expect(text).toContain('{"name":"RCLONE_CONFIG_BUCKET_TYPE","value":"paper"}');
    expect(text).toContain('"secretKeyRef":{"key":"root-password","name":"ledger-passwords"}');
    expect(text).toContain('"paper.example/use":"true"');
  });

  it("tries a copy in a server of its own, which has a volume as long as it lives and knows no password", async () => {
    const text = textOf(await plan({ backups, storageGiB: 70 }), "shop-data-ledger-copies-trial-job");
    expect(text).toContain('"storage":"70Gi"');
    expect(text).toContain('"ephemeral":{"volumeClaimTemplate"');
    expect(text).toContain('"storageClassName":"landbridge-scratch"');
    expect(text).not.toContain("MYSQL_PWD");
  });

  it("tries copies as one who may only read them, in the cloud and in buckets in the cluster", async () => {
    const resources = await plan({ backups });
    expect(textOf(resources, "shop-data-ledger-copies-trial-job")).toContain('"serviceAccountName":"ledger-trial"');
    expect(objectAt(custom(resources, "shop-data-ledger-copies-trial-account"), "metadata")).toMatchObject({
      name: "ledger-trial",
      annotations: { "paper.example/identity": "id-of-ledger-trial" },
    });
    const inCluster = await plan({ backups }, { objects });
    expect(textOf(inCluster, "shop-data-ledger-copies-trial-job")).toContain('"name":"ledger-trial-bucket-keys"');
    expect(textOf(inCluster, "shop-data-ledger-copies-trial-job")).not.toContain('"name":"ledger-bucket-keys"');
    expect(textOf(inCluster, "shop-data-ledger-copies-dump-job")).toContain('"name":"ledger-bucket-keys"');
  });

  it("logs in with keys where buckets are in the cluster, and trusts who signed for them", async () => {
    const resources = await plan({ backups }, { objects });
    const keys = custom(resources, "shop-data-ledger-copies-bucket-keys");
    expect(objectAt(keys, "metadata")["name"]).toBe("ledger-bucket-keys");
    expect(isSecret(keys.inputs["stringData"])).toBe(true);
    const text = textOf(resources, "shop-data-ledger-copies-dump-job");
    expect(text).toContain('{"name":"BUCKET_URL","value":"s3://landbridge-copies"}');
    expect(text).toContain('{"name":"RCLONE_CONFIG_BUCKET_ENDPOINT","value":"https://buckets.example:8333"}');
    expect(text).toContain('"secretName":"buckets-tls"');
    expect(text).not.toContain("hidden");
  });

  it("lets what copies reach the servers and the cloud, and nothing where nothing is copied", () => {
    const from = (wish: object) =>
      environmentFlows(environmentOf(wish), { podIdentity: paperIdentity })
        .filter((flow) => JSON.stringify(flow.from) === JSON.stringify(copyPods("ledger")))
        .map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
    const reached = [
      ["ledger", [3306]],
      ["blocks", [80]],
      ["anywhere", [443]],
    ];
    expect(from({ backups })).toEqual(expect.arrayContaining(reached));
    expect(from({})).toEqual([]);
  });

  it("fails to be made where nothing leads to its bucket", async () => {
    await expect(plan({ backups }, { identities: {} })).rejects.toThrow("store ledger has to do with buckets");
    await expect(plan({ backups }, { bucketUrls: {} })).rejects.toThrow("names bucket copies, which isn't there");
  });
});

describe("a MariaDB that begins from another's copy", () => {
  it("is filled before anybody logs in, and before it is copied", async () => {
    const resources = await plan({ backups, restoreFrom });
    expect(waitsFor(custom(resources, "shop-data-ledger-job"))).toContain("shop-data-ledger-copies-restore-job");
    expect(waitsFor(custom(resources, "shop-data-ledger-copies-dump-job"))).toContain(
      "shop-data-ledger-copies-restore-job",
    );
    const text = textOf(resources, "shop-data-ledger-copies-restore-job");
    expect(text).toContain('{"name":"BUCKET_URL","value":"paper://older"}');
    expect(text).toContain('{"name":"SERVER_HOST","value":"ledger-primary.landbridge-data.svc"}');
    const files = textOf(resources, "shop-data-ledger-copies-restore-files");
    expect(files).toContain("until='2026-11-21T13-30-00Z.sql.zst'");
    expect(files).toContain("$place/old-ledger");
  });
});
