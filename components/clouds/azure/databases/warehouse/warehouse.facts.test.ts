import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../../plan/planned-resource.ts";
import { ancestors, planLayer, type LayerPlan } from "../../../layer.fixture.ts";
import { queriedWarehouse } from "../../../wishes.fixture.ts";
import { azureEnvironment } from "../../environment.fixture.ts";
import { nameLimits } from "../../names.ts";
import { roles } from "../../rights/identity.ts";
import { checkWarehouses } from "./warehouse-check.ts";

const { warehouses, services } = queriedWarehouse;

const environment = azureEnvironment({
  stores: {},
  domains: { commerce: { owner: "commerce", services } },
  warehouses: { analytics: { ...warehouses.analytics, scanTiBPerDay: 1.5, layers: { bronze: { keepDays: 90 } } } },
});

let planned: Promise<LayerPlan> | undefined;
const plan = () => (planned ??= planLayer(environment));

async function own(type: string): Promise<PlannedResource[]> {
  const { resources } = await plan();
  return resources.filter(
    ({ type: other, name }) => other === type && name.startsWith("shop-prod-warehouse-analytics"),
  );
}

async function only(type: string): Promise<PlannedResource> {
  const [found, ...others] = await own(type);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} resources are of ${type}`);
  return found;
}

// https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-introduction
describe("the lake", () => {
  it("has folders, no keys, no public address, and the key of the data's class", async () => {
    const { inputs, protect } = await only("azure-native:storage:StorageAccount");
    expect(inputs).toMatchObject({
      isHnsEnabled: true,
      allowSharedKeyAccess: false,
      publicNetworkAccess: "Disabled",
      encryption: { keySource: "Microsoft.Keyvault" },
    });
    expect(protect).toBe(true);
  });

  it("has a container for each layer, and one whose files go by age", async () => {
    const containers = await own("azure-native:storage:BlobContainer");
    expect(containers.map(({ inputs }) => inputs["containerName"]).sort()).toEqual(["bronze", "gold", "silver"]);
    const { inputs } = await only("azure-native:storage:ManagementPolicy");
    expect(inputs["policy"]).toMatchObject({
      rules: [
        {
          definition: {
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 90 } } },
            filters: { prefixMatch: ["bronze/"] },
          },
        },
      ],
    });
  });

  // https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts
  it("keeps no versions, which an account with folders can't, but what was deleted for a week", async () => {
    expect((await only("azure-native:storage:BlobServiceProperties")).inputs).toMatchObject({
      isVersioningEnabled: false,
      deleteRetentionPolicy: { enabled: true, days: 7 },
    });
  });

  // https://learn.microsoft.com/azure/private-link/private-endpoint-dns
  it("and the pool are reached by doors of their own, each with its zone", async () => {
    const groups = (await own("azure-native:network:PrivateEndpoint")).map(({ inputs }) =>
      JSON.stringify(inputs["privateLinkServiceConnections"]),
    );
    expect(groups.map((text) => /"groupIds":\["(\w+)"\]/.exec(text)?.[1]).sort()).toEqual([
      "SqlOnDemand",
      "blob",
      "dfs",
    ]);
    // An account refuses the second of two at once. https://github.com/Azure/bicep-registry-modules/issues/6001
    const [blob] = (await own("azure-native:network:PrivateEndpoint")).filter(({ name }) => name.endsWith("-blob"));
    expect(blob?.dependencies.map((urn) => urn.split("::").at(-1))).toContain(
      "shop-prod-warehouse-analytics-dfs-names",
    );
    const zones = (await plan()).resources.filter(({ type }) => type === "azure-native:privatedns:PrivateZone");
    expect(zones.map(({ inputs }) => inputs["privateZoneName"])).toEqual(
      expect.arrayContaining(["privatelink.dfs.core.windows.net", "privatelink.sql.azuresynapse.net"]),
    );
  });
});

// https://learn.microsoft.com/azure/templates/microsoft.synapse/workspaces
describe("the workspace", () => {
  it("knows Entra's identities only, and has no public address", async () => {
    const { inputs } = await only("azure-native:synapse:Workspace");
    expect(inputs).toMatchObject({
      azureADOnlyAuthentication: true,
      publicNetworkAccess: "Disabled",
      managedVirtualNetwork: "default",
      managedVirtualNetworkSettings: { preventDataExfiltration: true },
    });
    expect(inputs).not.toHaveProperty("sqlAdministratorLoginPassword");
  });

  // Lower-case letters, digits and dashes, 1 to 50, never with -ondemand in it.
  it("has a name that is part of the pool's address", async () => {
    expect((await only("azure-native:synapse:Workspace")).inputs["workspaceName"]).toMatch(/^[a-z0-9]{1,50}$/);
  });

  it("may read and write the layers for those who query it", async () => {
    const assigned = (await own("azure-native:authorization:RoleAssignment")).map(({ inputs }) => inputs);
    expect(assigned).toHaveLength(3);
    for (const { principalId, roleDefinitionId } of assigned) {
      expect(principalId).toMatch(/synapse:Workspace::shop-prod-warehouse-analytics-workspace#identity\.principalId}$/);
      expect(roleDefinitionId).toContain(roles["storage-blob-data-contributor"]);
    }
  });

  it("and the lake write down who queries and who touches files", async () => {
    const kept = (await own("azure-native:monitor:DiagnosticSetting")).map(({ inputs }) =>
      JSON.stringify(inputs["logs"]),
    );
    expect(kept.filter((logs) => logs.includes("BuiltinSqlReqsEnded"))).toHaveLength(1);
    expect(kept.filter((logs) => logs.includes("StorageRead"))).toHaveLength(1);
  });
});

// https://learn.microsoft.com/azure/storage/blobs/assign-azure-role-data-access
describe("a service's rights to a warehouse", () => {
  it("are a role at the container of each layer that it names, before it is told who it is", async () => {
    const { resources } = await plan();
    const assigned = resources.filter(
      ({ type, name }) =>
        type === "azure-native:authorization:RoleAssignment" && name.startsWith("shop-prod-identity-commerce-refine-"),
    );
    const reads = (id: unknown): string =>
      String(id).endsWith(roles["storage-blob-data-reader"]) ? "reads" : "writes";
    expect(
      assigned.map(({ inputs }) => [
        /analytics-(\w+)#id}"$/.exec(JSON.stringify(inputs["scope"]))?.[1],
        reads(inputs["roleDefinitionId"]),
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["bronze", "reads"],
        ["gold", "writes"],
        ["silver", "writes"],
      ]),
    );
    const [first] = assigned;
    if (first === undefined) throw new Error("nothing is assigned");
    const waited = [...ancestors(await plan(), first)].map(({ type }) => type);
    expect(waited).toContain("azure-native:storage:BlobContainer");
  });
});

describe("names", () => {
  it("fit as long as the check lets pass", async () => {
    const [name, warehouse] = ["e".repeat(36), "w".repeat(20)];
    const wrong = (called: string) =>
      checkWarehouses(azureEnvironment({ warehouses: { [called]: {} } }, name)).map(({ path }) => path);
    expect(`${name}-warehouse-${warehouse}-blob`.length + 8).toBe(nameLimits.networkPart);
    expect(wrong(warehouse)).toEqual([]);
    expect(wrong(`${warehouse}w`)).toEqual([`warehouses.${warehouse}w`]);
    const doors = (await own("azure-native:network:PrivateEndpoint")).map(
      ({ name }) => name.split("analytics")[1] ?? "",
    );
    expect(Math.max(...doors.map(({ length }) => length))).toBe("-blob".length);
  });
});
