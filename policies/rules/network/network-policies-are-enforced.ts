import { at, expectValue, inputsOf, isAbsent, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** The cluster enforces NetworkPolicies. */
export const networkPoliciesAreEnforced: ResourceRule = {
  id: "PK-NET-011",
  name: "network-policies-are-enforced",
  says: "The cluster enforces NetworkPolicies.",
  why: "Without an engine a NetworkPolicy is a comment: it is accepted and does nothing.",
  fix: "Set `datapathProvider: ADVANCED_DATAPATH`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.3.1", "CIS-GKE 5.6.7", "SC-7"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2",
  appliesTo: ["gcp:container/cluster:Cluster"],
  judge: (resource) => {
    const provider = at(inputsOf(resource), "datapathProvider");
    const engine = at(inputsOf(resource), "networkPolicy", "enabled");
    return judged(
      isAbsent(provider) && !isAbsent(engine)
        ? expectValue(engine, "true", (value) => value === true)
        : expectValue(provider, "ADVANCED_DATAPATH", (value) => value === "ADVANCED_DATAPATH"),
      "NetworkPolicies are enforced",
    );
  },
};
