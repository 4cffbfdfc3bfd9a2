import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster.js";
import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { workspaceArgs } from "../account/workspaces.ts";

/**
 * What the control plane writes down. Of the audit only what changes something: reads are many times as much, and billed.
 * https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
 */
export const logCategories = [
  "cloud-controller-manager",
  "cluster-autoscaler",
  "csi-azuredisk-controller",
  "guard",
  "kube-apiserver",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
] as const;

/** What AKS's provisioner of nodes writes down, where there is one. https://learn.microsoft.com/azure/aks/use-node-auto-provisioning */
const provisionerCategory = "karpenter-events";

/** What the logs of a cluster are made from. */
export interface ClusterLogs {
  readonly cluster: ManagedCluster;
  readonly resourceGroupName: Output<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  readonly days: number;
  /** Whether AKS adds nodes of its own choice. */
  readonly provisioned: boolean;
}

/** Keeps the control plane's logs in a workspace of their own. */
export function createClusterLogs(
  name: string,
  { cluster, resourceGroupName, settings, tags, days, provisioned }: ClusterLogs,
  parent: Resource,
): void {
  const categories = provisioned ? [...logCategories, provisionerCategory].sort() : logCategories;
  const workspace = new Workspace(
    autoNamed(`${name}-logs`, nameLimits.workspace),
    workspaceArgs({ resourceGroupName, settings, tags, days }),
    { parent },
  );
  new DiagnosticSetting(
    `${name}-diagnostics`,
    {
      resourceUri: cluster.id,
      workspaceId: workspace.id,
      // A table for each kind of log instead of one for all.
      logAnalyticsDestinationType: "Dedicated",
      logs: categories.map((category) => ({ category, enabled: true })),
    },
    { parent },
  );
}
