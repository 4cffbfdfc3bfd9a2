import type { Checkpoint, ResourceState } from "./checkpoint.ts";

/**
 * What makes a checkpoint unusable, in words: the rules that Pulumi's engine has for a snapshot (`VerifyIntegrity` in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/snapshot.go), and the root stack first. Empty when all hold.
 */
export function integrityProblems({ resources, pending }: Pick<Checkpoint, "resources" | "pending">): string[] {
  const problems: string[] = [];
  const everywhere = new Set(resources.map(({ urn }) => urn));
  const before = new Set<string>();
  const providers = new Set<string>();
  for (const [index, resource] of resources.entries()) {
    problems.push(...shapeProblems(resource));
    if (index === 0 && resource.type !== "pulumi:pulumi:Stack")
      problems.push(`${resource.urn} comes first, where the stack belongs`);
    if (resource.type.startsWith("pulumi:providers:")) providers.add(`${resource.urn}::${resource.id ?? ""}`);
    for (const { what, urn } of references(resource)) {
      if (before.has(urn)) continue;
      const problem = everywhere.has(urn) ? "comes after it" : "is missing";
      problems.push(`${resource.urn}: its ${what} ${urn} ${problem}`);
    }
    if (resource.provider !== undefined && !providers.has(resource.provider) && resource.pendingReplacement !== true)
      problems.push(`${resource.urn}: its provider ${resource.provider} is missing or comes after it`);
    before.add(resource.urn);
  }
  problems.push(...duplicates(resources));
  for (const { resource } of pending) problems.push(...shapeProblems(resource));
  return problems;
}

const urnPattern = /^urn:pulumi:([^:]+)::([^:]+)::(.+?)::(.*)$/s;
const typePattern = /^[\w-]+:[^:$]*:[^:$]+$/;

function shapeProblems({ urn, type, custom, id, external, pendingReplacement }: ResourceState): string[] {
  const problems: string[] = [];
  const qualified = urnPattern.exec(urn)?.[3];
  if (qualified === undefined) problems.push(`${urn} isn't a URN`);
  else if (qualified.split("$").at(-1) !== type) problems.push(`${urn}: its type is ${type}, its URN says otherwise`);
  if (!typePattern.test(type)) problems.push(`${urn}: ${type} isn't a type token`);
  if (!custom && id !== undefined) problems.push(`${urn} is a component and has an id (${id})`);
  if (custom && (id === undefined || id === "") && pendingReplacement !== true)
    problems.push(`${urn} has no id, so nothing says which resource of the cloud it is`);
  if (external === true && !custom) problems.push(`${urn} is a component and marked as read`);
  return problems;
}

function references(resource: ResourceState): { what: string; urn: string }[] {
  return [
    ...(resource.parent === undefined ? [] : [{ what: "parent", urn: resource.parent }]),
    ...(resource.dependencies ?? []).map((urn) => ({ what: "dependency", urn })),
    ...Object.entries(resource.propertyDependencies ?? {}).flatMap(([property, urns]) =>
      urns.map((urn) => ({ what: `dependency (of ${property})`, urn })),
    ),
    ...(resource.deletedWith === undefined ? [] : [{ what: "deletedWith", urn: resource.deletedWith }]),
  ];
}

function duplicates(resources: readonly ResourceState[]): string[] {
  const live = new Map<string, number>();
  for (const { urn, delete: condemned } of resources) {
    if (condemned !== true) live.set(urn, (live.get(urn) ?? 0) + 1);
  }
  return [...live].flatMap(([urn, count]) => (count > 1 ? [`${urn} is there ${count} times`] : []));
}
