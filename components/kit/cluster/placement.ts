import { purposeLabel } from "./node-pools.ts";
import type { Surroundings } from "../surroundings.ts";

/** On which nodes pods run. Empty for any: an empty selector or list would come back from the API server as null. */
export interface NodeChoice {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: { key: string; operator: "Equal"; value: string; effect: "NoSchedule" }[];
}

/** Label of a node's zone. https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
export const zoneKey = "topology.kubernetes.io/zone";
/** Label of a node's name. */
export const hostKey = "kubernetes.io/hostname";

/** Nodes of a purpose where the cluster has them, else any node. */
export function decideNodeChoice(purpose: string, { purposes }: Pick<Surroundings, "purposes">): NodeChoice {
  if (!purposes.includes(purpose)) return {};
  return {
    nodeSelector: { [purposeLabel]: purpose },
    tolerations: [{ key: purposeLabel, operator: "Equal", value: purpose, effect: "NoSchedule" }],
  };
}

/** On which nodes pods would rather run. Empty where it makes no difference. */
export interface NodePreference {
  readonly affinity?: {
    readonly nodeAffinity: {
      readonly preferredDuringSchedulingIgnoredDuringExecution: {
        readonly weight: number;
        readonly preference: {
          readonly matchExpressions: { readonly key: string; readonly operator: "In"; readonly values: string[] }[];
        };
      }[];
    };
  };
}

/**
 * Nodes of a purpose rather than others, where the cluster has them. Pools for stores and for batch keep everybody off by
 * their taint, so nothing has to be required: a service whose pool is full or being replaced still finds a node.
 */
export function decideNodePreference(purpose: string, { purposes }: Pick<Surroundings, "purposes">): NodePreference {
  if (!purposes.includes(purpose)) return {};
  const matchExpressions = [{ key: purposeLabel, operator: "In" as const, values: [purpose] }];
  const preferred = [{ weight: 100, preference: { matchExpressions } }];
  return { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
}

/** How a workload's pods are kept apart. */
export interface Spread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly matchLabelKeys?: string[];
  readonly nodeTaintsPolicy?: "Honor";
}

/** What else is said of a spread. */
export interface SpreadOptions extends Pick<Spread, "matchLabelKeys" | "nodeTaintsPolicy"> {
  /** Whether a pod waits rather than that zones become uneven. - behaviour: in production. */
  readonly firm?: boolean;
}

/**
 * Spreads pods over zones and nodes. In production a pod waits rather than that zones become uneven by more than one;
 * elsewhere, and over nodes, evenness is a wish.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function decideSpread(
  matchLabels: Readonly<Record<string, string>>,
  { zones, tier }: Pick<Surroundings, "zones" | "tier">,
  { firm = tier === "production", ...extra }: SpreadOptions = {},
): Spread[] {
  const overNodes: Spread = {
    maxSkew: 1,
    topologyKey: hostKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
    ...extra,
  };
  if (zones <= 1) return [overNodes];
  const whenUnsatisfiable = firm ? "DoNotSchedule" : "ScheduleAnyway";
  return [{ ...overNodes, topologyKey: zoneKey, whenUnsatisfiable }, overNodes];
}
