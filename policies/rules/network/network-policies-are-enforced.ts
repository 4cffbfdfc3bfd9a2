import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedBoth } from "../../by-type.ts";
import { addOn } from "../../facts/companions.ts";
import { jsonAt } from "../../facts/policy-document.ts";
import { at, expectValue, inputsOf, isAbsent, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

const networkPlugin = addOn("vpc-cni");

/** The cluster enforces NetworkPolicies. */
export const networkPoliciesAreEnforced: Rule = {
  id: "PK-NET-011",
  name: "network-policies-are-enforced",
  says: "The cluster enforces NetworkPolicies.",
  why: "Without an engine a NetworkPolicy is a comment: it is accepted and does nothing.",
  fix: {
    gcp: "Set `datapathProvider: ADVANCED_DATAPATH`.",
    aws: 'Set `enableNetworkPolicy: "true"` in `configurationValues` of the addon vpc-cni.',
    azure: "Set `networkProfile.networkPolicy: cilium`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.3.1", "CIS-GKE 5.6.7", "SC-7"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html",
    azure: "https://learn.microsoft.com/azure/aks/use-network-policies",
  },
  ...judgedBoth(
    { "gcp:container/cluster:Cluster": judgeGke, [aksClusterType]: judgeAks },
    { "aws:eks/cluster:Cluster": judgeEks },
    [networkPlugin],
  ),
};

function judgeGke(resource: PlannedResource): Judgement {
  const provider = at(inputsOf(resource), "datapathProvider");
  const engine = at(inputsOf(resource), "networkPolicy", "enabled");
  return judged(
    isAbsent(provider) && !isAbsent(engine)
      ? expectValue(engine, "true", (value) => value === true)
      : expectValue(provider, "ADVANCED_DATAPATH", (value) => value === "ADVANCED_DATAPATH"),
    "NetworkPolicies are enforced",
  );
}

function judgeAks(resource: PlannedResource): Judgement {
  return judged(
    // None is the default.
    expectValue(
      at(inputsOf(resource), "networkProfile", "networkPolicy"),
      "cilium, calico or azure",
      (value) => value === "cilium" || value === "calico" || value === "azure",
    ),
    "NetworkPolicies are enforced",
  );
}

/** The network plugin enforces them where its configuration says so. */
function judgeEks(cluster: PlannedResource, stack: Stack): Judgement {
  return judged(
    expectCompanion(stack, cluster, networkPlugin, (addon) => {
      const text = at(inputsOf(addon), "configurationValues");
      const { json, findings } = jsonAt(text);
      return json === undefined
        ? [...findings, ...expectValue(text, "JSON", () => true)]
        : expectValue(at(json, "enableNetworkPolicy"), '"true"', (value) => value === "true");
    }),
    "NetworkPolicies are enforced",
  );
}
