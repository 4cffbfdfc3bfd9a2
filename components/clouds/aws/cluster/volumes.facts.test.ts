import { describe, expect, it } from "vitest";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { awsEnvironment } from "../environment.fixture.ts";

const plan = planEnvironment(awsEnvironment());

const tags = {
  tagSpecification_1: "environment=shop-prod",
  tagSpecification_2: "system=shop",
  tagSpecification_3: "tier=production",
  tagSpecification_4: "owner=platform",
  tagSpecification_5: "cost-centre=shop",
  tagSpecification_6: "managed-by=landbridge",
};

describe("volumes on AWS", () => {
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
  it("are gp3 under the key that EBS may use, with our tags", async () => {
    const zonal = custom((await plan).resources, "shop-prod-storage-classes-zonal");
    expect(zonal.inputs["provisioner"]).toBe("ebs.csi.aws.com");
    expect(objectAt(zonal, "parameters")).toEqual({
      type: "gp3",
      encrypted: "true",
      // The whole ARN: an alias or an id is looked for in the driver's own account.
      kmsKeyId: expect.stringMatching(/shop-prod-key-platform-key#arn}$/) as unknown,
      ...tags,
    });
  });

  it("have no copies in other zones, for EBS has none", async () => {
    const classes = (await plan).resources.filter(({ type }) => type === "kubernetes:storage.k8s.io/v1:StorageClass");
    expect(classes.map(({ name }) => name)).toEqual(["shop-prod-storage-classes-zonal"]);
  });

  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md#snapshot-tagging
  it("leave snapshots with our tags", async () => {
    expect(objectAt(custom((await plan).resources, "shop-prod-storage-classes-snapshots"), "parameters")).toEqual(tags);
  });
});
