import type { PlannedResource } from "../../../plan/planned-resource.ts";
import {
  mapSelects,
  mayHoldUnseen,
  namespaceOf,
  objectNameOf,
  selectorSelects,
  selectsMadePods,
} from "../../facts/objects.ts";
import { podTemplateOf, podTypes } from "../../facts/pods.ts";
import {
  at,
  hiddenBecause,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  textAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import type { Because, Context } from "../../rule.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Selectors, targets and backends name something that the plan makes. */
export const referencesLeadSomewhere: StackRule = {
  id: "PK-AVL-012",
  name: "references-lead-somewhere",
  says: "Selectors, targets and backends name something that the plan makes.",
  why: "A selector with a typing mistake is accepted, and selects nothing: no traffic, no budget, no protection.",
  fix: "Write the labels, or the name, of what it is for.",
  severity: "high",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CC8.1", "CM-2"],
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
  appliesTo: [
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:core/v1:Service",
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:policy/v1:PodDisruptionBudget",
  ],
  judgeAll: (resources, context) =>
    resources.flatMap((resource) => {
      const references = referencesOf(resource);
      if (references.length === 0) return [];
      const findings = references.flatMap((reference) => follow(reference, resource, resources, context));
      return [{ urn: resource.urn, ...judged(findings, "what it names is there") }];
    }),
};

type Reference =
  | { readonly to: "pods"; readonly selector: Place; readonly style: "map" | "selector" }
  | { readonly to: "object"; readonly kind: Place; readonly name: Place };

function referencesOf(resource: PlannedResource): readonly Reference[] {
  const spec = at(inputsOf(resource), "spec");
  switch (resource.type) {
    case "kubernetes:core/v1:Service":
      // Without a selector its endpoints are somebody else's.
      return isAbsent(at(spec, "selector")) ? [] : [{ to: "pods", selector: at(spec, "selector"), style: "map" }];
    case "kubernetes:policy/v1:PodDisruptionBudget":
      return [{ to: "pods", selector: at(spec, "selector"), style: "selector" }];
    case "kubernetes:networking.k8s.io/v1:NetworkPolicy":
      return [{ to: "pods", selector: at(spec, "podSelector"), style: "selector" }];
    case "kubernetes:autoscaling/v1:HorizontalPodAutoscaler":
    case "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {
      const target = at(spec, "scaleTargetRef");
      return [{ to: "object", kind: at(target, "kind"), name: at(target, "name") }];
    }
    case "kubernetes:networking.k8s.io/v1:Ingress":
      return backendsOf(spec);
    default:
      return [];
  }
}

function backendsOf(spec: Place): readonly Reference[] {
  const paths = itemsOf(at(spec, "rules")).items.flatMap((rule) => itemsOf(at(rule, "http", "paths")).items);
  const backends = [at(spec, "defaultBackend"), ...paths.map((path) => at(path, "backend"))];
  return backends
    .map((backend) => at(backend, "service", "name"))
    .filter((name) => !isAbsent(name))
    .map((name) => ({ to: "object", kind: { path: name.path, value: "Service" }, name }));
}

function follow(
  reference: Reference,
  from: PlannedResource,
  resources: readonly PlannedResource[],
  context: Context,
): Finding[] {
  const namespace = namespaceOf(from);
  if (namespace === undefined) return [undecidedAt(at(inputsOf(from), "metadata", "namespace"))];
  const found =
    reference.to === "pods" ? findPods(reference, namespace, resources) : findObject(reference, namespace, resources);
  if (found === true) return [];
  const place = reference.to === "pods" ? reference.selector : reference.name;
  if (typeof found === "string")
    return [{ verdict: "undecided", because: found, message: `${place.path} can't be followed` }];
  if (mayHoldUnseen(namespace, resources, context))
    return [
      { verdict: "undecided", because: "chart", message: `${place.path} may lead into a chart that wasn't rendered` },
    ];
  return [violated(`${place.path} leads to nothing in the namespace ${namespace}`)];
}

function findPods(
  { selector, style }: Extract<Reference, { to: "pods" }>,
  namespace: string,
  resources: readonly PlannedResource[],
): boolean | Because {
  const labels = style === "map" ? selector : at(selector, "matchLabels");
  if (style === "selector" && selectsEverything(selector)) return true;
  if (selectsMadePods(labels, namespace, resources)) return true;
  const answers = resources
    .filter((resource) => podTypes.includes(resource.type) && [undefined, namespace].includes(namespaceOf(resource)))
    .map((resource) => {
      const pods = at(podTemplateOf(resource), "metadata", "labels");
      const answer = style === "map" ? mapSelects(selector, pods) : selectorSelects(selector, pods);
      return answer === true && namespaceOf(resource) === undefined ? "cloud" : answer;
    });
  if (answers.includes(true)) return true;
  return answers.find((answer) => typeof answer === "string") ?? hiddenBecause(selector.value) ?? false;
}

// An empty selector is for whatever there will be.
function selectsEverything(selector: Place): boolean {
  return (
    typeof selector.value === "object" &&
    selector.value !== null &&
    hiddenBecause(selector.value) === undefined &&
    hiddenBecause(at(selector, "matchLabels").value) === undefined &&
    selectorSelects(selector, { path: "", value: {} }) === true
  );
}

function findObject(
  { kind, name }: Extract<Reference, { to: "object" }>,
  namespace: string,
  resources: readonly PlannedResource[],
): boolean | Because {
  const hidden = hiddenBecause(kind.value) ?? hiddenBecause(name.value);
  if (hidden !== undefined) return hidden;
  const named = resources.filter(
    (resource) =>
      resource.type.split(":").at(-1) === textAt(kind) &&
      objectNameOf(resource) === textAt(name) &&
      textAt(name) !== undefined,
  );
  if (named.some((resource) => namespaceOf(resource) === namespace)) return true;
  return named.some((resource) => namespaceOf(resource) === undefined) ? "cloud" : false;
}
