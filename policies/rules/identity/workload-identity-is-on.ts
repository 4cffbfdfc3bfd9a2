import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedBoth } from "../../by-type.ts";
import { addOn, tokenProvider } from "../../facts/companions.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

const podIdentityAgent = addOn("eks-pod-identity-agent");

/** Pods get cloud identities of their own, and nodes hide theirs. */
export const workloadIdentityIsOn: Rule = {
  id: "PK-IAM-005",
  name: "workload-identity-is-on",
  says: "Pods get cloud identities of their own, and nodes hide theirs.",
  why: "Without it every pod of a node may act as the node.",
  fix: {
    gcp: "Set `workloadIdentityConfig.workloadPool` on the cluster and `nodeConfig.workloadMetadataConfig.mode: GKE_METADATA` on pools.",
    aws: "Install the addon eks-pod-identity-agent.",
    azure: "Set `oidcIssuerProfile.enabled` and `securityProfile.workloadIdentity.enabled` to true.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.2.2", "CC6.1", "IA-9"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
    azure: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
  },
  ...judgedBoth(
    {
      "gcp:container/cluster:Cluster": judgeGke,
      "gcp:container/nodePool:NodePool": judgeGkePool,
      [aksClusterType]: judgeAks,
    },
    { "aws:eks/cluster:Cluster": judgeEks },
    [podIdentityAgent, tokenProvider],
  ),
};

function judgeGke(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "workloadIdentityConfig", "workloadPool"),
      "PROJECT.svc.id.goog",
      (value) => typeof value === "string" && value.endsWith(".svc.id.goog"),
    ),
    "pods have identities of their own",
  );
}

function judgeGkePool(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "nodeConfig", "workloadMetadataConfig", "mode"),
      "GKE_METADATA",
      (value) => value === "GKE_METADATA",
    ),
    "pods don't see the node's credentials",
  );
}

function judgeAks(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [at(inputs, "oidcIssuerProfile", "enabled"), at(inputs, "securityProfile", "workloadIdentity", "enabled")].flatMap(
      // Both are off by default.
      (place) => expectValue(place, "true", (value) => value === true),
    ),
    "pods have identities of their own",
  );
}

/** EKS gives pods identities by an agent on each node, or by a provider that trusts the cluster's own tokens. */
function judgeEks(cluster: PlannedResource, stack: Stack): Judgement {
  const [byAgent, byProvider] = [podIdentityAgent, tokenProvider].map((companion) =>
    expectCompanion(stack, cluster, companion, () => []),
  );
  return judged(byProvider?.length === 0 ? [] : (byAgent ?? []), "pods have identities of their own");
}
