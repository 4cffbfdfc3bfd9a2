import type { ClusterArgs } from "@pulumi/aws/eks/cluster.js";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { ClusterAccess } from "../../../../environments/schema/cluster.ts";
import { UnsupportedError } from "../../../kit/errors.ts";
import { contentHash } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { awsCapabilities } from "../capabilities.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** Who reaches the API server from where. */
export interface AccessArgs {
  readonly endpoints: {
    readonly endpointPrivateAccess: true;
    readonly endpointPublicAccess: boolean;
    /** Blocks outside that may reach the public address; absent where there is none. */
    readonly publicAccessCidrs?: string[];
  };
  /** Whether machines in the network that aren't nodes may reach the private address. */
  readonly runnersInside: boolean;
}

/**
 * Who reaches the API server. Nodes and pods reach its private address in any mode. Throws for the mode that EKS lacks.
 * https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
export function decideAccess(access: ClusterAccess): AccessArgs {
  switch (access.mode) {
    case "cloud-endpoint": {
      const refusal = awsCapabilities["cluster.access.cloud-endpoint"];
      throw new UnsupportedError("aws", "cluster.access.mode cloud-endpoint", refusal.supported ? "" : refusal.instead);
    }
    case "allow-list":
      return {
        endpoints: {
          endpointPrivateAccess: true,
          endpointPublicAccess: true,
          publicAccessCidrs: [...access.cidrs],
        },
        runnersInside: false,
      };
    case "private-runner":
      return { endpoints: { endpointPrivateAccess: true, endpointPublicAccess: false }, runnersInside: true };
    default:
      return access satisfies never;
  }
}

/** Rights are given by access entries alone: nobody has any for having made the cluster, and no ConfigMap gives more. */
export const accessConfig: NonNullable<ClusterArgs["accessConfig"]> = {
  authenticationMode: "API",
  bootstrapClusterCreatorAdminPermissions: false,
};

/**
 * Lets the deployers administer the cluster, and nobody else. EKS adds entries for its node groups by itself.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export function admitDeployers(
  name: string,
  {
    cluster,
    settings,
    tags,
  }: { readonly cluster: Output<string>; readonly settings: AwsSettings; readonly tags: Tags },
  parent: Resource,
): Resource[] {
  return settings.deployers.map((principalArn) => {
    // By what they are, not by where they stand in the list: a deployer who is taken out takes no other's entry along.
    const child = `${name}-deployer-${contentHash(principalArn, 8)}`;
    const entry = new AccessEntry(
      child,
      { clusterName: cluster, principalArn, type: "STANDARD", tags: tagsOf(tags) },
      { parent },
    );
    return new AccessPolicyAssociation(
      child,
      {
        clusterName: cluster,
        principalArn: entry.principalArn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
      { parent },
    );
  });
}
