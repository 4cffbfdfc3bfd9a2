import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { checkCapabilities } from "../../../../stacks/capabilities.ts";
import { planLayer } from "../../layer.fixture.ts";
import { checkAzure } from "../check.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";

const environmentWith = (registry: object) => azureEnvironment({ registry: { placement: "managed", ...registry } });

async function planOf(registry: object): Promise<(type: string) => PlannedResource[]> {
  const environment = environmentWith(registry);
  const { resources } = await planLayer(environment);
  return (type) => resources.filter((resource) => resource.type === type);
}

const rules = "azure-native:containerregistry:CacheRule";

// https://learn.microsoft.com/azure/container-registry/artifact-cache-overview
describe("mirrors", () => {
  it("are a rule for each image, under the name of its registry", async () => {
    const made = (await planOf({ mirror: true }))(rules);
    const kafka = made.find(({ inputs }) => inputs["sourceRepository"] === "quay.io/strimzi/kafka");
    expect(kafka?.inputs["targetRepository"]).toBe("quay.io/strimzi/kafka");
    for (const { inputs } of made) {
      expect(inputs["cacheRuleName"]).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9-]{3,48}[a-zA-Z0-9]$/);
      expect(inputs["credentialSetResourceId"]).toBeUndefined();
    }
  });

  it("are where the cluster is told before they are there", async () => {
    const { mirrors = {} } = azure.cluster(environmentWith({ mirror: true }));
    const [registry] = (await planOf({ mirror: true }))("azure-native:containerregistry:Registry");
    const [name] = (mirrors["quay.io"] ?? "").split(".azurecr.io/quay.io");
    expect(registry?.inputs["registryName"]).toBe(name);
  });
});

// https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication
describe("replicas", () => {
  it("are of the one registry, in its tier that has them", async () => {
    const ofType = await planOf({ replicateTo: ["northeurope"] });
    expect(ofType("azure-native:containerregistry:Registry")[0]?.inputs["sku"]).toEqual({ name: "Premium" });
    expect(ofType("azure-native:containerregistry:Replication").map(({ inputs }) => inputs)).toMatchObject([
      { replicationName: "northeurope", location: "northeurope", regionEndpointEnabled: true },
    ]);
  });

  it("are refused where the registry is, and where no region is", () => {
    const issues = checkAzure(environmentWith({ replicateTo: ["swedencentral", "eu-west-1"] }));
    expect(issues.map(({ path }) => path)).toEqual(["registry.replicateTo[0]", "registry.replicateTo[1]"]);
  });
});

// https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction
it("refuses to scan images of one registry, since the plan is the subscription's", () => {
  expect(checkCapabilities(environmentWith({ scanning: true })).map(({ path }) => path)).toEqual(["registry.scanning"]);
  expect(checkCapabilities(environmentWith({}))).toEqual([]);
});
