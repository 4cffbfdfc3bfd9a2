import type { Environment } from "../environments/schema/environment.ts";
import type { OpaqueChart, PlannedResource } from "../plan/planned-resource.ts";

/** How strictly an environment is judged. */
export type Tier = Environment["tier"];

/** All tiers, from the most lenient to the strictest. */
export const tiers = ["development", "staging", "production"] as const satisfies readonly Tier[];

/** The stricter of two tiers. */
export function stricterTier(a: Tier, b: Tier): Tier {
  return tiers.indexOf(a) > tiers.indexOf(b) ? a : b;
}

/** What a broken rule does: stops the platform, is reported, or isn't judged at all. */
export type Level = "mandatory" | "advisory" | "off";

/** What a rule says of one resource. A value that nobody can know yet is `undecided`, never `holds`. */
export type Verdict = "holds" | "violated" | "undecided" | "not applicable";

/**
 * Why nobody can say. `cloud`: only the cloud has the value. `secret`: it is hidden from rules. `chart`: it lies in a
 * chart that could not be rendered.
 */
export type Because = "cloud" | "secret" | "chart";

/** A verdict with its grounds: path and value, never a secret. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
  /** Given with `undecided` only. */
  readonly because?: Because;
}

/** What a stack rule says of one of the resources. */
export interface StackJudgement extends Judgement {
  readonly urn: string;
}

/** What rules may know besides the resources. There is no clock inside a rule. */
export interface Context {
  readonly tier: Tier;
  /** Day of judgement as YYYY-MM-DD. */
  readonly today: string;
  /** Charts whose contents nobody can see. */
  readonly opaque: readonly OpaqueChart[];
}

/** A text that is the same everywhere, or one for each cloud that a rule knows, by the name of its folder. */
export type ByCloud = string | Readonly<Record<string, string>>;

/** A text by cloud as lines; each begins with its cloud unless it is the same everywhere. */
export function linesOf(text: ByCloud): readonly string[] {
  return typeof text === "string" ? [text] : Object.entries(text).map(([cloud, line]) => `${cloud}: ${line}`);
}

/** A text by cloud without the clouds' names, in order. */
export function textsOf(text: ByCloud): readonly string[] {
  return typeof text === "string" ? [text] : Object.values(text);
}

/** What every rule says about itself. Documentation, reports and packs are made from it. */
export interface RuleFacts {
  /** Stable for ever, e.g. `PK-WKL-017`. */
  readonly id: string;
  /** What is true where the rule holds; also the name of its file. */
  readonly name: string;
  /** The rule in one sentence. */
  readonly says: string;
  readonly why: string;
  /** What to write instead, with the field's name. */
  readonly fix: ByCloud;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly pack: "security" | "cost" | "reliability";
  readonly levels: Readonly<Record<Tier, Level>>;
  /**
   * False for rules that no environment may be excused from. `bootstrap` for one that only the account's own layer may be
   * excused from, which a person brings up.
   */
  readonly exemptible: boolean | "bootstrap";
  /** Controls that it serves: CIS, NIST SP 800-53 r5, SOC 2, GDPR. */
  readonly compliance: readonly string[];
  /** Page of documentation that it follows. */
  readonly source: ByCloud;
  /**
   * Why it is bearable that only the cloud can decide. Without it a mandatory rule that can't be decided fails.
   */
  readonly cloudMayDecide?: string;
  /** True for a rule that leaves alone what charts bring. */
  readonly ignoresCharts?: true;
  /** Type tokens that it judges; `kubernetes:*` stands for all of a provider's and `*` for everything. */
  readonly appliesTo: readonly string[];
  /** True for a rule that must see which values are secret; it can't run where secrets arrive unwrapped. */
  readonly seesSecrets?: true;
}

/** A rule about one resource by itself. */
export interface ResourceRule extends RuleFacts {
  /** Types that `judge` is for, where `judgeAll` judges the others. Default: all that it applies to. */
  readonly alone?: readonly string[];
  judge(resource: PlannedResource, context: Context): Judgement;
}

/** A rule about resources in relation to each other. Says nothing of resources that it doesn't concern. */
export interface StackRule extends RuleFacts {
  judgeAll(resources: readonly PlannedResource[], context: Context): readonly StackJudgement[];
}

/**
 * One policy. It may be of both kinds: one claim, where a cloud spreads over several resources what another says in one.
 */
export type Rule = ResourceRule | StackRule | (ResourceRule & StackRule);

/** Whether a rule judges resources one by one. */
export function isResourceRule(rule: Rule): rule is ResourceRule {
  return "judge" in rule;
}

/** Whether a rule judges resources together. */
export function isStackRule(rule: Rule): rule is StackRule {
  return "judgeAll" in rule;
}

/** Whether a rule judges resources of a type one by one. */
export function judgesAlone(rule: Rule, type: string): rule is ResourceRule {
  return isResourceRule(rule) && concerns(rule, type) && rule.alone?.includes(type) !== false;
}

/** Levels by tier in the order development, staging, production. */
export function levels(development: Level, staging: Level, production: Level): Readonly<Record<Tier, Level>> {
  return { development, staging, production };
}

/** Whether a rule concerns resources of a type. */
export function concerns(rule: Pick<RuleFacts, "appliesTo">, type: string): boolean {
  return rule.appliesTo.some(
    (pattern) =>
      pattern === type || pattern === "*" || (pattern.endsWith(":*") && type.startsWith(pattern.slice(0, -1))),
  );
}
