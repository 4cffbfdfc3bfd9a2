import type { PlannedObject, PlannedResource } from "../../plan/planned-resource.ts";
import { renderProvider } from "../steps/provider-reference.ts";
import type { ResourceState } from "./checkpoint.ts";

/** What a plan doesn't say about a resource in a state. */
export interface Made {
  readonly id: string | undefined;
  readonly inputs: PlannedObject;
  readonly outputs: PlannedObject;
  /** Id of its provider. */
  readonly providerId: string | undefined;
  readonly external: boolean;
}

/** A planned resource as the state keeps it once it is made. What is empty or false is left out, as Pulumi does. */
export function madeState(planned: PlannedResource, made: Made): ResourceState {
  const { urn, custom, type, parent, provider, deletedWith, dependencies, propertyDependencies } = planned;
  return {
    urn,
    custom,
    ...(custom && made.id !== undefined ? { id: made.id } : {}),
    type,
    inputs: made.inputs,
    outputs: made.outputs,
    ...(parent === undefined ? {} : { parent }),
    ...(planned.protect ? { protect: true } : {}),
    ...(made.external ? { external: true } : {}),
    ...(dependencies.length > 0 ? { dependencies } : {}),
    ...(custom && provider !== undefined && provider !== "" && made.providerId !== undefined
      ? { provider: renderProvider(provider, made.providerId) }
      : {}),
    ...(Object.keys(propertyDependencies).length > 0 ? { propertyDependencies } : {}),
    ...(planned.additionalSecretOutputs.length > 0 ? { additionalSecretOutputs: planned.additionalSecretOutputs } : {}),
    ...timeouts(planned),
    ...(custom && planned.importId !== undefined ? { importID: planned.importId } : {}),
    ...(planned.retainOnDelete ? { retainOnDelete: true } : {}),
    ...(deletedWith === undefined ? {} : { deletedWith }),
    ...(planned.ignoreChanges.length > 0 ? { ignoreChanges: planned.ignoreChanges } : {}),
    ...(planned.replaceOnChanges.length > 0 ? { replaceOnChanges: planned.replaceOnChanges } : {}),
  };
}

// Seconds in a deployment: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/custom_timeouts.go
function timeouts({ timeouts }: PlannedResource): { customTimeouts?: Record<string, number> } {
  const seconds = Object.entries(timeouts).map(([key, text]): [string, number] => [key, durationSeconds(text)]);
  return seconds.length > 0 ? { customTimeouts: Object.fromEntries(seconds) } : {};
}

/** Seconds of a Go duration such as `1h30m` or `45s`; a bare number is seconds. */
function durationSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (units[unit] ?? 0), 0);
}
