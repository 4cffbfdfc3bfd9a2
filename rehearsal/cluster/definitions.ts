import type { ClusterApi } from "./cluster-api.ts";
import { nameOf, type ClusterObject } from "./cluster-object.ts";
import { hasCondition } from "./conditions.ts";

/** A kind that a cluster has only after somebody defines it. */
export interface DefinedKind {
  readonly group: string;
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
}

/** A schema as a CustomResourceDefinition takes it. https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
export type StructuralSchema = Readonly<Record<string, unknown>>;

const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

/** Accepts every object of a kind: for kinds of which nothing but the name is known here. */
export const narrowSchema: StructuralSchema = { ...anything, properties: { spec: anything, status: anything } };

/** The definition of a kind in one version. */
export function definitionOf(
  { group, kind, plural }: DefinedKind,
  version: string,
  scope: "Namespaced" | "Cluster",
  schema: StructuralSchema,
): ClusterObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      // Groups of Kubernetes' own are protected; this is how a definition says that it isn't the real one.
      ...(/(^|\.)(k8s|kubernetes)\.io$/.test(group)
        ? { annotations: { "api-approved.kubernetes.io": "unapproved, stands in for the real definition" } }
        : {}),
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  };
}

/** The kind of an object as one of some lists defines it; where none does, with the plural that English would give it. */
export function definedKind(
  { apiVersion, kind }: Pick<ClusterObject, "apiVersion" | "kind">,
  known: readonly DefinedKind[],
): DefinedKind {
  const [group = "", version = ""] = apiVersion.split("/");
  const found = known.find((one) => one.group === group && one.kind === kind && one.versions.includes(version));
  return found ?? { group, versions: [version], kind, plural: pluralOf(kind.toLowerCase()) };
}

function pluralOf(word: string): string {
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** One object of each kind that a cluster doesn't serve, in order of kind. */
export async function unservedKinds(api: ClusterApi, objects: readonly ClusterObject[]): Promise<ClusterObject[]> {
  const first = new Map<string, ClusterObject>();
  for (const object of objects) {
    const key = `${object.apiVersion}/${object.kind}`;
    if (object.kind !== "CustomResourceDefinition" && !first.has(key)) first.set(key, object);
  }
  const found = [];
  for (const [, object] of [...first].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (!(await api.serves(object))) found.push(object);
  return found;
}

/** Defines kinds and waits until the server serves them. Throws an Error where it doesn't within half a minute. */
export async function define(api: ClusterApi, definitions: readonly ClusterObject[]): Promise<void> {
  for (const definition of definitions) await api.apply(definition);
  for (const definition of definitions) {
    const deadline = performance.now() + 30_000;
    while (!hasCondition(await api.read(definition), "Established")) {
      if (performance.now() > deadline) throw new Error(`${nameOf(definition)}: the server doesn't serve it`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  api.forgetKinds();
}
