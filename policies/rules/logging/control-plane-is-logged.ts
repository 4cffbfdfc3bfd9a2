import { at, expectValue, inputsOf, isList, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** The control plane's logs are kept. */
export const controlPlaneIsLogged: ResourceRule = {
  id: "PK-LOG-001",
  name: "control-plane-is-logged",
  says: "The control plane's logs are kept.",
  why: "After an incident they are the only witness of who asked for what.",
  fix: "Set `loggingConfig.enableComponents` to SYSTEM_COMPONENTS, WORKLOADS, APISERVER, CONTROLLER_MANAGER and SCHEDULER.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.7.1", "AU-12", "CC7.2"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/view-logs",
  appliesTo: ["gcp:container/cluster:Cluster"],
  judge: (resource) =>
    judged(
      // The default is the first two.
      expectValue(
        at(inputsOf(resource), "loggingConfig", "enableComponents"),
        `a list with ${components.join(", ")}`,
        (value) => isList(value) && components.every((component) => value.includes(component)),
      ),
      "the control plane is logged",
    ),
};

const components = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];
