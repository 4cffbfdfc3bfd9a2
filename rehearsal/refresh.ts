import { isObject, type PlannedObject } from "../plan/planned-resource.ts";
import type { ResourceState } from "./state/checkpoint.ts";
import { findDifferences, renderDifference, type PropertyDiff } from "./steps/differences.ts";
import { cloudKey, isInCloud } from "./provider-calls.ts";
import { valueAt, withValueAt } from "./steps/property-path.ts";
import type { SettledOperation } from "./result.ts";
import { isWithheld, secretProperties, toStateObject, withheld, withhold } from "./state/secrets.ts";
import { keyText, type CloudObject } from "./simulated/cloud.ts";
import { inSession, type RehearsalOptions } from "./session.ts";

/** What someone did behind the back of a stack. */
export interface Drift {
  /** Empty for something that no stack made. */
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly kind: "changed" | "gone" | "added";
  /** `old` is the state, `new` the cloud. */
  readonly diffs: readonly PropertyDiff[];
}

/** What a refresh found. */
export interface RefreshResult {
  readonly stack: string;
  /** Sorted by type and id. Empty: the cloud is as the state says. */
  readonly drift: readonly Drift[];
  readonly settled: readonly SettledOperation[];
}

/** How a refresh is run. */
export interface RefreshOptions extends RehearsalOptions {
  /** Only report; the state stays as it is. Default: false. */
  readonly previewOnly?: boolean;
}

/**
 * Compares a stack's state with its simulated cloud, reports each difference and brings the state up to the cloud, so
 * that the next `up` sets right what drifted. What nobody here made is reported and left alone. Throws as `up` does.
 */
export function refresh(stack: string, options: RefreshOptions): Promise<RefreshResult> {
  return inSession(stack, "refresh", options, ({ state, cloud, settled }) => {
    const isTarget = (urn: string): boolean => options.targets?.includes(urn) ?? true;
    const resources = state.resources.filter((resource) => isInCloud(resource));
    const known = new Set(resources.map((resource) => keyText(cloudKey(resource))));
    const drift: Drift[] = [];
    for (const resource of resources.filter(({ urn }) => isTarget(urn))) {
      const found = cloud.read(cloudKey(resource));
      const finding = compare(resource, found);
      if (finding === undefined) continue;
      drift.push(finding.drift);
      if (options.previewOnly === true || resource.delete === true) continue;
      state.record({ kind: "put", resources: [finding.refreshed], condemn: false });
    }
    const strays = cloud.objects.filter((object) => object.retained !== true && !known.has(keyText(object)));
    if (options.targets === undefined) drift.push(...strays.map(asAdded));
    return Promise.resolve({ stack, drift: drift.sort(byTypeAndId), settled });
  });
}

interface Comparison {
  readonly drift: Drift;
  readonly refreshed: ResourceState;
}

function compare(resource: ResourceState, found: CloudObject | undefined): Comparison | undefined {
  const { urn, type, id = "", outputs = {}, inputs = {} } = resource;
  if (found === undefined) {
    // What depends on it still names it, so it stays in the state as something that has to be made again.
    return { drift: { urn, type, id, kind: "gone", diffs: [] }, refreshed: { ...resource, pendingReplacement: true } };
  }
  const secrets = [...secretProperties(type), ...(resource.additionalSecretOutputs ?? [])];
  const live = withhold(asSecretAs(outputs, toStateObject(found.properties)), secrets);
  const differences = findDifferences(outputs, live);
  if (differences.length === 0) return undefined;
  const diffs = differences.map((difference) => renderDifference(difference, false));
  let changed: PlannedObject = inputs;
  // Last to first, since taking elements out of a list moves those after them.
  for (const { path, new: value } of differences.toReversed()) {
    const [top = ""] = path;
    // What the cloud decided isn't an input; what came on top of it may well be one.
    if (!(top in inputs) && top in outputs) continue;
    const next = withValueAt(changed, path, value);
    if (isObject(next)) changed = next;
  }
  return {
    drift: { urn, type, id, kind: "changed", diffs },
    refreshed: { ...resource, inputs: changed, outputs: live },
  };
}

/** What is secret in the state stays so, whatever stands in the cloud. */
function asSecretAs(state: PlannedObject, live: PlannedObject): PlannedObject {
  return Object.fromEntries(
    Object.entries(live).map(([key, value]) => {
      const known = valueAt(state, [key]);
      if (isWithheld(known)) return [key, withheld];
      return [key, isObject(known) && isObject(value) ? asSecretAs(known, value) : value];
    }),
  );
}

function asAdded({ urn, type, id }: CloudObject): Drift {
  return { urn, type, id, kind: "added", diffs: [] };
}

function byTypeAndId(a: Drift, b: Drift): number {
  const [left, right] = [`${a.type} ${a.id} ${a.urn}`, `${b.type} ${b.id} ${b.urn}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
