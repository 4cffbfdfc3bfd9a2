import type { PlannedObject } from "../plan/planned-resource.ts";
import type { PropertyDiff } from "./steps/differences.ts";

/** What happens to a resource in a run. */
export type StepKind = "same" | "create" | "update" | "replace" | "delete" | "read";

/** A step as it was carried out. */
export interface AppliedStep {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly step: StepKind;
  /** Secrets as `[secret]`. */
  readonly diffs: readonly PropertyDiff[];
}

/** What became of an operation that an earlier run left pending. */
export interface SettledOperation {
  readonly urn: string;
  readonly operation: "creating" | "updating" | "deleting" | "reading";
  /** `carried out`: the cloud had done it, and the state now says so. `not carried out`: nothing had happened. */
  readonly outcome: "carried out" | "not carried out";
}

/** What a run did. Steps in the order in which they were carried out. */
export interface RehearsalResult {
  readonly stack: string;
  readonly steps: readonly AppliedStep[];
  readonly summary: Readonly<Record<StepKind, number>>;
  /** Outputs of the stack, secrets withheld. */
  readonly outputs: PlannedObject;
  readonly settled: readonly SettledOperation[];
  /** True when the caller's signal ended the run early; state is written. */
  readonly interrupted: boolean;
  /** URNs whose steps were decided and not carried out, in order. */
  readonly remaining: readonly string[];
}

/** How many steps of each kind. */
export function countSteps(steps: readonly { readonly step: StepKind }[]): Record<StepKind, number> {
  const counts = { same: 0, create: 0, update: 0, replace: 0, delete: 0, read: 0 };
  for (const { step } of steps) counts[step] += 1;
  return counts;
}
