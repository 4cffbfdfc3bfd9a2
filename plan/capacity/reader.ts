import { namespaces } from "../../components/kit/cluster/namespaces.ts";
import type { InClusterKind } from "../../environments/schema/stores/stores.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { PlannedResource, PlannedValue } from "../planned-resource.ts";
import { labelsAt, textAt } from "./fields.ts";
import type { PodGroup } from "./pod-group.ts";

/** What a reader may look at besides its resource. */
export interface Around {
  readonly environment: Pick<Environment, "stores" | "domains">;
  /** Whether the environment's cloud has a service of its own for a kind of store. */
  readonly canBeManaged: (kind: InClusterKind) => boolean;
  /** All that runs in Kubernetes. */
  readonly resources: readonly PlannedResource[];
}

/** What a resource becomes, and what of it isn't known or understood. */
export interface ReadPods {
  readonly groups: readonly PodGroup[];
  readonly notes: readonly string[];
}

/** Says which pods a resource becomes. */
export type Reader = (resource: PlannedResource, around: Around) => ReadPods;

/** `namespace/name` of an object. */
export function objectName({ inputs }: Pick<PlannedResource, "inputs">): string {
  return `${namespaceOf({ inputs })}/${textAt(inputs, "metadata", "name")}`;
}

/** Namespace of an object. */
export function namespaceOf({ inputs }: Pick<PlannedResource, "inputs">): string {
  return textAt(inputs, "metadata", "namespace");
}

/** Where the environment asks for an object: a service by its namespace and name, a store by its label. */
export function wishOf({ inputs }: Pick<PlannedResource, "inputs">, { environment }: Around): string {
  const [namespace, name] = [namespaceOf({ inputs }), textAt(inputs, "metadata", "name")];
  const services = environment.domains[namespace]?.services;
  if (services !== undefined && Object.hasOwn(services, name)) return `domains.${namespace}.services.${name}`;
  const label = labelsAt(inputs, "metadata", "labels")["app.kubernetes.io/name"] ?? "";
  if (services !== undefined && Object.hasOwn(services, label)) return `domains.${namespace}.services.${label}`;
  return Object.hasOwn(environment.stores, label) ? `stores.${label}` : "";
}

/** What a group is for: operators have their namespace; what the environment asks for is a service or store; the rest is an operator's too. */
export function kindOf(resource: PlannedResource, around: Around): "service" | "store" | "operator" {
  const wish = wishOf(resource, around);
  if (namespaceOf(resource) === namespaces.operators || wish === "") return "operator";
  return wish.startsWith("stores.") ? "store" : "service";
}

/** Notes with the object's name before each. */
export function notesOf(name: string, notes: readonly string[]): string[] {
  return notes.map((note) => `${name} ${note}`);
}

/** A field of a wish as a path, with what to write there; the empty string where the environment has no such wish. */
export function writeAt(wish: string, field: string, value: string | number): string {
  return wish === "" ? "" : `${wish}.${field}: ${value}`;
}

/** The label selector of an object as plain labels. Expressions select nothing. */
export function selectorOf(from: PlannedValue | undefined, ...keys: readonly string[]): Record<string, string> {
  return labelsAt(from, ...keys, "matchLabels");
}

/** Whether labels have all that a selector asks for. An empty one is of somebody who forgot it. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
