import { describe, expect, it } from "vitest";
import { planLayer } from "../../layer.fixture.ts";
import { gcp } from "../entry.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const environment = gcpEnvironment({
  stores: {
    orders: {
      kind: "postgres",
      backups: { bucket: "copies", test: "never" },
      restoreFrom: { bucket: "older", store: "old-orders" },
    },
  },
  buckets: { copies: {}, older: {} },
  domains: {},
});
const facts = gcp.cluster(environment);

const grants = async () =>
  (await planLayer(environment)).resources
    .filter(({ name, custom }) => custom && name.startsWith("shop-prod-identity-landbridge-data-orders-"))
    .map(({ inputs }) => [inputs["role"], /bucket-([a-z]+)-gcs/.exec(JSON.stringify(inputs["bucket"]))?.[1]])
    .sort();

describe("servers of PostgreSQL in the cluster that are copied to buckets", () => {
  // https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/#gke-workload-identity
  it("are known by the cluster's own metadata server", () => {
    expect(facts.podIdentity?.barman).toEqual({ googleCredentials: { gkeEnvironment: true } });
  });

  // https://github.com/cloudnative-pg/barman-cloud/issues/128
  it("hold a backup on a disk, since Barman gives Cloud Storage no object in parts", () => {
    expect(facts.podIdentity?.spooledBackups).toBe(true);
  });

  // https://cloud.google.com/storage/docs/access-control/iam-roles
  it("write one bucket, read another, and look both up, which Barman does before it writes", async () => {
    expect(await grants()).toEqual([
      ["roles/storage.legacyBucketReader", "copies"],
      ["roles/storage.legacyBucketReader", "older"],
      ["roles/storage.objectUser", "copies"],
      ["roles/storage.objectViewer", "older"],
    ]);
  });
});

// https://cloud.google.com/storage/docs/access-control/iam-roles
it("lets nodes of Cassandra create objects and read them, and overwrite or delete none", async () => {
  const history = gcpEnvironment({
    stores: { history: { kind: "cassandra", size: "medium", tables: {}, backups: { bucket: "copies" } } },
    buckets: { copies: {} },
    domains: {},
  });
  const { resources } = await planLayer(history);
  const rolesOf = (identity: string) =>
    resources
      .filter(({ name, custom }) => custom && name.startsWith(`shop-prod-identity-landbridge-data-${identity}-bucket-`))
      .map(({ inputs }) => inputs["role"])
      .sort();
  const looks = "roles/storage.legacyBucketReader";
  expect(rolesOf("history")).toEqual([looks, "roles/storage.objectCreator", "roles/storage.objectViewer"]);
  expect(rolesOf("history-backup")).toEqual([looks, "roles/storage.objectUser"]);
  expect(rolesOf("history-trial")).toEqual([looks, "roles/storage.objectViewer"]);
});

// https://rclone.org/docs/#environment-variables
// https://docs.percona.com/percona-operator-for-mongodb/latest/backups-storage.html
it("lets rclone and Percona's agent log in as who their pods are, without a key, where they can", () => {
  expect(facts.podIdentity?.rclone).toMatchObject({ TYPE: "google cloud storage", ENV_AUTH: "true" });
  expect(facts.podIdentity?.percona).toEqual({ type: "gcs" });
});
