import { UsageError } from "../components/kit/errors.ts";

/** A part of a platform that can be a stack of its own. */
export type Layer = "cloud" | "cluster";

const layers: readonly Layer[] = ["cloud", "cluster"];

/** What a stack's name says. */
export interface StackName {
  readonly environment: string;
  /** The layers that this stack holds: both, or the one that its name ends with. */
  readonly layers: readonly Layer[];
}

/** Reads `<environment>` or `<environment>.<layer>`. Throws a UsageError for another layer. */
export function parseStackName(stack: string): StackName {
  const [environment = "", layer, ...rest] = stack.split(".");
  if (layer === undefined) return { environment, layers };
  const found = layers.find((known) => known === layer);
  if (found === undefined || rest.length > 0) {
    throw new UsageError(
      `Stack ${stack} ends in no layer; write ${layers.map((known) => `${environment}.${known}`).join(" or ")}, or ${environment} for both in one`,
    );
  }
  return { environment, layers: [found] };
}

/** Name of the stack that holds one layer of an environment. */
export function layerStackName(environment: string, layer: Layer): string {
  return `${environment}.${layer}`;
}
