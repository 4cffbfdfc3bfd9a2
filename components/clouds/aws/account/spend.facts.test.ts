import { beforeAll, describe, expect, it } from "vitest";
import { text } from "../plan.fixture.ts";
import { planSpend, spending } from "../../spend.fixture.ts";
import { awsEnvironment } from "../environment.fixture.ts";

let ofType: Awaited<ReturnType<typeof planSpend>> = () => [];

beforeAll(async () => {
  ofType = await planSpend(awsEnvironment(spending));
});

const policyOf = (): string => text(ofType("aws:s3/bucketPolicy:BucketPolicy")[0]?.inputs["policy"]);

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
describe("an audit trail of AWS", () => {
  it("may ask whose the bucket is and put records below AWSLogs, for trails of this account alone", () => {
    expect(policyOf()).toContain('"Sid":"AuditOwner"');
    expect(policyOf()).toMatch(/"Action":"s3:PutObject","Resource":"\$\{urn:[^"]*#arn\}\/AWSLogs\/111122223333\/\*"/);
    expect(policyOf()).toContain('"aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/*"');
  });

  it("is made after the bucket lets CloudTrail in", () => {
    const [trail] = ofType("aws:cloudtrail/trail:Trail");
    const policy = ofType("aws:s3/bucketPolicy:BucketPolicy")[0]?.urn;
    expect(trail?.dependencies).toContain(policy);
  });

  it("covers all regions and what has none, signs its records and encrypts them with the key", () => {
    const [trail] = ofType("aws:cloudtrail/trail:Trail");
    expect(trail?.inputs).toMatchObject({
      enableLogFileValidation: true,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      kmsKeyId: expect.stringContaining("#arn") as unknown,
    });
  });

  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
  it("writes down every change, of keys too, and every read but the calls to KMS", () => {
    const [trail] = ofType("aws:cloudtrail/trail:Trail");
    const management = { field: "eventCategory", equals: ["Management"] };
    expect(trail?.inputs["advancedEventSelectors"]).toEqual([
      { name: "Changes", fieldSelectors: [management, { field: "readOnly", equals: ["false"] }] },
      {
        name: "Reads",
        fieldSelectors: [
          management,
          { field: "readOnly", equals: ["true"] },
          { field: "eventSource", notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
        ],
      },
    ]);
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
describe("the lock on records of AWS", () => {
  const lockOf = (of: typeof ofType) =>
    of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
      .filter(({ name }) => name.includes("audit-records"))
      .map(({ inputs }) => inputs["rule"]);

  it("can be ended by whoever has the right, unless nobody shall ever be able to", async () => {
    expect(lockOf(ofType)).toEqual([{ defaultRetention: { mode: "GOVERNANCE", days: 400 } }]);
    const audit = { retentionDays: 400, lock: "compliance" } as const;
    expect(lockOf(await planSpend(awsEnvironment({ ...spending, audit })))).toEqual([
      { defaultRetention: { mode: "COMPLIANCE", days: 400 } },
    ]);
  });
});

// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
describe("a budget of AWS", () => {
  it("is of this account, in US dollars, from the first of its month", () => {
    expect(ofType("aws:budgets/budget:Budget")[0]?.inputs).toMatchObject({
      accountId: "111122223333",
      limitAmount: "3000",
      limitUnit: "USD",
      timePeriodStart: "2026-12-01_00:00",
      timeUnit: "MONTHLY",
    });
  });

  it("has at most five notices, each to everybody", () => {
    const notices = ofType("aws:budgets/budget:Budget")[0]?.inputs["notifications"];
    expect(notices).toEqual(
      [
        ["ACTUAL", 50],
        ["ACTUAL", 80],
        ["FORECASTED", 100],
      ].map(([notificationType, threshold]) => ({
        comparisonOperator: "GREATER_THAN",
        notificationType,
        threshold,
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: ["a@example.org", "b@example.org"],
      })),
    );
  });
});
