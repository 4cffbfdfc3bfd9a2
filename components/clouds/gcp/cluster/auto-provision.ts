import type { ClusterArgs } from "@pulumi/gcp/container/cluster.js";
import type { ClusterSpec } from "../../../cloud.ts";
import { hardenedNodeConfig, type NodeSettings } from "./node-pools.ts";

/**
 * Lets Google make pools of its own for pods that fit on no other, and take them away again. Their nodes obey the same
 * rules as ours; the limits count all nodes. https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning
 *
 * The whole is said where it isn't wished for too. To the provider the key of those nodes' disks is a cluster's for life, so
 * that naming it later would replace the cluster; and what is left out is kept as it was, so that it would never end.
 */
export function autoProvisionArgs({ autoProvision }: ClusterSpec, nodes: NodeSettings): Partial<ClusterArgs> {
  const { serviceAccount, oauthScopes, shieldedInstanceConfig, imageType } = hardenedNodeConfig(nodes);
  return {
    clusterAutoscaling: {
      enabled: autoProvision !== undefined,
      ...(autoProvision === undefined ? {} : { resourceLimits: limits(autoProvision) }),
      autoProvisioningDefaults: {
        serviceAccount,
        oauthScopes,
        imageType,
        shieldedInstanceConfig,
        diskType: "pd-balanced",
        diskSize: 100,
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
        ...(nodes.bootDiskKey === undefined ? {} : { bootDiskKmsKey: nodes.bootDiskKey }),
      },
    },
    ...(autoProvision === undefined
      ? {}
      : { nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } } }),
  };
}

function limits({ cpu, memoryGiB }: NonNullable<ClusterSpec["autoProvision"]>) {
  return [
    { resourceType: "cpu", maximum: cpu },
    { resourceType: "memory", maximum: memoryGiB },
  ];
}

/**
 * The provider would replace a cluster over it, though Google changes it in place; it is said at the beginning and then left.
 * https://github.com/GoogleCloudPlatform/k8s-config-connector/issues/6656
 */
export const keyOfOwnPools = "clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey";
