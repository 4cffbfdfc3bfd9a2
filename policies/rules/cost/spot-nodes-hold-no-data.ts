import { purposeLabel } from "../../../components/kit/node-pools.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Spot nodes carry nothing that must stay. */
export const spotNodesHoldNoData: ResourceRule = {
  id: "PK-CST-004",
  name: "spot-nodes-hold-no-data",
  says: "Spot nodes carry nothing that must stay.",
  why: "The cloud takes them back within seconds: fine for batch work, not for a database or an operator.",
  fix: "Set `spot: false` for pools of purpose system or data.",
  severity: "high",
  pack: "cost",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps", "A1.1"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judge: (resource) => {
    const config = at(inputsOf(resource), "nodeConfig");
    if (at(config, "spot").value !== true && at(config, "preemptible").value !== true)
      return judged(
        ["spot", "preemptible"].flatMap((flag) =>
          expectValue(at(config, flag), "true or false", (value) => value === false, "holds"),
        ),
        "the nodes stay",
      );
    return judged(
      expectValue(
        at(config, "labels", purposeLabel),
        "batch or general on spot nodes",
        (value) => value === "batch" || value === "general",
      ),
      "what runs there can be repeated",
    );
  },
};
