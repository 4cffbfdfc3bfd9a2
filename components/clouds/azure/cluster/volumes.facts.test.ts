import { describe, expect, it } from "vitest";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { checkAzure } from "../check.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";

const plan = planEnvironment(azureEnvironment());

const inJapanWest = (stores: ReturnType<typeof azureEnvironment>["stores"]) => {
  const environment = azureEnvironment();
  return { ...environment, cloud: { ...environment.cloud, regions: { primary: "japanwest" as const } }, stores };
};

describe("volumes on Azure", () => {
  // https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/docs/driver-parameters.md
  it("are Premium SSDs under the disk encryption set that AKS may see, closed to downloads, with our tags", async () => {
    const { resources } = await plan;
    const parameters = {
      networkAccessPolicy: "DenyAll",
      diskEncryptionSetID: expect.stringMatching(/shop-prod-cluster-disks#id}$/) as unknown,
      tags: "environment=shop-prod,system=shop,tier=production,owner=platform,cost-centre=shop,managed-by=landbridge",
    };
    const zonal = custom(resources, "shop-prod-storage-classes-zonal");
    const replicated = custom(resources, "shop-prod-storage-classes-replicated");
    expect(zonal.inputs["provisioner"]).toBe("disk.csi.azure.com");
    expect(objectAt(zonal, "parameters")).toEqual({ skuName: "Premium_LRS", ...parameters });
    expect(objectAt(replicated, "parameters")).toEqual({ skuName: "Premium_ZRS", ...parameters });
  });

  // https://learn.microsoft.com/azure/virtual-machines/disks-redundancy#zrs-regional-availability
  it("live in one zone where the region's disks can't be in three, which is said before anybody asks for more", () => {
    const { stores } = azureEnvironment();
    const facts = azure.cluster(inJapanWest(stores));
    expect([facts.storageClass, facts.volumes?.replicated]).toEqual(["landbridge-zonal", undefined]);
    expect(azure.cluster(azureEnvironment()).storageClass).toBe("landbridge-replicated");
    const wished = azureEnvironment({ stores: { orders: { kind: "postgres", volumes: "replicated" } } });
    expect(checkAzure(wished)).toEqual([]);
    expect(checkAzure(inJapanWest(wished.stores)).map(({ path }) => path)).toEqual(["stores.orders.volumes"]);
  });
});
