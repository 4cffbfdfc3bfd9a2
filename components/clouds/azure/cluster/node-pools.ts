import { AgentPool, type AgentPoolArgs } from "@pulumi/azure-native/containerservice/agentPool.js";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster.js";
import type { containerservice } from "@pulumi/azure-native/types/input.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import type { NodePool } from "../../../kit/cluster/node-pools.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { decideVmSize } from "./machine-types.ts";
import { nodePoolName, systemPoolNodes } from "./node-pool-names.ts";
import { zones } from "../regions.ts";
import { tagsOf } from "../tags.ts";

/** What the nodes of all pools have in common. */
export interface NodeSettings {
  readonly resourceGroupName: Input<string>;
  /** Id of the subnet. */
  readonly subnet: Input<string>;
  /** Minor version of Kubernetes. */
  readonly kubernetes: string;
  /** Whether pools keep their number of nodes, since those that come and go are made by groups in the cluster. */
  readonly fixed: boolean;
  readonly tags: Tags;
}

/** Makes one pool of nodes over the cluster's zones, which grows and shrinks unless it is fixed. */
export function createNodePool(
  name: string,
  pool: NodePool,
  cluster: ManagedCluster,
  nodes: NodeSettings,
  transform: Transform<AgentPoolArgs> | undefined,
  parent: Resource,
): AgentPool {
  return new AgentPool(`${name}-${pool.name}`, transformed(transform, nodePoolArgs(pool, cluster.name, nodes)), {
    parent,
    deletedWith: cluster,
    // The autoscaler owns the number of nodes: what is sent counts for the first time only.
    ignoreChanges: nodes.fixed ? [] : ["count"],
  });
}

/** https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update */
export function nodePoolArgs(pool: NodePool, cluster: Input<string>, nodes: NodeSettings): AgentPoolArgs {
  return {
    resourceGroupName: nodes.resourceGroupName,
    resourceName: cluster,
    agentPoolName: nodePoolName(pool),
    // Azure's own pods have a pool of theirs, so that any of these may be empty or taken back.
    mode: "User",
    ...hardenedNodes(nodes),
    orchestratorVersion: nodes.kubernetes,
    vmSize: decideVmSize(pool.capacity).name,
    osDiskSizeGB: pool.diskGiB,
    ...numberOfNodes(nodes, pool),
    nodeLabels: { ...pool.labels },
    nodeTaints: pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
    // AKS refuses a surge on nodes that may be taken back.
    ...(pool.spot ? spotArgs : { upgradeSettings: { maxSurge: "1" } }),
  };
}

/** AKS labels and taints these nodes itself. A price of -1 is up to that of other nodes. https://learn.microsoft.com/azure/aks/spot-node-pool */
const spotArgs = { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 } as const;

/**
 * The pool that AKS makes no cluster without, for Azure's own pods and nobody else's: two nodes of four CPUs are what it
 * asks for at least, three outlive the loss of a zone. It is part of the cluster, through which a pool can neither be added,
 * renamed nor given other machines, so nothing in it comes from the environment.
 *
 * Where it is fixed, Azure's pods that find no room there go to nodes of untainted groups: AKS only prefers its own pool.
 * https://learn.microsoft.com/azure/aks/use-system-pools
 */
export function systemPool(nodes: NodeSettings, least: number): containerservice.ManagedClusterAgentPoolProfileArgs {
  return {
    name: "system",
    mode: "System",
    ...hardenedNodes(nodes),
    orchestratorVersion: nodes.kubernetes,
    vmSize: "Standard_D4s_v5",
    osDiskSizeGB: 128,
    // As many again, for upgrades and for what the platform's size adds.
    ...numberOfNodes(nodes, { min: least, max: Math.min(systemPoolNodes, 2 * least) }),
    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    upgradeSettings: { maxSurge: "1" },
  };
}

/**
 * How many nodes a pool has. Also a pool that grows AKS refuses without a `count`; and it adds no nodes of its own choice
 * while the autoscaler of any pool is on.
 * https://github.com/pulumi/pulumi-azure-native/issues/2943
 * https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning
 */
function numberOfNodes({ fixed }: NodeSettings, { min, max }: Pick<NodePool, "min" | "max">) {
  if (fixed) return { enableAutoScaling: false, count: min };
  return { enableAutoScaling: true, count: min, minCount: min, maxCount: max };
}

/** What every node has, whichever pool it is in. https://learn.microsoft.com/azure/aks/operator-best-practices-cluster-security */
function hardenedNodes({ subnet, tags }: NodeSettings) {
  return {
    type: "VirtualMachineScaleSets",
    availabilityZones: [...zones],
    vnetSubnetID: subnet,
    // Each node takes a /24 of the pods' block.
    maxPods: podsPerNode,
    osType: "Linux",
    osSKU: "AzureLinux",
    // Not ephemeral: of the size that was wished for, whatever the machine.
    osDiskType: "Managed",
    kubeletDiskType: "OS",
    enableNodePublicIP: false,
    enableEncryptionAtHost: true,
    securityProfile: { enableSecureBoot: true, enableVTPM: true },
    tags: tagsOf(tags),
  } satisfies Partial<containerservice.ManagedClusterAgentPoolProfileArgs>;
}
