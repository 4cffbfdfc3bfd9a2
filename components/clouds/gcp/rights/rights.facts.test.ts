import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../plan/host.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../../stacks/cloud-layer.ts";
import { planLayer, resourceNamed } from "../../layer.fixture.ts";
import { openGcp } from "../cloud.ts";
import { gcp } from "../entry.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const environment = gcpEnvironment({
  secretStore: { placement: "managed", administrators: true, rotationDays: 60 },
  vault: { recoverers: ["group:security@example.org"] },
  domains: {
    commerce: {
      owner: "commerce",
      services: {
        order: {
          image: "commerce/order:1.0.0",
          buckets: { uploads: "read-write", audit: "read" },
          secrets: { TOKEN: { secret: "api-token" } },
        },
      },
    },
  },
});

let planned: Promise<readonly PlannedResource[]> | undefined;

function plan(): Promise<readonly PlannedResource[]> {
  return (planned ??= planLayer(environment, { config: { "secrets:api-token": "a value" } }).then(
    ({ resources }) => resources,
  ));
}

const grantsOf = async (identity: string) =>
  (await plan())
    .filter(({ name, custom }) => custom && name.startsWith(`shop-prod-identity-${identity}-`))
    .map(({ type, inputs }) => [type, inputs["role"]]);

const named = async (name: string): Promise<PlannedResource> => resourceNamed(await plan(), name);

// https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
describe("workloads", () => {
  it("have rights as their own service account, with no Google account to impersonate", async () => {
    const { inputs } = await named("shop-prod-identity-commerce-order-bucket-uploads");
    expect(inputs["member"]).toMatch(
      /^principal:\/\/iam\.googleapis\.com\/projects\/\$\{.*#number\}\/locations\/global\/workloadIdentityPools\/shop-prod-1234\.svc\.id\.goog\/subject\/ns\/commerce\/sa\/order$/,
    );
    const accounts = (await plan()).filter(({ type }) => type.startsWith("gcp:serviceaccount/"));
    expect(accounts.filter(({ name }) => name.startsWith("shop-prod-identity-"))).toEqual([]);
  });

  // https://cloud.google.com/storage/docs/access-control/iam-roles
  it("read or change objects of the bucket and not the bucket", async () => {
    expect(await grantsOf("commerce-order")).toEqual([
      ["gcp:storage/bucketIAMMember:BucketIAMMember", "roles/storage.objectViewer"],
      ["gcp:storage/bucketIAMMember:BucketIAMMember", "roles/storage.objectUser"],
    ]);
  });

  // https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms#authentication-permissions
  it("unseal Vault by the one key, and leave its recovery keys without reading them", async () => {
    expect(await grantsOf("landbridge-vault")).toEqual([
      ["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "roles/cloudkms.cryptoKeyEncrypterDecrypter"],
      ["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "roles/cloudkms.viewer"],
      ["gcp:secretmanager/secretIamMember:SecretIamMember", "roles/secretmanager.secretVersionAdder"],
    ]);
    const { inputs } = await named("shop-prod-identity-landbridge-vault-unseal-use");
    expect(inputs["cryptoKeyId"]).toMatch(/::shop-prod-key-unseal-key#id}$/);
  });

  it("get nothing in the project as a whole", async () => {
    const members = (await plan()).filter(({ type }) => type === "gcp:projects/iAMMember:IAMMember");
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter(({ inputs }) => JSON.stringify(inputs["member"]).includes("principal:"))).toEqual([]);
  });

  // https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#before_you_begin
  it("can exchange their tokens, since the API for it is on first", async () => {
    const { dependencies } = await named("shop-prod-identity-commerce-order-bucket-audit");
    expect(dependencies.some((urn) => urn.endsWith("::shop-prod-api-iamcredentials"))).toBe(true);
  });
});

// https://cloud.google.com/secret-manager/docs/cmek
describe("secrets", () => {
  it("stay in the region, under the platform's key, which Secret Manager may use before", async () => {
    const { inputs, dependencies, protect } = await named("shop-prod-secrets-api-token");
    const [replica] = (inputs as { replication: { userManaged: { replicas: unknown[] } } }).replication.userManaged
      .replicas;
    expect(replica).toMatchObject({
      location: "europe-west1",
      customerManagedEncryption: { kmsKeyName: expect.stringMatching(/::shop-prod-key-platform-key#id}$/) as unknown },
    });
    expect(dependencies.some((urn) => urn.endsWith("::shop-prod-key-platform-secrets"))).toBe(true);
    expect(dependencies.some((urn) => urn.endsWith("::shop-prod-api-secretmanager"))).toBe(true);
    expect({ protect, deletion: inputs["deletionProtection"] }).toEqual({ protect: true, deletion: true });
  });

  it("carry the platform's labels and the days after which a value should be replaced", async () => {
    const { inputs } = await named("shop-prod-secrets-api-token");
    expect(inputs["labels"]).toMatchObject({ environment: "shop-prod", "rotation-days": "60" });
  });

  it("have the stack's value where it is set, never in the clear, and none where somebody else writes it", async () => {
    const versions = (await plan()).filter(({ type }) => type === "gcp:secretmanager/secretVersion:SecretVersion");
    expect(versions.map(({ name, inputs }) => [name, inputs["secretData"]])).toEqual([
      ["shop-prod-secrets-api-token-value", { "landbridge:secret": true }],
      ["shop-prod-secrets-landbridge-administrator-ledger-value", { "landbridge:secret": true }],
      ["shop-prod-secrets-landbridge-administrator-orders-value", { "landbridge:secret": true }],
    ]);
  });

  it("of Vault's recovery are read by those who may recover it", async () => {
    const members = (await plan()).filter(
      ({ name, custom }) => custom && name.startsWith("shop-prod-secrets-landbridge-vault-recovery-reader-"),
    );
    expect(members.map(({ inputs }) => [inputs["member"], inputs["role"]])).toEqual([
      ["group:security@example.org", "roles/secretmanager.secretAccessor"],
    ]);
  });
});

// https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms
it("the key that unseals Vault is found by project, region, ring and name", async () => {
  const seal = await planProgram(
    () => {
      const cloud = openGcp(environment);
      const { name } = environment;
      return new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) }).unsealKey?.seal;
    },
    { stack: environment.name, nested: gcp.computed },
  );
  expect(Object.keys(seal.outputs).sort()).toEqual([
    "GOOGLE_PROJECT",
    "GOOGLE_REGION",
    "VAULT_GCPCKMS_SEAL_CRYPTO_KEY",
    "VAULT_GCPCKMS_SEAL_KEY_RING",
    "VAULT_SEAL_TYPE",
  ]);
  expect(seal.outputs).toMatchObject({ GOOGLE_REGION: "europe-west1", VAULT_SEAL_TYPE: "gcpckms" });
});
