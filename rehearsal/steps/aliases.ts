import type { PlannedResource } from "../../plan/planned-resource.ts";
import type { ResourceState } from "../state/checkpoint.ts";
import { parseProvider, renderProvider } from "./provider-reference.ts";

/** New URN by old URN. */
export type Renames = Readonly<Record<string, string>>;

/**
 * Which resources of a state are the same as planned ones under another name, by their aliases. Throws when two planned
 * resources claim the same one: that is a fault of the program.
 */
export function decideRenames(planned: readonly PlannedResource[], state: readonly ResourceState[]): Renames {
  const known = new Set(state.map(({ urn }) => urn));
  const wanted = new Set(planned.map(({ urn }) => urn));
  const renames = new Map<string, string>();
  for (const { urn, type, aliases } of planned) {
    if (known.has(urn)) continue;
    const old = aliases
      .map((alias) => aliasUrn(alias, urn, type))
      .find((alias) => known.has(alias) && !wanted.has(alias));
    if (old === undefined) continue;
    const other = renames.get(old);
    if (other !== undefined) throw new Error(`${other} and ${urn} both have the alias ${old}`);
    renames.set(old, urn);
  }
  return Object.fromEntries([...renames].sort(([a], [b]) => (a < b ? -1 : 1)));
}

// `type/name` says only what changed: the last type and the name, below the same parent.
function aliasUrn(alias: string, urn: string, type: string): string {
  if (alias.startsWith("urn:pulumi:")) return alias;
  const cut = alias.lastIndexOf("/");
  const head = urn.slice(0, urn.lastIndexOf(`${type}::`));
  return `${head}${alias.slice(0, cut)}::${alias.slice(cut + 1)}`;
}

/** A resource in which every mention of a renamed one has its new name. Its provider's name counts too. */
export function renameResource(resource: ResourceState, renames: Renames): ResourceState {
  const renamed = (urn: string): string => renames[urn] ?? urn;
  if (Object.keys(renames).length === 0) return resource;
  const { parent, provider, dependencies, propertyDependencies, deletedWith } = resource;
  const urn = renamed(resource.urn);
  return {
    ...resource,
    urn,
    type: urn === resource.urn ? resource.type : typeOf(urn),
    ...(parent === undefined ? {} : { parent: renamed(parent) }),
    ...(provider === undefined ? {} : { provider: renamedProvider(provider, renamed) }),
    ...(dependencies === undefined ? {} : { dependencies: dependencies.map(renamed) }),
    ...(propertyDependencies === undefined
      ? {}
      : {
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map(renamed)]),
          ),
        }),
    ...(deletedWith === undefined ? {} : { deletedWith: renamed(deletedWith) }),
  };
}

function renamedProvider(reference: string, renamed: (urn: string) => string): string {
  const { urn, id } = parseProvider(reference);
  return renderProvider(renamed(urn), id);
}

// The last of the qualified type.
function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}
