import { NodePool as GkeNodePool, type NodePoolArgs } from "@pulumi/gcp/container/nodePool.js";
import type { container } from "@pulumi/gcp/types/input.js";
import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { boundedName, contentHash } from "../../../kit/names.ts";
import { zoneCount, type NodePool } from "../../../kit/cluster/node-pools.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { labelsOf } from "../tags.ts";
import { decideMachineType } from "./machine-types.ts";
import { nameLimits } from "../names.ts";

/** What the nodes of all pools have in common. */
export interface NodeSettings {
  readonly region: string;
  /** E-mail address of the account that nodes run as. */
  readonly serviceAccount: Input<string>;
  /** Encrypts boot disks. */
  readonly bootDiskKey?: Input<string> | undefined;
  readonly tags: Tags;
}

/** Makes one pool of nodes that grows and shrinks over the cluster's zones. */
export function createNodePool(
  name: string,
  pool: NodePool,
  cluster: Output<string>,
  nodes: NodeSettings,
  transform: Transform<NodePoolArgs> | undefined,
  opts: CustomResourceOptions,
): GkeNodePool {
  return new GkeNodePool(`${name}-${pool.name}`, transformed(transform, nodePoolArgs(pool, cluster, nodes)), {
    ...opts,
    // The autoscaler owns the number of nodes; the first number is only where it begins.
    ignoreChanges: ["initialNodeCount"],
  });
}

/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools */
export function nodePoolArgs(pool: NodePool, cluster: Input<string>, nodes: NodeSettings): NodePoolArgs {
  return {
    name: nodePoolName(pool),
    cluster,
    location: nodes.region,
    initialNodeCount: decideInitialNodesPerZone(pool),
    autoscaling: {
      totalMinNodeCount: pool.min,
      totalMaxNodeCount: pool.max,
      // Spot capacity is taken where there is some; anything else is kept even over the zones.
      locationPolicy: pool.spot ? "ANY" : "BALANCED",
    },
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
    networkConfig: { enablePrivateNodes: true },
    nodeConfig: {
      ...hardenedNodeConfig(nodes),
      machineType: decideMachineType(pool.capacity).name,
      diskType: "pd-balanced",
      diskSizeGb: pool.diskGiB,
      spot: pool.spot,
      labels: { ...pool.labels },
      taints: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: taintEffects[effect] })),
    },
  };
}

/** What every node has, whichever pool it is in. https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster */
export function hardenedNodeConfig({ serviceAccount, bootDiskKey, tags }: NodeSettings) {
  return {
    imageType: "COS_CONTAINERD",
    serviceAccount,
    // Scopes are the old fence; IAM on the account is the one that counts, and it is narrow.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    // Pods get their own identity; the node's credentials stay out of their reach.
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    // Google sets it; left out here, every preview would want to unset it.
    metadata: { "disable-legacy-endpoints": "true" },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
    resourceLabels: labelsOf(tags),
    ...(bootDiskKey === undefined ? {} : { bootDiskKmsKey: bootDiskKey }),
  } satisfies container.NodePoolNodeConfig;
}

/**
 * Name of a pool within its cluster. It changes with what its machines are, so that such a change makes the new pool
 * first, moves the pods and then deletes the old one.
 */
export function nodePoolName({ name, capacity, diskGiB, spot }: NodePool): string {
  const digits = contentHash({ machine: decideMachineType(capacity).name, diskGiB, spot }, 8);
  return `${boundedName(name, nameLimits.nodePool - digits.length - 1)}-${digits}`;
}

/** Nodes in each zone at the start: as many as the fewest, if that doesn't pass the most. */
export function decideInitialNodesPerZone({ min, max }: Pick<NodePool, "min" | "max">): number {
  const perZone = Math.ceil(min / zoneCount);
  return perZone * zoneCount <= max ? perZone : Math.floor(max / zoneCount);
}

const taintEffects = { NoSchedule: "NO_SCHEDULE" } as const;
