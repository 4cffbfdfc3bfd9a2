import type { PlannedValue } from "../../plan/planned-resource.ts";

/** Input paths whose change makes the provider replace the resource, and exceptions to that. */
export interface Replacements {
  readonly on: readonly string[];
  /** By path: a change that the cloud carries out in place after all. */
  readonly unless?: Readonly<
    Record<string, (old: PlannedValue | undefined, next: PlannedValue | undefined) => boolean>
  >;
}

/** By type token, in the words of the provider. */
export type ReplacementTable = Readonly<Record<string, Replacements>>;
