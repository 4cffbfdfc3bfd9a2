import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../environment.fixture.ts";
import { at, named, ofType, parsed, planOf, wholePlan } from "../plan.fixture.ts";

const logs = "shop-prod-access-logs";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
describe("logs of access to buckets", () => {
  it("go to a bucket that S3 may write to, for buckets of this account alone", async () => {
    const { inputs } = named(await wholePlan(), "aws:s3/bucketPolicy:BucketPolicy", `${logs}-policy`);
    expect(parsed(inputs["policy"])).toMatchObject({
      Statement: [
        { Sid: "EncryptedConnections" },
        {
          Sid: "AccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
            StringEquals: { "aws:SourceAccount": "111122223333" },
          },
        },
      ],
    });
  });

  it("go to one without a lock and without a customer key, which S3 would write nothing to", async () => {
    const plan = await wholePlan();
    expect(named(plan, "aws:s3/bucket:Bucket", `${logs}-s3`).inputs["objectLockEnabled"]).toBe(false);
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const { inputs } = named(plan, type, `${logs}-encryption`);
    expect(inputs["rules"]).toMatchObject([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("are of the buckets of personal and confidential data, and wait until S3 is let in", async () => {
    const plan = await wholePlan();
    const all = ofType(plan, "aws:s3/bucketLogging:BucketLogging");
    expect(all.map(({ name }) => name).sort()).toEqual([
      "shop-prod-bucket-audit-access",
      "shop-prod-bucket-uploads-access",
    ]);
    const policy = named(plan, "aws:s3/bucketPolicy:BucketPolicy", `${logs}-policy`).urn;
    for (const { dependencies } of all) expect(dependencies).toContain(policy);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html#server-access-log-keyname-format
  it("lie in a folder for each bucket and day", async () => {
    const [first] = ofType(await wholePlan(), "aws:s3/bucketLogging:BucketLogging");
    expect(at(first?.inputs, "targetObjectKeyFormat.partitionedPrefix.partitionDateSource")).toBe("EventTime");
  });

  it("are deleted after as many days as logs of operation are kept", async () => {
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    const { inputs } = named(await wholePlan(), type, `${logs}-lifecycle`);
    expect(JSON.stringify(inputs["rules"])).toContain('"expiration":{"days":30}');
  });

  it("are left out where nobody wishes for them", async () => {
    const buckets = { uploads: { dataClass: "personal", accessLogs: false } } as const;
    const plan = await planOf(awsEnvironment({ buckets }));
    expect(plan.resources.filter(({ name }) => name.includes("access"))).not.toContainEqual(
      expect.objectContaining({ type: "aws:s3/bucketLogging:BucketLogging" }),
    );
    expect(plan.resources.some(({ name }) => name.startsWith(logs))).toBe(false);
  });
});
