import { expect, it } from "vitest";
import { ofType, text, wholePlan } from "../plan.fixture.ts";

/** AWS's own policies that roles of the platform have, each with the page that says its ARN: some have a path, some none. */
const managedPolicies = {
  "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html",
  "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerRegistryPullOnly.html",
  "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSClusterPolicy.html",
  "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSWorkerNodePolicy.html",
  "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html",
  "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole":
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html",
};

it("roles have those of AWS's own policies that exist, by the ARNs that their pages say", async () => {
  const attached = ofType(await wholePlan(), "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const arns = [...new Set(attached.map(({ inputs }) => text(inputs["policyArn"])))].sort();
  expect(arns).toEqual(Object.keys(managedPolicies).sort());
});
