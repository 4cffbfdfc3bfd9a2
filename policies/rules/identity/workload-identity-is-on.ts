import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Pods get cloud identities of their own, and nodes hide theirs. */
export const workloadIdentityIsOn: ResourceRule = {
  id: "PK-IAM-005",
  name: "workload-identity-is-on",
  says: "Pods get cloud identities of their own, and nodes hide theirs.",
  why: "Without it every pod of a node may act as the node.",
  fix: "Set `workloadIdentityConfig.workloadPool` on the cluster and `nodeConfig.workloadMetadataConfig.mode: GKE_METADATA` on pools.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.2.2", "CC6.1", "IA-9"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
  appliesTo: ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    resource.type === "gcp:container/cluster:Cluster"
      ? judged(
          expectValue(
            at(inputsOf(resource), "workloadIdentityConfig", "workloadPool"),
            "PROJECT.svc.id.goog",
            (value) => typeof value === "string" && value.endsWith(".svc.id.goog"),
          ),
          "pods have identities of their own",
        )
      : judged(
          expectValue(
            at(inputsOf(resource), "nodeConfig", "workloadMetadataConfig", "mode"),
            "GKE_METADATA",
            (value) => value === "GKE_METADATA",
          ),
          "pods don't see the node's credentials",
        ),
};
