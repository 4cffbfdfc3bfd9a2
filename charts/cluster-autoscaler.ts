import { imageParts, type ChartSurroundings, type ChartValues, type PinnedChart } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const name = "cluster-autoscaler";
const pods = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/**
 * The autoscaler of nodes, for clusters whose cloud moves none by itself. 9.59.0 is the newest chart that was released; it
 * names an image of Kubernetes 1.35, and ours are set, since the autoscaler's minor version has to be the cluster's.
 * https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-chart-9.59.0/cluster-autoscaler/charts/cluster-autoscaler
 */
export const clusterAutoscaler: PinnedChart = {
  name,
  source: "https://kubernetes.github.io/autoscaler",
  version: "9.59.0",
  appVersion: "1.35.0",
  licence: "Apache-2.0",
  docs: "https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md",
  // Those that there is an image for.
  kubernetes: ["1.35", "1.36"],
  kinds: [],
  images: ["cluster-autoscaler-1.35", "cluster-autoscaler-1.36"],
  pods,
  ownBudget: true,
};

/** How the autoscaler finds the nodes that it moves, and who it is. */
export interface AutoscalerPlace {
  /** By which it knows the cloud. */
  readonly provider: string;
  /** By which it finds the cluster's groups of nodes. */
  readonly cluster: string;
  readonly region: string;
  /** Has its rights in the cloud already. */
  readonly serviceAccount: string;
}

/**
 * The chart's values. Groups are found by the marks that the cloud puts on those of a cluster. Throws for a version of
 * Kubernetes that there is no image for.
 */
export function decideAutoscalerValues(surroundings: ChartSurroundings, place: AutoscalerPlace): ChartValues {
  const { kubernetes, mirrors, spare, nodeSelector } = surroundings;
  return {
    nameOverride: name,
    fullnameOverride: name,
    // Else the chart would ask the cluster that renders it.
    kubeTargetVersionOverride: `${kubernetes}.0`,
    cloudProvider: place.provider,
    autoDiscovery: { clusterName: place.cluster },
    // The chart calls a region's value after the provider.
    [`${place.provider}Region`]: place.region,
    image: { ...imageParts(`${name}-${kubernetes}`, mirrors), pullPolicy: "IfNotPresent" },
    replicaCount: spare ? 2 : 1,
    rbac: { serviceAccount: { name: place.serviceAccount } },
    extraArgs: {
      expander: "least-waste",
      // A group for each zone: they grow by turns.
      "balance-similar-node-groups": true,
      // Our services write to emptyDirs, which hold nothing that must stay; else hardly a node could go.
      "skip-nodes-with-local-storage": false,
    },
    priorityClassName: "system-cluster-critical",
    resources: operatorResources("100m", "512Mi"),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    podLabels: { ...meshOffLabels },
    // Without labels that may change: a Deployment's selector can't.
    deployment: { selector: { ...pods } },
    nodeSelector,
    topologySpreadConstraints: operatorSpread(pods, surroundings),
    // Nobody asks for its metrics yet.
    service: { create: false },
  };
}
