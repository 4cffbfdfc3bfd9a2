import { LaunchTemplate, type LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";
import { NodeGroup, type NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import { autoNamed, boundedName, contentHash } from "../../../kit/names.ts";
import type { NodePool } from "../../../kit/cluster/node-pools.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { decideInstanceTypes } from "./machine-types.ts";
import { nameLimits } from "../names.ts";
import type { NodeZone } from "../network/network.ts";
import { tagsOf } from "../tags.ts";

/** What the nodes of all pools have in common. */
export interface NodeSettings {
  readonly cluster: Output<string>;
  readonly kubernetes: string;
  readonly roleArn: Input<string>;
  readonly securityGroup: Input<string>;
  /** Encrypts their disks. */
  readonly diskKey?: Input<string> | undefined;
  readonly zones: readonly NodeZone[];
  readonly tags: Tags;
  /** Whether each group keeps its number of nodes. - behaviour: an autoscaler owns it. */
  readonly steady: boolean;
  /** What has to run in the cluster before a node can be ready. */
  readonly before: readonly Resource[];
  readonly transforms?:
    | { readonly nodeGroup?: Transform<NodeGroupArgs>; readonly launchTemplate?: Transform<LaunchTemplateArgs> }
    | undefined;
}

/** A group of a pool: where it makes nodes, and how many. */
export interface NodeGroupPlan {
  /** Part of its name: the zone, or `spot`. */
  readonly place: string;
  readonly zones: readonly NodeZone[];
  readonly min: number;
  readonly max: number;
}

/**
 * A group in each zone, whose fewest and most add up to the pool's: a volume stays in its zone, and only a group of that
 * zone alone can be asked for a node there. Spot capacity is taken in whichever zone has some; nothing that must stay
 * runs on it. A zone that may have no node gets no group, since EKS wants room for one.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-concepts
 */
export function decideNodeGroups({ min, max, spot }: NodePool, zones: readonly NodeZone[]): NodeGroupPlan[] {
  if (spot) return [{ place: "spot", zones, min, max }];
  return zones.flatMap((zone, index) => {
    const share = (count: number): number => Math.floor((count + zones.length - 1 - index) / zones.length);
    return share(max) === 0 ? [] : [{ place: zone.id, zones: [zone], min: share(min), max: share(max) }];
  });
}

/** Makes the groups of one pool. */
export function createNodePool(name: string, pool: NodePool, nodes: NodeSettings, parent: Resource): NodeGroup[] {
  const child = `${name}-${pool.name}`;
  const template = new LaunchTemplate(
    autoNamed(child, nameLimits.launchTemplate),
    transformed(nodes.transforms?.launchTemplate, templateArgs(child, pool, nodes)),
    { parent },
  );
  return decideNodeGroups(pool, nodes.zones).map(
    (group) =>
      new NodeGroup(
        `${child}-${group.place}`,
        transformed(nodes.transforms?.nodeGroup, nodeGroupArgs(pool, group, nodes, template)),
        {
          parent,
          dependsOn: [...nodes.before],
          // The autoscaler owns the number of nodes; the first number is only where it begins.
          ...(nodes.steady ? {} : { ignoreChanges: ["scalingConfig.desiredSize"] }),
        },
      ),
  );
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
function nodeGroupArgs(
  pool: NodePool,
  group: NodeGroupPlan,
  nodes: NodeSettings,
  template: LaunchTemplate,
): NodeGroupArgs {
  return {
    clusterName: nodes.cluster,
    nodeGroupName: nodeGroupName(pool, group.place),
    nodeRoleArn: nodes.roleArn,
    subnetIds: group.zones.map(({ subnet }) => subnet),
    version: nodes.kubernetes,
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: pool.spot ? "SPOT" : "ON_DEMAND",
    instanceTypes: decideInstanceTypes(pool.capacity, pool.spot),
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    scalingConfig: { minSize: group.min, maxSize: group.max, desiredSize: group.min },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: true },
    labels: { ...pool.labels },
    taints: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: taintEffects[effect] })),
    tags: tagsOf(nodes.tags),
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html */
function templateArgs(child: string, pool: NodePool, nodes: NodeSettings): LaunchTemplateArgs {
  const tags = tagsOf(nodes.tags, child);
  return {
    updateDefaultVersion: true,
    // Pods have their own rights; with one hop only what shares the node's network can ask for the node's.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    },
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        // With interfaces of one's own EKS adds no group to them. It is the cluster's, which nodes and pods share.
        securityGroups: [nodes.securityGroup],
      },
    ],
    blockDeviceMappings: [
      {
        // The root device of Amazon Linux 2023.
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: pool.diskGiB,
          deleteOnTermination: "true",
          encrypted: "true",
          ...(nodes.diskKey === undefined ? {} : { kmsKeyId: nodes.diskKey }),
        },
      },
    ],
    monitoring: { enabled: false },
    userData: Buffer.from(nodeConfig).toString("base64"),
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    tags,
  };
}

/**
 * Without it the number follows the machine and how its interfaces were set up when the group was made. EKS adds what the
 * node needs to join. https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data
 */
const nodeConfig = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="BOUNDARY"

--BOUNDARY
Content-Type: application/node.eks.aws

---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      maxPods: ${podsPerNode}
--BOUNDARY--
`;

/**
 * Name of a group within its cluster. It changes with what its machines are, so that such a change makes the new group
 * first, moves the pods and then deletes the old one.
 */
export function nodeGroupName({ name, capacity, spot }: NodePool, place: string): string {
  const digits = contentHash({ machines: decideInstanceTypes(capacity, spot), spot }, 8);
  return `${boundedName(`${name}-${place}`, nameLimits.nodeGroup - digits.length - 1)}-${digits}`;
}

const taintEffects = { NoSchedule: "NO_SCHEDULE" } as const;
