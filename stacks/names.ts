import { UsageError } from "../components/kit/errors.ts";

/** A part of a platform that can be a stack of its own. */
export type Layer = "bootstrap" | "cloud" | "cluster";

/** Every layer, in the order in which they are brought up. */
export const layers = ["bootstrap", "cloud", "cluster"] as const satisfies readonly Layer[];

/**
 * What a stack without a layer in its name holds. The bootstrap isn't among them: it belongs to the account, and it makes
 * the bucket that holds the others' state.
 */
export const platformLayers = ["cloud", "cluster"] as const satisfies readonly Layer[];

/** What a stack's name says. */
export interface StackName {
  readonly environment: string;
  /** The layers that this stack holds: those of the platform, or the one that its name ends with. */
  readonly layers: readonly Layer[];
}

/** Reads `<environment>` or `<environment>.<layer>`. Throws a UsageError for another layer. */
export function parseStackName(stack: string): StackName {
  const [environment = "", layer, ...rest] = stack.split(".");
  if (layer === undefined) return { environment, layers: platformLayers };
  const found = layers.find((known) => known === layer);
  if (found === undefined || rest.length > 0) {
    const known = platformLayers.map((one) => `${environment}.${one}`).join(" or ");
    throw new UsageError(
      `Stack ${stack} ends in no layer; write ${known}, ${environment} for both in one, or ${environment}.bootstrap for the account's own`,
    );
  }
  return { environment, layers: [found] };
}

/** Name of the stack that holds one layer of an environment. */
export function layerStackName(environment: string, layer: Layer): string {
  return `${environment}.${layer}`;
}
