import { describe, expect, it } from "vitest";
import { planLayer } from "../../layer.fixture.ts";
import { aws } from "../entry.ts";
import { awsEnvironment } from "../environment.fixture.ts";

const environment = awsEnvironment({
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
const facts = aws.cluster(environment);

const rights = async () =>
  (await planLayer(environment)).resources
    .filter(
      ({ name, type }) => type.endsWith(":RolePolicy") && name.startsWith("shop-prod-identity-landbridge-data-orders-"),
    )
    .map(({ inputs }) => JSON.stringify(inputs["policy"]).replaceAll("\\", ""))
    .join();

describe("servers of PostgreSQL in the cluster that are copied to buckets", () => {
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
  it("are known by what the SDK for Python finds in the pod", () => {
    expect(facts.podIdentity?.barman).toEqual({ s3Credentials: { inheritFromIAMRole: true } });
    expect(facts.podIdentity?.spooledBackups).toBeUndefined();
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
  it("write one bucket and read another, whose objects they may list, which lets them look both up", async () => {
    const policy = await rights();
    expect(policy).toMatch(/"Sid":"BucketCopies\w*Objects"[^}]*s3:PutObject/);
    expect(policy).toMatch(/"Sid":"BucketOlder\w*Objects"[^}]*s3:GetObject/);
    expect(policy).not.toMatch(/"Sid":"BucketOlder\w*Objects"[^}]*s3:PutObject/);
    for (const bucket of ["Copies", "Older"])
      expect(policy).toMatch(new RegExp(`"Sid":"Bucket${bucket}\\w*Bucket"[^}]*s3:ListBucket`));
  });
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
it("lets nodes of Cassandra write objects and read them, and delete none", async () => {
  const history = awsEnvironment({
    stores: { history: { kind: "cassandra", size: "medium", tables: {}, backups: { bucket: "copies" } } },
    buckets: { copies: {} },
    domains: {},
  });
  const { resources } = await planLayer(history);
  const rightsOf = (identity: string) =>
    resources
      .filter(({ name, type }) => type.endsWith(":RolePolicy") && name.startsWith(`${identity}-role`))
      .map(({ inputs }) => JSON.stringify(inputs["policy"]))
      .join();
  const nodes = rightsOf("shop-prod-identity-landbridge-data-history");
  expect(nodes).toMatch(/s3:PutObject/);
  expect(nodes).not.toMatch(/Delete/);
  expect(rightsOf("shop-prod-identity-landbridge-data-history-backup")).toMatch(/s3:DeleteObject/);
});

// https://rclone.org/docs/#environment-variables
// https://docs.percona.com/percona-operator-for-mongodb/latest/backups-storage.html
it("lets rclone and Percona's agent log in as who their pods are, without a key, where they can", () => {
  expect(facts.podIdentity?.rclone).toMatchObject({
    TYPE: "s3",
    PROVIDER: "AWS",
    ENV_AUTH: "true",
    REGION: "eu-west-1",
  });
  // An ETag is no MD5 where KMS encrypts. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
  expect(facts.podIdentity?.falseHashes).toBe(true);
  expect(facts.podIdentity?.percona).toEqual({ type: "s3", region: "eu-west-1" });
});
