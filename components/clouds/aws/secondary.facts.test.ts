import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { planEnvironment } from "../../../plan/plan-environment.ts";
import { decideAddresses } from "../../kit/network/addresses.ts";
import { custom } from "../../plan.fixture.ts";
import { checkAws } from "./check.ts";
import { awsEnvironment } from "./environment.fixture.ts";

const environment = awsEnvironment({
  stores: {
    orders: {
      kind: "postgres",
      placement: "managed",
      size: "large",
      replicas: 1,
      dataClass: "personal",
      secondaryRegion: true,
    },
    bills: {
      kind: "postgres",
      placement: "managed",
      size: "large",
      replicas: 0,
      dataClass: "personal",
      secondaryRegion: true,
    },
  },
  buckets: {
    uploads: { dataClass: "personal", replicate: true },
    records: { dataClass: "personal", retentionDays: 30, replicate: true },
  },
  domains: {},
});
const plan = planEnvironment(environment, { layer: "cloud" });

const named = async (name: string): Promise<PlannedResource> => custom((await plan).resources, name);

async function regionOf({ provider }: PlannedResource): Promise<unknown> {
  return (await plan).resources.find(({ urn }) => urn === provider)?.inputs["region"];
}

describe("the second region on AWS", () => {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
  it("has a follower named by the primary's ARN, under a key and in a network of that region", async () => {
    const server = await named("shop-prod-orders-secondary-server");
    expect(await regionOf(server)).toBe("eu-central-1");
    expect(server.inputs).toMatchObject({
      replicateSourceDb: expect.stringMatching(/shop-prod-orders-primary#arn}$/) as unknown,
      kmsKeyId: expect.stringMatching(/shop-prod-key-personal-secondary-key#arn}$/) as unknown,
      performanceInsightsKmsKeyId: expect.stringMatching(/shop-prod-key-personal-secondary-key#arn}$/) as unknown,
      dbSubnetGroupName: expect.stringMatching(/shop-prod-orders-secondary-subnets#name}$/) as unknown,
      tags: { "data-class": "personal" },
    });
    expect(server.protect).toBe(true);
    for (const name of ["shop-prod-orders-secondary-parameters", "shop-prod-orders-secondary-subnets"])
      expect(await regionOf(await named(name))).toBe("eu-central-1");
  });

  it("has one network for all followers, whose addresses are nobody else's, without a way in or out", async () => {
    const { resources } = await plan;
    const there = resources.filter(({ name }) => name.startsWith("shop-prod-secondary-network"));
    const vpcs = there.filter(({ type }) => type === "aws:ec2/vpc:Vpc");
    expect(vpcs.map(({ inputs }) => inputs["cidrBlock"])).toEqual([decideAddresses("10.20.0.0/14").peeredServices]);
    expect(there.filter(({ type }) => /route|Gateway/i.test(type))).toEqual([]);
    const zones = there.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    expect(zones.map(({ inputs }) => inputs["availabilityZoneId"]).sort()).toEqual([
      "euc1-az1",
      "euc1-az2",
      "euc1-az3",
    ]);
    const clients = await named("shop-prod-orders-secondary-clients");
    expect(clients.inputs).toMatchObject({ ingress: [], egress: [] });
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
  it("has a bucket to which objects are copied, and that they were deleted, encrypted by that region's key", async () => {
    const rule = (await named("shop-prod-bucket-uploads-replication-rule")).inputs;
    expect(await regionOf(await named("shop-prod-bucket-uploads-replication-rule"))).toBe("eu-west-1");
    expect(await regionOf(await named("shop-prod-bucket-uploads-copy-s3"))).toBe("eu-central-1");
    expect(rule["rules"]).toMatchObject([
      {
        status: "Enabled",
        filter: {},
        deleteMarkerReplication: { status: "Enabled" },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        destination: {
          bucket: expect.stringMatching(/shop-prod-bucket-uploads-copy-s3#arn}$/) as unknown,
          encryptionConfiguration: {
            replicaKmsKeyId: expect.stringMatching(/shop-prod-key-personal-secondary-key#arn}$/) as unknown,
          },
        },
      },
    ]);
    const versioned = (await plan).resources.filter(({ name }) => name === "shop-prod-bucket-uploads-copy-versioning");
    expect(versioned.map(({ inputs }) => inputs["versioningConfiguration"])).toEqual([{ status: "Enabled" }]);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
  it("locks the copy as the original is, and lets the copier read what locks it", async () => {
    expect((await named("shop-prod-bucket-records-copy-s3")).inputs["objectLockEnabled"]).toBe(true);
    const { inputs: rule } = await named("shop-prod-bucket-records-replication-rule");
    expect(rule["role"]).toMatch(/-replication#arn}$/);
    const rights = JSON.stringify(
      (await plan).resources
        .filter(({ type, name }) => type.includes("rolePolicy") && name === "shop-prod-bucket-records-replication")
        .map(({ inputs }) => inputs["policy"]),
    );
    for (const action of ["s3:GetObjectRetention", "s3:ReplicateDelete", "kms:Decrypt", "kms:Encrypt"])
      expect(rights).toContain(action);
  });

  it("has keys that speak of its own services, and a provider bound to the account", async () => {
    const key = await named("shop-prod-key-personal-secondary-key");
    expect(await regionOf(key)).toBe("eu-central-1");
    expect(JSON.stringify(key.inputs["policy"])).toContain("rds.eu-central-1.amazonaws.com");
    const providers = (await plan).resources.filter(({ type }) => type === "pulumi:providers:aws");
    expect(providers.map(({ inputs }) => inputs["region"]).sort()).toEqual(["eu-central-1", "eu-west-1"]);
  });

  it("is none that nobody knows the zones of", () => {
    const { cloud } = environment;
    const odd = { ...environment, cloud: { ...cloud, regions: { ...cloud.regions, secondary: "us-west-1" } } };
    expect(checkAws(odd).map(({ path }) => path)).toEqual(["cloud.regions.secondary"]);
    expect(checkAws(environment)).toEqual([]);
  });
});
