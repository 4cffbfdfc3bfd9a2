import { imageParts, kindsOf, type ChartSurroundings, type ChartValues, type PinnedChart } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const name = "karpenter";
const pods = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

const kind = kindsOf("karpenter.sh", "v1");

/**
 * Makes nodes for pods that wait, and takes away those that nobody needs, for clusters whose cloud runs no provisioner
 * itself. https://karpenter.sh/docs/upgrading/compatibility/
 */
export const karpenter: PinnedChart = {
  name,
  source: "oci://public.ecr.aws/karpenter/karpenter",
  version: "1.14.1",
  appVersion: "1.14.1",
  licence: "Apache-2.0",
  docs: "https://karpenter.sh/docs/",
  kubernetes: ["1.30", "1.36"],
  kinds: [
    kindsOf("autoscaling.x-k8s.io", "v1beta1")("CapacityBuffer", "capacitybuffers"),
    kindsOf("karpenter.k8s.aws", "v1")("EC2NodeClass", "ec2nodeclasses"),
    kind("NodeClaim", "nodeclaims"),
    kindsOf("karpenter.sh", "v1alpha1")("NodeOverlay", "nodeoverlays"),
    kind("NodePool", "nodepools"),
  ],
  images: [name],
  pods,
  ownBudget: true,
};

/** How the provisioner finds its cluster, and who it is. */
export interface KarpenterPlace {
  readonly cluster: string;
  readonly region: string;
  /** Name of the queue that tells of nodes about to be taken back. */
  readonly interruptions: string;
  /** Has its rights in the cloud already. */
  readonly serviceAccount: string;
}

/** The chart's values. It keeps itself off the nodes that it makes. */
export function decideKarpenterValues(surroundings: ChartSurroundings, place: KarpenterPlace): ChartValues {
  const { mirrors, spare, nodeSelector } = surroundings;
  return {
    replicas: spare ? 2 : 1,
    serviceAccount: { create: true, name: place.serviceAccount },
    podLabels: { ...meshOffLabels },
    priorityClassName: "system-cluster-critical",
    nodeSelector,
    topologySpreadConstraints: operatorSpread(pods, surroundings),
    controller: {
      // The digest is part of the tag, or there is none.
      image: { ...imageParts(name, mirrors), digest: "" },
      resources: operatorResources("250m", "1Gi"),
      // It can't ask the machine that it is on: pods reach no metadata.
      env: [{ name: "AWS_REGION", value: place.region }],
    },
    // No interfaces are set aside for pods' own subnets: nodes say how many pods they take, and what a node keeps for
    // itself it reckons by all of its interfaces, so that Karpenter must do as it does.
    // https://awslabs.github.io/amazon-eks-ami/nodeadm/
    settings: { clusterName: place.cluster, eksControlPlane: true, interruptionQueue: place.interruptions },
  };
}
