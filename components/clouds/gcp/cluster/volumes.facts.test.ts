import { describe, expect, it } from "vitest";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const plan = planEnvironment(gcpEnvironment());

describe("volumes on Google Cloud", () => {
  // https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek#create_an_encrypted_disk
  it("are made by Google's driver on SSDs, under the key that Compute Engine may use, with our labels", async () => {
    const zonal = custom((await plan).resources, "shop-prod-storage-classes-zonal");
    expect(zonal.inputs["provisioner"]).toBe("pd.csi.storage.gke.io");
    expect(objectAt(zonal, "parameters")).toEqual({
      type: "pd-ssd",
      "disk-encryption-kms-key": expect.stringMatching(/shop-prod-key-platform-key#id}$/) as unknown,
      labels: "environment=shop-prod,system=shop,tier=production,owner=platform,cost-centre=shop,managed-by=landbridge",
    });
    expect((await plan).resources.map(({ name }) => name)).toContain("shop-prod-key-platform-nodes");
  });

  // https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd
  it("have a copy in another zone where they are replicated", async () => {
    const replicated = custom((await plan).resources, "shop-prod-storage-classes-replicated");
    expect(objectAt(replicated, "parameters")).toMatchObject({ type: "pd-ssd", "replication-type": "regional-pd" });
  });

  // https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/volume-snapshots#create-snapshotclass
  it("leave snapshots in the region of their disk", async () => {
    const snapshots = custom((await plan).resources, "shop-prod-storage-classes-snapshots");
    expect(objectAt(snapshots, "parameters")).toMatchObject({ "storage-locations": "europe-west1" });
  });
});
