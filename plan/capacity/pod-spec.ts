import { hostKey, zoneKey } from "../../components/kit/cluster/placement.ts";
import type { PlannedObject, PlannedValue } from "../planned-resource.ts";
import { dig, labelsAt, numberAt, objectsAt, textAt, textsAt } from "./fields.ts";
import type { Domain, NodeNeeds, NodeTerm, PodGroup, Requests, Toleration } from "./pod-group.ts";
import { requestsOf } from "./quantities.ts";

/** What a pod's specification says of where it may run, and what of that this calculation doesn't understand. */
export type Placing = Pick<PodGroup, "nodes" | "skew"> &
  Partial<Pick<PodGroup, "alone">> & { readonly notes: readonly string[] };

const domains: Readonly<Record<string, Domain>> = { [zoneKey]: "zone", [hostKey]: "node" };

/** Reads `nodeSelector`, `tolerations`, `affinity` and `topologySpreadConstraints`, as pods and most operators' resources have them. */
export function placingOf(spec: PlannedValue | undefined): Placing {
  const required = ["requiredDuringSchedulingIgnoredDuringExecution"] as const;
  const terms = objectsAt(spec, "affinity", "nodeAffinity", ...required, "nodeSelectorTerms").map(termOf);
  const selector = labelsAt(spec, "nodeSelector");
  const chosen = Object.fromEntries(Object.entries(selector).map(([key, value]) => [key, [value]]));
  const apart = objectsAt(spec, "affinity", "podAntiAffinity", ...required).map((term) => textAt(term, "topologyKey"));
  const spread = spreadOf(spec);
  const nodes: NodeNeeds = {
    anyOf:
      terms.length === 0
        ? Object.keys(chosen).length === 0
          ? []
          : [chosen]
        : terms.map(({ term }) => ({ ...chosen, ...term })),
    prefers: preferenceOf(spec),
    tolerates: tolerationsOf(spec),
  };
  // A zone is the wider of the two.
  const alone = apart
    .flatMap((key) => domains[key] ?? [])
    .sort()
    .at(-1);
  return {
    nodes,
    skew: spread.skew,
    ...(alone === undefined ? {} : { alone }),
    notes: [
      ...terms.flatMap(({ notes }) => notes),
      ...spread.notes,
      ...apart.filter((key) => domains[key] === undefined).map((key) => `keeps apart by ${key}`),
    ],
  };
}

function termOf(term: PlannedObject): { readonly term: NodeTerm; readonly notes: readonly string[] } {
  const expressions = objectsAt(term, "matchExpressions");
  const [understood, others] = [
    expressions.filter((expression) => textAt(expression, "operator") === "In"),
    expressions.filter((expression) => textAt(expression, "operator") !== "In"),
  ];
  return {
    term: Object.fromEntries(
      understood.map((expression) => [textAt(expression, "key"), textsAt(expression, "values")]),
    ),
    notes: [
      ...others.map((expression) => `wants nodes by ${textAt(expression, "operator")} of ${textAt(expression, "key")}`),
      ...objectsAt(term, "matchFields").map(() => "wants nodes by their fields"),
    ],
  };
}

function preferenceOf(spec: PlannedValue | undefined): NodeTerm {
  const [first] = objectsAt(spec, "affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution");
  return first === undefined
    ? {}
    : termOf({ matchExpressions: dig(first, "preference", "matchExpressions") ?? [] }).term;
}

/** The tolerations of a pod, or of a resource of an operator's that lists them likewise. */
function tolerationsOf(spec: PlannedValue | undefined): Toleration[] {
  return objectsAt(spec, "tolerations")
    .filter((toleration) => ["", "NoSchedule"].includes(textAt(toleration, "effect")))
    .map((toleration) => {
      const [key, value] = [textAt(toleration, "key"), textAt(toleration, "value")];
      const isAny = textAt(toleration, "operator") === "Exists";
      return { ...(key === "" ? {} : { key }), ...(isAny ? {} : { value }) };
    });
}

function spreadOf(spec: PlannedValue | undefined) {
  const skew: Partial<Record<Domain, number>> = {};
  const notes: string[] = [];
  for (const constraint of objectsAt(spec, "topologySpreadConstraints")) {
    if (textAt(constraint, "whenUnsatisfiable") === "ScheduleAnyway") continue;
    const key = textAt(constraint, "topologyKey");
    const domain = domains[key];
    if (domain === undefined) notes.push(`spreads over ${key}`);
    else skew[domain] = Math.min(skew[domain] ?? Infinity, numberAt(1, constraint, "maxSkew"));
  }
  return { skew, notes };
}

/**
 * What a pod asks for: its containers together, or the largest of those that run before them. Those that begin before and
 * stay count on both sides. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podRequests(spec: PlannedValue | undefined): Requests {
  const before = objectsAt(spec, "initContainers");
  const staying = before.filter((container) => textAt(container, "restartPolicy") === "Always").map(requestsIn);
  const going = before.filter((container) => textAt(container, "restartPolicy") !== "Always").map(requestsIn);
  const running = [...objectsAt(spec, "containers").map(requestsIn), ...staying];
  const most = (what: keyof Requests): number => {
    const aside = staying.reduce((sum, each) => sum + each[what], 0);
    const together = running.reduce((sum, each) => sum + each[what], 0);
    return Math.max(together, ...going.map((each) => aside + each[what]));
  };
  return { milliCpu: most("milliCpu"), memoryMiB: most("memoryMiB") };
}

function requestsIn(container: PlannedObject): Requests {
  return requestsOf(container["resources"]);
}
