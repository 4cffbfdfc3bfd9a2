import { beforeAll, describe, expect, it } from "vitest";
import { planSpend, spending } from "../../spend.fixture.ts";
import { azureEnvironment } from "../environment.fixture.ts";

let ofType: Awaited<ReturnType<typeof planSpend>> = () => [];

beforeAll(async () => {
  ofType = await planSpend(azureEnvironment(spending));
});

// https://learn.microsoft.com/azure/azure-monitor/platform/activity-log#send-to-azure-storage
describe("an audit trail of Azure", () => {
  it("goes to the container that Azure itself names, where records of the hour may be added to", () => {
    const [container] = ofType("azure-native:storage:BlobContainer");
    expect(container?.inputs["containerName"]).toBe("insights-activity-logs");
    const [lock] = ofType("azure-native:storage:BlobContainerImmutabilityPolicy");
    expect(lock?.inputs).toMatchObject({
      allowProtectedAppendWrites: true,
      immutabilityPeriodSinceCreationInDays: 400,
    });
    expect(lock?.inputs["containerName"]).toMatch(/audit-records-container#name\}$/);
  });

  it("holds every category of the activity log", () => {
    const [setting] = ofType("azure-native:monitor:SubscriptionDiagnosticSetting");
    expect(JSON.stringify(setting?.inputs["logs"])).toContain('{"category":"Administrative","enabled":true}');
    expect(setting?.inputs["logs"]).toHaveLength(8);
    expect(setting?.inputs["storageAccountId"]).toMatch(/audit-records-account#id\}$/);
  });
});

// https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update
describe("a budget of Azure", () => {
  it("is of the whole subscription, from the first of its month, which can't be moved", () => {
    const [budget] = ofType("azure-native:consumption:Budget");
    expect(budget?.inputs).toMatchObject({
      amount: 3000,
      category: "Cost",
      scope: "/subscriptions/11111111-2222-4333-8444-555555555555",
      timeGrain: "Monthly",
      timePeriod: { startDate: "2026-12-01T00:00:00Z" },
    });
  });

  it("has at most five notices, each by its share and to everybody", () => {
    const notices = ofType("azure-native:consumption:Budget")[0]?.inputs["notifications"];
    expect(Object.keys(notices ?? {}).sort()).toEqual(["actual-50", "actual-80", "forecasted-100"]);
    expect(JSON.stringify(notices)).toContain('"contactEmails":["a@example.org","b@example.org"]');
  });

  it("has a name within 63 characters, however long the environment's is", () => {
    expect(ofType("azure-native:consumption:Budget")[0]?.inputs["budgetName"]).toMatch(/^[a-z0-9-]{1,63}$/);
  });
});
