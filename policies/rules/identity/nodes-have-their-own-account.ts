import { placeholdersIn } from "../../../plan/planned-resource.ts";
import { at, expectValue, inputsOf, judged, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nodes run as an account of their own, never the project's default one. */
export const nodesHaveTheirOwnAccount: ResourceRule = {
  id: "PK-IAM-006",
  name: "nodes-have-their-own-account",
  says: "Nodes run as an account of their own, never the project's default one.",
  why: "The default account of Compute Engine may edit the whole project.",
  fix: "Make a service account for the nodes and set `nodeConfig.serviceAccount`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.2.1", "AC-6"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    judged(ownAccount(at(inputsOf(resource), "nodeConfig", "serviceAccount")), "nodes have an account of their own"),
};

function ownAccount(place: Place): Finding[] {
  if (typeof place.value === "string" && place.misplaced !== true) {
    const [source, ...others] = placeholdersIn(place.value);
    // An account that the plan makes is never the default one, whatever its address will be.
    if (others.length === 0 && source?.urn.split("::")[2]?.endsWith("gcp:serviceaccount/account:Account") === true)
      return [];
  }
  return expectValue(
    place,
    "an account other than the default one",
    (value) =>
      typeof value === "string" && value.includes("@") && !/-compute@developer\.gserviceaccount\.com$/.test(value),
  );
}
