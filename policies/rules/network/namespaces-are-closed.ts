import { isObject, type PlannedResource } from "../../../plan/planned-resource.ts";
import { namespaceOf, objectNameOf } from "../../facts/objects.ts";
import {
  at,
  inputsOf,
  isAbsent,
  itemsOf,
  isList,
  judged,
  textAt,
  undecidedAt,
  violated,
  type Finding,
} from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Every namespace refuses all traffic, in and out, that no policy allows. */
export const namespacesAreClosed: StackRule = {
  id: "PK-NET-010",
  name: "namespaces-are-closed",
  says: "Every namespace refuses all traffic, in and out, that no policy allows.",
  why: "Without it whoever gets into one pod reaches all others.",
  fix: "Add a NetworkPolicy with an empty `podSelector`, both `policyTypes` and no rules.",
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.3.2", "CC6.6", "SC-7(5)"],
  source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
  appliesTo: ["kubernetes:core/v1:Namespace"],
  judgeAll: (resources) => {
    const policies = resources.filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:NetworkPolicy");
    return resources
      .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
      .map((namespace) => ({
        urn: namespace.urn,
        ...judged(judgeNamespace(namespace, policies), "what nobody allowed is refused"),
      }));
  },
};

function judgeNamespace(namespace: PlannedResource, policies: readonly PlannedResource[]): Finding[] {
  const name = objectNameOf(namespace);
  if (name === undefined) {
    const place = at(inputsOf(namespace), "metadata", "name");
    return isAbsent(place) ? [violated(`${place.path} is missing`)] : [undecidedAt(place)];
  }
  const closing = policies.filter(refusesAll);
  if (closing.some((policy) => namespaceOf(policy) === name)) return [];
  const [unknown] = closing.filter((policy) => namespaceOf(policy) === undefined);
  return unknown === undefined
    ? [violated(`no NetworkPolicy in ${name} refuses everything by default`)]
    : [undecidedAt(at(inputsOf(unknown), "metadata", "namespace"))];
}

/** Selects every pod, in both directions, and allows nothing. */
function refusesAll(policy: PlannedResource): boolean {
  const spec = at(inputsOf(policy), "spec");
  const selector = at(spec, "podSelector");
  const types = itemsOf(at(spec, "policyTypes")).items.map(textAt);
  return (
    isObject(selector.value) &&
    Object.values(selector.value).every((part) => isEmpty(part)) &&
    types.includes("Ingress") &&
    types.includes("Egress") &&
    isEmpty(at(spec, "ingress").value) &&
    isEmpty(at(spec, "egress").value)
  );
}

function isEmpty(value: ReturnType<typeof at>["value"]): boolean {
  if (value === undefined || value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
