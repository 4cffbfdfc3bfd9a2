import { beforeAll, describe, expect, it } from "vitest";
import { checkGcp } from "../check.ts";
import { gcpEnvironment } from "../environment.fixture.ts";
import { planSpend, spending } from "../../spend.fixture.ts";

let ofType: Awaited<ReturnType<typeof planSpend>> = () => [];

beforeAll(async () => {
  ofType = await planSpend(gcpEnvironment(spending));
});

// https://cloud.google.com/logging/docs/export/configure_export_v2
describe("an audit trail of Google Cloud", () => {
  it("copies all four logs of audit and nothing else", () => {
    const [sink] = ofType("gcp:logging/projectSink:ProjectSink");
    expect(sink?.inputs["filter"]).toBe(
      ["activity", "data_access", "policy", "system_event"]
        .map((log) => `log_id("cloudaudit.googleapis.com/${log}")`)
        .join(" OR "),
    );
    expect(sink?.inputs["destination"]).toMatch(/^storage\.googleapis\.com\/\$\{urn:.*audit-records-gcs#name\}$/);
  });

  it("may add records to its bucket and do no more there", () => {
    const members = ofType("gcp:storage/bucketIAMMember:BucketIAMMember");
    expect(members.map(({ inputs }) => inputs["role"])).toEqual(["roles/storage.objectCreator"]);
    expect(members[0]?.inputs["member"]).toMatch(/#writerIdentity\}$/);
  });

  // https://cloud.google.com/storage/docs/bucket-lock#policy-locks
  it("lies in a bucket that holds each record for as long as was asked, by a policy that is locked only if asked", async () => {
    const keptBy = (lock: "governance" | "compliance") =>
      planSpend(gcpEnvironment({ ...spending, audit: { retentionDays: 400, lock } }));
    const policyOf = (of: typeof ofType) => of("gcp:storage/bucket:Bucket")[0]?.inputs["retentionPolicy"];
    const period = { retentionPeriod: String(400 * 86_400) };
    expect(policyOf(ofType)).toEqual({ isLocked: false, ...period });
    expect(policyOf(await keptBy("governance"))).toEqual({ isLocked: false, ...period });
    expect(policyOf(await keptBy("compliance"))).toEqual({ isLocked: true, ...period });
  });

  // https://cloud.google.com/logging/docs/audit/configure-data-access
  it("records reads of secrets, tokens taken and images pushed, and nothing that happens with each request", () => {
    const configs = ofType("gcp:projects/iAMAuditConfig:IAMAuditConfig").map(({ inputs }) => [
      inputs["service"],
      inputs["auditLogConfigs"],
    ]);
    expect(configs).toEqual([
      ["artifactregistry.googleapis.com", [{ logType: "DATA_WRITE" }]],
      ["cloudkms.googleapis.com", [{ logType: "ADMIN_READ" }]],
      ["cloudresourcemanager.googleapis.com", [{ logType: "ADMIN_READ" }]],
      ["cloudsql.googleapis.com", [{ logType: "ADMIN_READ" }, { logType: "DATA_WRITE" }]],
      ["iam.googleapis.com", [{ logType: "ADMIN_READ" }, { logType: "DATA_WRITE" }]],
      [
        "secretmanager.googleapis.com",
        [{ logType: "ADMIN_READ" }, { logType: "DATA_READ" }, { logType: "DATA_WRITE" }],
      ],
    ]);
  });

  it("leaves out what controllers write in Kubernetes, and what the sink itself writes", () => {
    const [sink] = ofType("gcp:logging/projectSink:ProjectSink");
    expect(sink?.inputs["exclusions"]).toEqual([
      expect.objectContaining({ name: "reads-of-objects" }) as unknown,
      {
        name: "kubernetes-data",
        filter: 'log_id("cloudaudit.googleapis.com/data_access") AND protoPayload.serviceName="k8s.io"',
      },
      {
        name: "own-writes",
        filter:
          'protoPayload.methodName="storage.objects.create" AND protoPayload.authenticationInfo.principalEmail=~"@gcp-sa-logging\\.iam\\.gserviceaccount\\.com$"',
      },
    ]);
  });
});

// https://cloud.google.com/billing/docs/reference/budget/rest/v1/billingAccounts.budgets
describe("a budget of Google Cloud", () => {
  it("counts one project by its number, since an id would be a change at every up", () => {
    const [budget] = ofType("gcp:billing/budget:Budget");
    expect(JSON.stringify(budget?.inputs["budgetFilter"])).toMatch(
      /"projects\/\$\{urn:[^}]*number\}"|landbridge:unknown/,
    );
  });

  // https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds
  it("is asked for on the project's account, without which people are refused, and nothing else is", () => {
    const [budget] = ofType("gcp:billing/budget:Budget");
    const [provider] = ofType("pulumi:providers:gcp");
    expect(budget?.provider).toBe(provider?.urn);
    expect(provider?.name).toBe("shop-prod-budget-gcp");
    expect(provider?.inputs).toMatchObject({
      project: "shop-prod-1234",
      userProjectOverride: "true",
      billingProject: "shop-prod-1234",
      addPulumiAttributionLabel: "false",
    });
    const [channel] = ofType("gcp:monitoring/notificationChannel:NotificationChannel");
    expect(channel?.provider).not.toBe(provider?.urn);
  });

  it("tells at each share in order, and once more when the forecast reaches the whole", () => {
    const [budget] = ofType("gcp:billing/budget:Budget");
    expect(budget?.inputs["thresholdRules"]).toEqual([
      { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
      { thresholdPercent: 0.8, spendBasis: "CURRENT_SPEND" },
      { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
    ]);
  });

  it("writes to everybody named, through a channel each", () => {
    const channels = ofType("gcp:monitoring/notificationChannel:NotificationChannel");
    expect(channels.map(({ inputs }) => inputs["labels"])).toEqual(
      expect.arrayContaining([{ email_address: "a@example.org" }, { email_address: "b@example.org" }]),
    );
  });

  it("needs a billing account, which is said before anything is planned", () => {
    const budget = { monthly: 1, from: "2026-12", notify: ["a@example.org"] };
    const cloud = { name: "gcp", project: "shop-prod-1234", regions: { primary: "europe-west1" } } as const;
    expect(checkGcp(gcpEnvironment({ cloud, budget })).map(({ path }) => path)).toEqual(["budget"]);
    expect(checkGcp(gcpEnvironment({ cloud }))).toEqual([]);
  });
});
