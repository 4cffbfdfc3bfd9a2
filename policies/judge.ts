import type { Exemption, ExemptLayer } from "../environments/schema/policy.ts";
import type { Plan, PlannedResource } from "../plan/planned-resource.ts";
import { decideExemptions, matchesPattern, type ExemptionState } from "./exemptions.ts";
import { packs as allPacks, type PackName } from "./packs.ts";
import { isStackRule, judgesAlone, type Context, type Judgement, type Rule, type StackJudgement } from "./rule.ts";
import { isFromChart } from "./facts/objects.ts";
import { judgeRun } from "./run-rules.ts";
import { summarise, type Summary } from "./reports/summary.ts";
import type { Tier, Level, Verdict, Because } from "./rule.ts";

/** What is said of one resource by one rule, after exemptions. */
export interface ReportedVerdict {
  /** Id of the rule. */
  readonly rule: string;
  readonly name: string;
  readonly level: Exclude<Level, "off">;
  readonly verdict: Verdict | "exempt";
  /** The resource. `environment:<name>#<path>` for what concerns the environment's file or the plan as a whole. */
  readonly urn: string;
  readonly message: string;
  /** Why it is undecided. */
  readonly because?: Because;
  /** Whether it stops the platform. */
  readonly fails: boolean;
  /** Present where the verdict is `exempt`. */
  readonly exemption?: Exemption;
}

/** How a plan is judged. */
export interface JudgeOptions {
  readonly tier: Tier;
  readonly exemptions: readonly Exemption[];
  /** Day of judgement as YYYY-MM-DD. Given by the caller, so that the same input gives the same report. */
  readonly today: string;
  /** Packs to apply. Default: all. */
  readonly packs?: readonly PackName[];
  /** Layers that the plan holds: exemptions for others aren't weighed. Default: those of the platform. */
  readonly layers?: readonly ExemptLayer[] | undefined;
  /** Whether a chart that could not be rendered stops the platform. Default: false; set it where Helm is at hand. */
  readonly requireRendered?: boolean;
}

/** The verdicts on a plan, sorted by rule, resource and message. */
export interface PlanJudgement {
  readonly environment: string;
  readonly tier: Tier;
  readonly verdicts: readonly ReportedVerdict[];
  readonly summary: Summary;
}

/** Judges a plan. Never throws: a rule that does is violated, with its cause. */
export function judgePlan(plan: Plan, options: JudgeOptions): PlanJudgement {
  const { tier, today } = options;
  const context: Context = { tier, today, opaque: plan.opaque };
  const chosen = rulesIn(options.packs, tier);
  const exemptions = decideExemptions(options.exemptions, { today, plan, layers: options.layers });
  const raw = chosen.flatMap(({ rule, level }) =>
    judgeRule(rule, plan.resources, context).map((judgement) =>
      reported(rule, level, judgement, `plan:${plan.environment}`),
    ),
  );
  const used = new Set<number>();
  const excused = raw.map((verdict) => excuse(verdict, exemptions, plan.resources, used));
  const run = judgeRun({ plan, options, exemptions, used, chosen: chosen.map(({ rule }) => rule) });
  const verdicts = [...excused, ...run].sort(byRuleAndResource);
  return { environment: plan.environment, tier, verdicts, summary: summarise(verdicts, plan, exemptions, used) };
}

/** The rules of packs that apply in a tier, and their levels there. Default: all packs. */
export function rulesIn(
  packs: readonly PackName[] | undefined,
  tier: Tier,
): { readonly rule: Rule; readonly level: Exclude<Level, "off"> }[] {
  const names: readonly string[] = packs ?? Object.keys(allPacks);
  return Object.entries(allPacks)
    .filter(([name]) => names.includes(name))
    .flatMap(([, rules]) => rules)
    .flatMap((rule) => {
      const level = rule.levels[tier];
      return level === "off" ? [] : [{ rule, level }];
    });
}

/**
 * Whether a rule only advises about a resource: one that a third-party chart brings, whose author alone can mend it, is
 * no reason to stop the platform unless what is wrong is critical.
 */
export function isAdvice({ severity }: Pick<Rule, "severity">, { urn }: Pick<PlannedResource, "urn">): boolean {
  return severity !== "critical" && isFromChart({ urn });
}

/** What one rule says of a list of resources. A throw is a violation, with its cause. */
export function judgeRule(rule: Rule, resources: readonly PlannedResource[], context: Context): StackJudgement[] {
  const judgements = [...judgeOneByOne(rule, resources, context), ...judgeTogether(rule, resources, context)];
  // A rule that found nothing to judge says so: silence would look like a pass.
  if (judgements.length > 0) return judgements;
  return [{ urn: "plan", verdict: "not applicable", message: "the plan has nothing that it concerns" }];
}

/** What a rule says of those resources that it judges by themselves. */
export function judgeOneByOne(rule: Rule, resources: readonly PlannedResource[], context: Context): StackJudgement[] {
  return resources.flatMap((resource) =>
    judgesAlone(rule, resource.type)
      ? guarded(resource.urn, () => [{ ...rule.judge(resource, context), urn: resource.urn }])
      : [],
  );
}

/** What a rule says of those resources that it judges in relation to each other. */
export function judgeTogether(rule: Rule, resources: readonly PlannedResource[], context: Context): StackJudgement[] {
  return isStackRule(rule) ? guarded("plan", () => rule.judgeAll(resources, context)) : [];
}

function guarded(urn: string, judge: () => readonly StackJudgement[]): StackJudgement[] {
  try {
    return [...judge()];
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return [{ urn, verdict: "violated", message: `the rule could not judge it: ${cause}` }];
  }
}

function reported(
  rule: Rule,
  ofRule: ReportedVerdict["level"],
  judgement: StackJudgement,
  plan: string,
): ReportedVerdict {
  const level = isAdvice(rule, judgement) ? "advisory" : ofRule;
  return {
    rule: rule.id,
    name: rule.name,
    level,
    verdict: judgement.verdict,
    urn: judgement.urn === "plan" ? plan : judgement.urn,
    message: judgement.message,
    ...(judgement.because === undefined ? {} : { because: judgement.because }),
    fails: level === "mandatory" && isFailure(rule, judgement),
  };
}

/**
 * Whether a judgement of a mandatory rule stops the platform. What is hidden by choice does. What only the cloud can
 * say does too, unless the rule declares why that is bearable. What lies in a chart that could not be rendered doesn't:
 * the plan could not know, and the chart is reported by itself.
 */
function isFailure(rule: Rule, { verdict, because }: Judgement): boolean {
  if (verdict === "violated") return true;
  if (verdict !== "undecided") return false;
  return because === "cloud" ? rule.cloudMayDecide === undefined : because !== "chart";
}

function excuse(
  verdict: ReportedVerdict,
  exemptions: readonly ExemptionState[],
  resources: readonly PlannedResource[],
  used: Set<number>,
): ReportedVerdict {
  if (verdict.verdict !== "violated" && verdict.verdict !== "undecided") return verdict;
  const resource = resources.find(({ urn }) => urn === verdict.urn);
  if (resource === undefined) return verdict;
  const found = exemptions.filter(
    ({ exemption }) =>
      exemption.rule === verdict.rule && matchesPattern(exemption.resource, `${resource.type}/${resource.name}`),
  );
  const valid = found.find(({ problems }) => problems.length === 0);
  for (const { index } of found) used.add(index);
  if (valid === undefined) return verdict;
  return { ...verdict, verdict: "exempt", fails: false, exemption: valid.exemption };
}

function byRuleAndResource(a: ReportedVerdict, b: ReportedVerdict): number {
  return compare(a.rule, b.rule) || compare(a.urn, b.urn) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
