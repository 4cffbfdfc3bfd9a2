import { at, expectValue, inputsOf, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nothing is made in Kubernetes' own namespaces, or in whichever namespace is the default. */
export const namespaceIsOwn: ResourceRule = {
  id: "PK-WKL-022",
  name: "namespace-is-own",
  says: "Nothing is made in Kubernetes' own namespaces, or in whichever namespace is the default.",
  why: "What has no namespace of its own has no quota, no NetworkPolicy and no owner; kube-system is the control plane's.",
  fix: "Set `metadata.namespace` to a namespace of the platform.",
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.7.4", "CM-7"],
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
  appliesTo: ["kubernetes:*"],
  judge: (resource) => {
    if (isOutsideNamespaces(resource.type)) return notApplicable("objects of this kind are in no namespace");
    return judged(
      expectValue(
        at(inputsOf(resource), "metadata", "namespace"),
        `a namespace other than ${reserved.join(", ")}`,
        (value) => typeof value === "string" && value !== "" && !reserved.includes(value),
      ),
      "is in a namespace of its own",
    );
  },
};

const reserved = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Kinds outside namespaces whose names don't begin with Cluster, from `kubectl api-resources --namespaced=false`. */
const kindsOutside = [
  "AKSNodeClass",
  "APIService",
  "CSIDriver",
  "CSINode",
  // Karpenter's on AWS.
  "EC2NodeClass",
  "CertificateSigningRequest",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "GatewayClass",
  "IngressClass",
  "IPAddress",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  // Karpenter's.
  "NodePool",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
  "VolumeSnapshotClass",
];

/** Kinds in a namespace although their names begin with Cluster: a CloudNativePG cluster. */
const kindsInside = ["Cluster"];

function isOutsideNamespaces(type: string): boolean {
  const [, group = "", kind = ""] = type.split(":");
  // Charts, directories and files of manifests are no objects; what is in them is judged by itself.
  if (/^(helm\.sh|yaml|kustomize)(\/|$)/.test(group) || type.startsWith("pulumi:")) return true;
  if (kindsInside.includes(kind)) return false;
  return kind.startsWith("Cluster") || kindsOutside.includes(kind);
}
