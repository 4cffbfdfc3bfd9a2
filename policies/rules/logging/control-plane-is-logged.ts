import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { diagnosticSetting } from "../../facts/companions.ts";
import { expectLogged } from "../../diagnostics.ts";
import { at, expectValue, inputsOf, isList, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";

/** The control plane's logs are kept. */
export const controlPlaneIsLogged: Rule = {
  id: "PK-LOG-001",
  name: "control-plane-is-logged",
  says: "The control plane's logs are kept.",
  why: "After an incident they are the only witness of who asked for what.",
  fix: {
    gcp: "Set `loggingConfig.enableComponents` to SYSTEM_COMPONENTS, WORKLOADS, APISERVER, CONTROLLER_MANAGER and SCHEDULER.",
    aws: "Set `enabledClusterLogTypes` to api, audit, authenticator, controllerManager and scheduler.",
    azure:
      "Make a `DiagnosticSetting` with kube-apiserver, kube-audit-admin, kube-controller-manager, kube-scheduler and guard.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.7.1", "AU-12", "CC7.2"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/view-logs",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    azure: "https://learn.microsoft.com/azure/aks/monitor-aks",
  },
  ...judgedBoth(
    {
      // The default is the first two.
      "gcp:container/cluster:Cluster": judgeList(
        ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
        "loggingConfig",
        "enableComponents",
      ),
      "aws:eks/cluster:Cluster": judgeList(
        ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        "enabledClusterLogTypes",
      ),
    },
    { [aksClusterType]: judgeAks },
    [diagnosticSetting],
  ),
};

function judgeList(wanted: readonly string[], ...path: readonly string[]): JudgeOne {
  return (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), ...path),
        `a list with ${wanted.join(", ")}`,
        (value) => isList(value) && wanted.every((component) => value.includes(component)),
      ),
      "the control plane is logged",
    );
}

function judgeAks(cluster: PlannedResource, stack: Stack): Judgement {
  // kube-audit-admin is kube-audit without what only reads.
  const categories = [
    ["kube-apiserver"],
    ["kube-audit", "kube-audit-admin"],
    ["kube-controller-manager"],
    ["kube-scheduler"],
    ["guard"],
  ];
  return judged(expectLogged(stack, cluster, categories), "the control plane is logged");
}
