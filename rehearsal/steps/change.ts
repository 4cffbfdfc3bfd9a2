import type { PlannedObject, PlannedResource } from "../../plan/planned-resource.ts";
import type { ResourceState } from "../state/checkpoint.ts";
import type { StepKind } from "../result.ts";
import { secretProperties, withhold } from "../state/secrets.ts";
import { keepsFixedName } from "../simulated/ids.ts";
import { forcesReplacement } from "../simulated/replacements.ts";
import {
  findDifferences,
  renderDifference,
  withoutIgnored,
  type PropertyDiff,
  type RawDifference,
} from "./differences.ts";
import { parsePath, pathsTouch } from "./property-path.ts";
import { parseProvider } from "./provider-reference.ts";
import { resolveInputs, type Lookup } from "./resolve.ts";

/** What surrounds a resource when its step is decided. */
export interface Surroundings {
  readonly lookup: Lookup;
  /** Whether a resource is being replaced in this run. */
  readonly isReplaced: (urn: string) => boolean;
}

/** The step that a resource needs. */
export interface Change {
  readonly step: StepKind;
  /** As they will be in the state: placeholders resolved as far as they can be. */
  readonly inputs: PlannedObject;
  readonly diffs: readonly PropertyDiff[];
  readonly deleteBefore: boolean;
}

/** Decides the step of one resource from what is planned and what the state has. Pure. */
export function decideChange(
  resource: PlannedResource,
  old: ResourceState | undefined,
  surroundings: Surroundings,
): Change {
  const resolved = resolveInputs(resource.inputs, surroundings.lookup);
  const wanted = withhold(resolved, secretProperties(resource.type));
  if (old === undefined || old.pendingReplacement === true) return creation(resource, wanted);
  const before = old.inputs ?? {};
  const inputs = withoutIgnored(before, wanted, resource.ignoreChanges);
  const differences = findDifferences(before, inputs);
  const forcing = differences.filter((difference) => replaces(resource, difference, { old: before, new: inputs }));
  const diffs = differences.map((difference) => renderDifference(difference, forcing.includes(difference)));
  const change = (step: StepKind, deleteBefore = false): Change => ({ step, inputs, diffs, deleteBefore });

  if (resource.custom !== old.custom) return change("replace");
  if (!resource.custom) return change(differences.length > 0 ? "update" : "same");
  if (resource.importId !== undefined && old.external === true && old.id === resource.importId)
    return change(differences.length > 0 ? "read" : "same");
  const adopts = resource.importId !== undefined && old.id !== resource.importId;
  const letsGo = resource.importId === undefined && old.external === true;
  if (forcing.length > 0 || adopts || letsGo || surroundingsForce(resource, old, surroundings)) {
    const fixed = old.external !== true && keepsFixedName(resource.type, before, inputs);
    const sameScope = resource.provider === undefined || !surroundings.isReplaced(resource.provider);
    return change("replace", resource.deleteBeforeReplace || (fixed && sameScope));
  }
  return change(differences.length > 0 ? "update" : "same");
}

function creation(resource: PlannedResource, inputs: PlannedObject): Change {
  const step = resource.custom && resource.importId !== undefined ? "read" : "create";
  return { step, inputs, diffs: [], deleteBefore: false };
}

function replaces(
  { type, replaceOnChanges }: PlannedResource,
  difference: RawDifference,
  inputs: { old: PlannedObject; new: PlannedObject },
): boolean {
  if (replaceOnChanges.some((path) => pathsTouch(parsePath(path), difference.path))) return true;
  return forcesReplacement(type, difference, inputs);
}

// Another cluster behind the provider, or under the object, means that the object has to be made there.
function surroundingsForce(
  resource: PlannedResource,
  old: ResourceState,
  { isReplaced, lookup }: Surroundings,
): boolean {
  if (resource.deletedWith !== undefined && isReplaced(resource.deletedWith)) return true;
  const { provider } = resource;
  const inCluster = resource.type.startsWith("kubernetes:");
  if (provider === undefined || provider === "" || old.provider === undefined)
    return inCluster && (provider ?? "") !== (old.provider ?? "");
  if (isReplaced(provider)) return true;
  const { urn: oldProvider, id } = parseProvider(old.provider);
  // Replaced by an earlier run that didn't come to this resource.
  if (oldProvider === provider) return lookup(provider)?.state.id !== id;
  // The engine asks the provider whether it is the same cluster; here another provider is another cluster.
  if (inCluster) return true;
  const change = { old: lookup(oldProvider)?.state.inputs ?? {}, new: lookup(provider)?.state.inputs ?? {} };
  const type = lookup(provider)?.state.type ?? "";
  return findDifferences(change.old, change.new).some((difference) => forcesReplacement(type, difference, change));
}
