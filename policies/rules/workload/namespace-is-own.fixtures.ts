import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures, planned } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { namespaceIsOwn } from "./namespace-is-own.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: namespaceIsOwn,
  holds: {
    "is in a namespace of the platform": [good],
    "a CloudNativePG cluster is": [
      planned("kubernetes:postgresql.cnpg.io/v1:Cluster", { metadata: { namespace: "data" } }),
    ],
  },
  violated: {
    ...changes([good], {
      "says none": ["metadata.namespace", undefined],
      "is in the default namespace": ["metadata.namespace", "default"],
      "is in the control plane's": ["metadata.namespace", "kube-system"],
      "says an empty one": ["metadata.namespace", ""],
    }),
    "a custom resource says none": [planned("kubernetes:kafka.strimzi.io/v1:Kafka", { metadata: { name: "events" } })],
  },
  undecided: changes([good], {
    "only the cloud knows": ["metadata.namespace", fromCloud],
    "nobody knows its metadata": ["metadata", unknownMarker],
  }),
  notApplicable: {
    "a namespace": [planned("kubernetes:core/v1:Namespace", { metadata: { name: "commerce" } })],
    "a cluster role": [planned("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {})],
    "a chart": [planned("kubernetes:helm.sh/v4:Chart", {})],
    "a group of nodes, and what they are made of": [
      planned("kubernetes:karpenter.sh/v1:NodePool", {}),
      planned("kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass", {}),
      planned("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {}),
    ],
  },
  guards: [{ path: "metadata.namespace", absent: "violated", bad: ["default", "kube-system", "kube-public", ""] }],
};
