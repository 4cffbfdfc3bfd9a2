import type { Tags } from "./tags.ts";

/** Labels of a Kubernetes object. */
export type Labels = Readonly<Record<string, string>>;

/** What an object is for. */
export interface LabelSubject {
  readonly name: string;
  readonly component: "namespace" | "node" | "service" | "store" | "operator" | "network";
  /** The system, e.g. `bitvelocity`. */
  readonly partOf: string;
}

/**
 * The labels that every object carries: the recommended ones, and our tags.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function decideLabels({ name, component, partOf }: LabelSubject, tags: Tags): Labels {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": partOf,
    "app.kubernetes.io/managed-by": "landbridge",
    ...tagLabels(tags),
  };
}

/** Our tags alone, for objects that an operator makes and labels by its own names. */
export function tagLabels(tags: Tags): Labels {
  return Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`landbridge.dev/${tag}`, String(value)]));
}

/**
 * Labels by which a workload's pods are found. Only what can never change: a Deployment's selector is immutable, so that
 * a new tag or owner must not be part of it.
 */
export function podSelector({ name, component }: Pick<LabelSubject, "name" | "component">): Labels {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": component };
}

/** What a volume's claim carries that holds nothing that can't be made again: PK-DUR-004 lets it go unprotected. */
export const keepsNothing: Labels = { "landbridge.dev/keeps": "nothing" };

/**
 * Labels that keep pods out of a service mesh's data path. Stores and their operators encrypt by themselves, and a proxy
 * in between breaks their ports for health and gossip.
 * https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export const meshOff: Labels = { "istio.io/dataplane-mode": "none", "sidecar.istio.io/inject": "false" };
