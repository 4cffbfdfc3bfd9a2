import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { isFromChart, namespaceOf, selectorSelects } from "../../facts/objects.ts";
import { podTemplateOf } from "../../facts/pods.ts";
import { at, inputsOf, isAbsent, judged, numberAt, textAt, undecidedAt, violated, type Finding } from "../../read.ts";
import { leastReplicas, leastReplicasKnown, replicatedTypes } from "../../facts/replicas.ts";
import { levels, type StackRule } from "../../rule.ts";

/** What has several pods has a disruption budget, which lets one pod go at least. */
export const evictionsAreBounded: StackRule = {
  id: "PK-AVL-002",
  name: "evictions-are-bounded",
  says: "What has several pods has a disruption budget, which lets one pod go at least.",
  why: "Without a budget an upgrade of nodes may take all pods at once; with one that allows none, it never ends.",
  fix: "Add a PodDisruptionBudget with `maxUnavailable: 1`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["A1.2"],
  source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  ignoresCharts: true,
  appliesTo: replicatedTypes,
  judgeAll: (resources) =>
    resources
      .filter((resource) => replicatedTypes.includes(resource.type) && !isFromChart(resource))
      .flatMap((resource) => {
        const replicas = leastReplicasKnown(resource, resources);
        if (replicas !== undefined && replicas < 2) return [];
        return [{ urn: resource.urn, ...judged(judgeBudget(resource, replicas, resources), "evictions are bounded") }];
      }),
};

function judgeBudget(
  workload: PlannedResource,
  replicas: number | undefined,
  resources: readonly PlannedResource[],
): Finding[] {
  if (replicas === undefined) return [undecidedAt(leastReplicas(workload, resources).place)];
  const labels = at(podTemplateOf(workload), "metadata", "labels");
  const answers = resources
    .filter(({ type }) => type === "kubernetes:policy/v1:PodDisruptionBudget")
    .filter((budget) => namespaceOf(budget) === namespaceOf(workload))
    .map((budget) => ({ budget, selects: selectorSelects(at(inputsOf(budget), "spec", "selector"), labels) }));
  const mine = answers.filter(({ selects }) => selects === true).map(({ budget }) => budget);
  const hidden = answers.find(({ selects }) => typeof selects === "string");
  if (mine.length > 0) return mine.flatMap((budget) => allowsOne(budget, replicas));
  return hidden === undefined
    ? [violated("no PodDisruptionBudget selects its pods")]
    : [undecidedAt(at(inputsOf(hidden.budget), "spec", "selector"))];
}

function allowsOne(budget: PlannedResource, replicas: number): Finding[] {
  const spec = at(inputsOf(budget), "spec");
  const [unavailable, available] = [at(spec, "maxUnavailable"), at(spec, "minAvailable")];
  const name = budget.name;
  if (!isAbsent(unavailable)) {
    const most = numberAt(unavailable) ?? percentage(textAt(unavailable));
    if (most === undefined) return [undecidedAt(unavailable)];
    return most > 0 ? [] : [violated(`${name}: ${unavailable.path} is 0, so that no pod may ever go`)];
  }
  if (isAbsent(available)) return [violated(`${name}: says neither maxUnavailable nor minAvailable`)];
  const share = percentage(textAt(available));
  // Kubernetes rounds percentages up. https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
  const least = numberAt(available) ?? (share === undefined ? undefined : Math.ceil((share * replicas) / 100));
  if (least === undefined) return [undecidedAt(available)];
  return least < replicas
    ? []
    : [violated(`${name}: ${available.path} asks for ${least} of ${replicas} pods, so that none may ever go`)];
}

function percentage(text: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,3})%$/.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}
