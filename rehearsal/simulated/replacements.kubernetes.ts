import type { Replacements } from "./replacement-table.ts";

const selector = ["spec.selector"];
const job = ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"];

/**
 * Of Kubernetes objects, by group and kind; every object besides by its name and namespace.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go. Pods are left out: nothing here makes bare ones.
 */
const byKind: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": selector,
  "apps/Deployment": selector,
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": job,
  // Immutable unless the provider has enableConfigMapMutable and enableSecretMutable, which the kit doesn't set.
  "core/ConfigMap": ["binaryData", "data"],
  "core/PersistentVolume": ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs", "spec.iscsi"],
  "core/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "core/ResourceQuota": ["spec.scopes"],
  "core/Secret": ["type", "stringData", "data"],
  "core/Service": ["spec.clusterIP"],
  "policy/PodDisruptionBudget": ["spec"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};
const everyObject = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/** What a Kubernetes object is replaced for; undefined for what is none. */
export function kubernetesReplacements(type: string): Replacements | undefined {
  const [, group, kind] = /^kubernetes:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  if (group === undefined || kind === undefined) return undefined;
  return { on: [...everyObject, ...(byKind[`${group}/${kind}`] ?? [])] };
}
