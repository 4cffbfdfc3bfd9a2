import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import type { Output, Resource } from "@pulumi/pulumi";
import { nodeAutoscaler } from "../../../kit/cluster/node-pools.ts";
import type { Tags } from "../../../kit/tags.ts";
import { clusterArn, createRole, trustPods } from "../rights/identity.ts";
import type { PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * Lets the autoscaler that runs in the cluster move its node groups between their fewest and most nodes, and no others:
 * EKS marks the groups of a cluster with its name. The service account needn't exist yet.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function admitAutoscaler(
  name: string,
  args: {
    readonly cluster: Output<string>;
    readonly clusterName: string;
    readonly settings: AwsSettings;
    readonly tags: Tags;
  },
  parent: Resource,
): PodIdentityAssociation {
  const { cluster, clusterName, settings, tags } = args;
  const { namespace, serviceAccount } = nodeAutoscaler;
  const role = createRole(
    name,
    {
      trust: trustPods(clusterArn(settings, clusterName), namespace, serviceAccount),
      rights: rightsOf(clusterName),
      tags,
    },
    parent,
  );
  return new PodIdentityAssociation(
    name,
    { clusterName: cluster, namespace, serviceAccount, roleArn: role.arn, tags: tagsOf(tags) },
    { parent },
  );
}

function rightsOf(cluster: string): PolicyStatement[] {
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
      ],
      Resource: "*",
    },
    {
      Sid: "Move",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: "*",
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: "owned" } },
    },
  ];
}
