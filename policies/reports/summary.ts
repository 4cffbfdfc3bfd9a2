import type { Plan } from "../../plan/planned-resource.ts";
import type { ExemptionState } from "../exemptions.ts";
import { findUnjudgedTypes } from "../judge-types.ts";
import type { ReportedVerdict } from "../judge.ts";

/** The figures of a judgement. */
export interface Summary {
  readonly resources: number;
  readonly holds: number;
  readonly violated: number;
  readonly undecided: number;
  readonly notApplicable: number;
  readonly exempt: number;
  readonly mandatoryViolated: number;
  readonly advisoryViolated: number;
  /** Undecided verdicts that stop the platform. */
  readonly mandatoryUndecided: number;
  /** Charts that nobody could look into. */
  readonly opaqueCharts: number;
  /** Types that no rule knows, so that nothing in them is judged. */
  readonly unjudgedTypes: number;
  readonly exemptions: {
    readonly given: number;
    /** Those that hold and that a resource needs. */
    readonly inForce: number;
  };
  /** Whether anything stops the platform. */
  readonly failed: boolean;
}

/** Counts verdicts. */
export function summarise(
  verdicts: readonly ReportedVerdict[],
  plan: Plan,
  exemptions: readonly ExemptionState[],
  used: ReadonlySet<number>,
): Summary {
  const count = (wanted: ReportedVerdict["verdict"]): number =>
    verdicts.filter(({ verdict }) => verdict === wanted).length;
  const violated = verdicts.filter(({ verdict }) => verdict === "violated");
  return {
    resources: plan.resources.length,
    holds: count("holds"),
    violated: violated.length,
    undecided: count("undecided"),
    notApplicable: count("not applicable"),
    exempt: count("exempt"),
    mandatoryViolated: violated.filter(({ level }) => level === "mandatory").length,
    advisoryViolated: violated.filter(({ level }) => level === "advisory").length,
    mandatoryUndecided: verdicts.filter(({ verdict, fails }) => verdict === "undecided" && fails).length,
    opaqueCharts: plan.opaque.length,
    unjudgedTypes: findUnjudgedTypes(plan).length,
    exemptions: {
      given: exemptions.length,
      inForce: exemptions.filter(({ problems, index }) => problems.length === 0 && used.has(index)).length,
    },
    failed: verdicts.some(({ fails }) => fails),
  };
}
