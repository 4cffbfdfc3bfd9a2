import { zoneKey } from "../../../kit/cluster/placement.ts";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import type { NodeProvisioner } from "../../../cloud.ts";
import type { AzureSettings } from "../settings.ts";
import { zones } from "../regions.ts";
import { tagsOf } from "../tags.ts";
import { decideVmSize } from "./machine-types.ts";

/**
 * Node auto-provisioning: AKS runs Karpenter in its control plane, and brings the kinds of objects that it is told by. Its nodes
 * are in the subnet of the cluster's first pool, and their disks under the cluster's key.
 * https://learn.microsoft.com/azure/aks/node-auto-provisioning
 * https://learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass
 */
export function azureProvisioner({ regions }: Pick<AzureSettings, "regions">): NodeProvisioner {
  return {
    nodeClass: { apiVersion: "karpenter.azure.com/v1beta1", kind: "AKSNodeClass" },
    parts: [],
    ownPods: cilium,
    classOf: ({ diskGiB }, _parts, tags) => ({
      imageFamily: "AzureLinux",
      osDiskSizeGB: diskGiB,
      // AKS would take 250, of which a /24 has no two.
      maxPods: podsPerNode,
      security: {
        encryptionAtHost: true,
        trustedLaunch: { secureBoot: true, vtpm: true },
      },
      tags: tagsOf(tags),
    }),
    requirementsOf: ({ capacities }) => [
      {
        // None of them has a disk of its own, on which AKS would put the system in place of one of the size wished for.
        key: "karpenter.azure.com/sku-name",
        operator: "In",
        values: [...new Set(capacities.map((capacity) => decideVmSize(capacity).name))],
      },
      // Also zone "0" is on offer, which stands for none, and where no zone's disk can be attached.
      { key: zoneKey, operator: "In", values: zones.map((zone) => `${regions.primary}-${zone}`) },
    ],
  };
}

/**
 * Pods on a node that Cilium doesn't run on yet would have no network, and Karpenter, which waits for no taint that it wasn't
 * told of, would make a second node for them. AKS's own groups have both.
 * https://karpenter.sh/docs/concepts/nodepools/#cilium-startup-taint
 * https://github.com/Azure/karpenter-provider-azure/issues/1442
 */
const cilium = {
  labels: { "kubernetes.azure.com/ebpf-dataplane": "cilium" },
  startupTaints: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" }],
} as const;

/** What AKS calls its own groups, also where it was told to make none. https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools */
export const reservedGroups = ["default", "system-surge"] as const;
