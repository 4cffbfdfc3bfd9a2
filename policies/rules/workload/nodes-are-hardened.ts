import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nodes boot signed software, heal and update themselves. */
export const nodesAreHardened: ResourceRule = {
  id: "PK-WKL-025",
  name: "nodes-are-hardened",
  says: "Nodes boot signed software, heal and update themselves.",
  why: "A changed boot chain survives every reinstall of what runs above it; an old node keeps old holes.",
  fix: "Set `shieldedInstanceConfig.enableSecureBoot`, `management.autoRepair` and `management.autoUpgrade` to true.",
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.5.1", "SI-2"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    judged(
      [
        ["nodeConfig", "shieldedInstanceConfig", "enableSecureBoot"],
        ["management", "autoRepair"],
        ["management", "autoUpgrade"],
      ].flatMap((keys) => expectValue(at(inputsOf(resource), ...keys), "true", (value) => value === true)),
      "nodes are hardened",
    ),
};
