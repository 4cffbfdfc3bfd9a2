import { beforeAll, describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { planLayer } from "../../layer.fixture.ts";
import { azureEnvironment } from "../environment.fixture.ts";

let resources: readonly PlannedResource[] = [];

beforeAll(async () => {
  const environment = azureEnvironment();
  const plan = await planLayer(environment);
  resources = plan.resources;
});

// https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage
describe("logs of access to containers", () => {
  it("are those of the account's blobs, not of the account, which has no logs", () => {
    const settings = resources.filter(({ name }) => /-bucket-\w+-access$/.test(name));
    expect(settings.map(({ name, type }) => [name, type])).toEqual([
      ["shop-prod-bucket-audit-access", "azure-native:monitor:DiagnosticSetting"],
      ["shop-prod-bucket-uploads-access", "azure-native:monitor:DiagnosticSetting"],
    ]);
    for (const { inputs } of settings) {
      expect(inputs["resourceUri"]).toMatch(/#id\}\/blobServices\/default$/);
      expect(inputs["logs"]).toEqual(
        ["StorageRead", "StorageWrite", "StorageDelete"].map((category) => ({ category, enabled: true })),
      );
    }
  });

  // https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
  it("are kept for 30 days at least, where nobody logs in by a key", () => {
    const workspace = resources.find(({ name }) => name === "shop-prod-access-logs-logs");
    expect(workspace?.inputs).toMatchObject({ retentionInDays: 30, features: { disableLocalAuth: true } });
  });
});
