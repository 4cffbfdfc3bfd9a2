import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { ClusterSpec } from "../../../cloud.ts";
import { nodeProvisioner } from "../../../kit/cluster/node-pools.ts";
import { autoNamed } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { mapValues } from "../../../kit/records.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { partsOf } from "../network/network.ts";
import { clusterArn, createRole, trustPods, trustService, type AwsRole } from "../rights/identity.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { createInterruptions } from "./interruptions.ts";
import { diskKeyPart, subnetPart } from "./node-class.ts";
import { provisionerRights } from "./provisioner-rights.ts";

/** What the provisioner's own things are made from. */
export interface ProvisionerArgs {
  readonly spec: ClusterSpec;
  readonly settings: AwsSettings;
  readonly cluster: Output<string>;
  /** Its name as text, for what must be known before it exists. */
  readonly clusterName: string;
  /** That nodes and pods share. */
  readonly securityGroup: Output<string>;
  /** Names of AWS's own policies for nodes. */
  readonly nodePolicies: readonly string[];
  readonly nodeRole?: Transform<RoleArgs> | undefined;
}

/** What its nodes are made of, by the names of `NodeProvisioner.parts`. Known once it can make one. */
export type NodeParts = Readonly<Record<string, Output<string>>>;

/** What a cluster has of it. */
export interface Provisioner {
  readonly nodeParts: NodeParts;
  /** Without which its pods must not begin: one that began before it was bound to its role never gets its rights. */
  readonly ready: readonly Resource[];
}

/**
 * All that Karpenter needs of AWS to make nodes for this cluster: who it is and what it may do, who its nodes are, and where
 * it is told of those that are about to go. `name` is the cluster's.
 * https://karpenter.sh/docs/reference/cloudformation/
 */
export function createProvisioner(name: string, args: ProvisionerArgs, parent: Resource): Provisioner {
  const { spec, settings, cluster, clusterName, securityGroup } = args;
  const { key, pools } = spec;
  const zones = partsOf(spec.network).nodeZones;
  const nodes = createNodeRole(`${name}-karpenter-nodes`, args, parent);
  const { arn: queue, ready: told } = createInterruptions(name, spec, parent);
  const rights = provisionerRights({
    ...{ settings, queue, securityGroup },
    cluster: clusterName,
    nodeRole: nodes.role.arn,
    subnets: zones.map(({ subnet }) => subnet),
    key: key?.id,
    spot: pools.some(({ spot }) => spot),
  });
  const { namespace, serviceAccount } = nodeProvisioner;
  const trust = trustPods(clusterArn(settings, clusterName), namespace, serviceAccount);
  const role = createRole(`${name}-karpenter`, { trust, rights, tags: spec.tags }, parent);
  const identity = new PodIdentityAssociation(
    `${name}-karpenter`,
    { clusterName: cluster, namespace, serviceAccount, roleArn: role.arn, tags: tagsOf(spec.tags) },
    { parent },
  );
  const urns = [identity, nodes.entry, ...told].map(({ urn }) => urn);
  const parts = {
    instanceProfile: nodes.profile.name,
    securityGroup,
    ...(key === undefined ? {} : { [diskKeyPart]: key.id }),
    ...Object.fromEntries(zones.map(({ subnet }, index) => [subnetPart(index), subnet])),
  };
  return { nodeParts: mapValues(parts, (part) => afterAll(part, urns)), ready: [identity] };
}

/**
 * Another role than that of managed groups: EKS lets that one in by itself, and takes it out again with the last group.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html#update-access-entries
 */
function createNodeRole(
  name: string,
  { spec: { tags }, cluster, nodePolicies, nodeRole }: ProvisionerArgs,
  parent: Resource,
): { readonly role: AwsRole; readonly profile: InstanceProfile; readonly entry: AccessEntry } {
  const trust = trustService("ec2.amazonaws.com");
  const role = createRole(name, { trust, managed: nodePolicies, tags, transform: nodeRole }, parent);
  const profile = new InstanceProfile(
    autoNamed(name, nameLimits.instanceProfile),
    { role: role.name, tags: tagsOf(tags) },
    { parent },
  );
  const entry = new AccessEntry(
    name,
    { clusterName: cluster, principalArn: role.arn, type: "EC2_LINUX", tags: tagsOf(tags) },
    { parent },
  );
  return { role, profile, entry };
}
