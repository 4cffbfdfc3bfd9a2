import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { PlannedResource } from "./planned-resource.ts";
import { toPlannedObject, type WireObject } from "./values.ts";

const stackType = "pulumi:pulumi:Stack";

/** The URN that the engine gives: the type carries the types of all ancestors but the stack. */
export function childUrn(
  { stack, project }: { stack: string; project: string },
  parent: string,
  type: string,
  name: string,
): string {
  const parentType = parent.split("::")[2] ?? "";
  const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The URN in a reference to a provider, `<urn>::<id>`; undefined for none. */
export function providerUrn(reference: string): string | undefined {
  return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}

/** What a plan keeps of a request to register. */
export function requestToPlanned(
  urn: string,
  request: RegisterResourceRequest,
  inputs: WireObject,
  aliases: readonly string[],
): PlannedResource {
  const parent = request.getParent();
  const provider = providerUrn(request.getProvider());
  const deletedWith = request.getDeletedwith();
  const importId = request.getImportid();
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    ...(parent === "" ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    inputs: toPlannedObject(inputs),
    dependencies: listedUrns(request.getDependenciesList()),
    propertyDependencies: propertyDependencies(request),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    aliases,
    ignoreChanges: [...request.getIgnorechangesList()].sort(),
    replaceOnChanges: [...request.getReplaceonchangesList()].sort(),
    additionalSecretOutputs: [...request.getAdditionalsecretoutputsList()].sort(),
    ...(deletedWith === "" ? {} : { deletedWith }),
    ...(importId === "" ? {} : { importId }),
    timeouts: timeouts(request),
    version: request.getVersion(),
  };
}

/** The URNs under which a resource was known before. */
export function aliasUrns(world: { stack: string; project: string }, request: RegisterResourceRequest): string[] {
  return request
    .getAliasesList()
    .map((alias) => {
      const spec = alias.getSpec();
      if (spec === undefined) return alias.getUrn();
      const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
      const scope = { stack: spec.getStack() || world.stack, project: spec.getProject() || world.project };
      return childUrn(scope, parent, spec.getType() || request.getType(), spec.getName() || request.getName());
    })
    .sort();
}

// A reference to another stack is read, not made: a plan doesn't list it, so nothing in it may lead there.
function listedUrns(urns: readonly string[]): string[] {
  return urns.filter((urn) => !urn.includes("pulumi:pulumi:StackReference::")).sort();
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const found: [string, readonly string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = listedUrns(dependencies.getUrnsList());
    if (urns.length > 0) found.push([property, urns]);
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function timeouts(request: RegisterResourceRequest): PlannedResource["timeouts"] {
  const given = request.getCustomtimeouts();
  const all = { create: given?.getCreate() ?? "", update: given?.getUpdate() ?? "", delete: given?.getDelete() ?? "" };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ""));
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(typeof thrown === "string" ? thrown : JSON.stringify(thrown));
}
