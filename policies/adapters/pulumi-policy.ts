import {
  PolicyPack,
  type PolicyConfigSchema,
  type ResourceValidationPolicy,
  type ReportViolation,
  type ResourceValidation,
  type ResourceValidationArgs,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { OpaqueChart, PlannedObject, PlannedResource } from "../../plan/planned-resource.ts";
import { matchesPattern } from "../exemptions.ts";
import { isAdvice, judgeOneByOne, judgeTogether } from "../judge.ts";
import { chartType } from "../../plan/planned-resource.ts";
import { packs, type PackName } from "../packs.ts";
import {
  isResourceRule,
  isStackRule,
  judgesAlone,
  linesOf,
  textsOf,
  tiers,
  type Context,
  type ResourceRule,
  type Rule,
  type StackJudgement,
  type StackRule,
  type Tier,
} from "../rule.ts";
import { plannedFromPulumi } from "./planned-from-pulumi.ts";
import { fromChartsName, ruleName, undecidedName, undecidedTogetherName } from "./rule-name.ts";

/** Starts a pack under the Pulumi engine. One pack per process: the constructor serves it. */
export function servePack(name: PackName): PolicyPack {
  return new PolicyPack(`landbridge-${name}`, { policies: policiesOf(name), enforcementLevel: "mandatory" });
}

/**
 * The rules of a pack as Pulumi policies, judged as in production unless its configuration says another tier. Rules
 * that must see what is secret are left out: secrets arrive here unwrapped. Undecided verdicts have policies of their
 * own, since the SDK would turn them into a note and forget the rest: the value is judged at `up`, when it is known.
 */
export function policiesOf(name: PackName): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const rules = packs[name].filter((rule) => rule.seesSecrets !== true);
  const asked: Asked = new Map();
  return [
    ...rules.map((rule) => policyOf(rule, asked)),
    undecidedPolicy(rules.filter(isResourceRule), asked),
    undecidedTogetherPolicy(rules.filter(isStackRule), asked),
    fromChartsPolicy(rules.filter(isResourceRule)),
  ];
}

function policyOf(rule: Rule, asked: Asked): ResourceValidationPolicy | StackValidationPolicy {
  if (!isResourceRule(rule)) return stackPolicy(rule, asked);
  // A rule of both kinds is one policy with both functions: the SDK calls each where it belongs.
  return isStackRule(rule) ? { ...stackPolicy(rule, asked), ...resourcePolicy(rule) } : resourcePolicy(rule);
}

/**
 * What the program asks for, by URN. Rules about several resources are handed what is stored once a resource exists, with
 * what servers and autoscalers wrote; they judge what was asked for.
 */
type Asked = Map<string, PlannedObject>;

/** What rules find in charts that others wrote. Critical findings are reported by the rules themselves. */
function fromChartsPolicy(rules: readonly ResourceRule[]): ResourceValidationPolicy {
  return {
    name: fromChartsName,
    description:
      "What rules about one resource find in third-party charts, which nobody here can mend but by their values.",
    enforcementLevel: "advisory",
    configSchema,
    validateResource: (args, report) => {
      const resource = plannedFromPulumi(args);
      const context = contextOf(args.getConfig());
      for (const rule of rules.filter(
        (rule) => judgesAlone(rule, resource.type) && rule.levels[context.tier] !== "off",
      ))
        if (isAdvice(rule, resource))
          reportVerdicts("violated", rule, judgeOneByOne(rule, [resource], context), report);
    },
  };
}

function undecidedPolicy(rules: readonly ResourceRule[], asked: Asked): ResourceValidationPolicy {
  return {
    name: undecidedName,
    description: "What rules about one resource can't decide before the cloud has answered.",
    enforcementLevel: "advisory",
    configSchema,
    validateResource: (args, report) => {
      const resource = plannedFromPulumi(args);
      asked.set(resource.urn, resource.inputs);
      const context = contextOf(args.getConfig());
      for (const rule of rules.filter(
        (rule) => judgesAlone(rule, resource.type) && rule.levels[context.tier] !== "off",
      ))
        reportVerdicts("undecided", rule, judgeOneByOne(rule, [resource], context), report);
    },
  };
}

function undecidedTogetherPolicy(rules: readonly StackRule[], asked: Asked): StackValidationPolicy {
  return {
    name: undecidedTogetherName,
    description: "What rules about several resources can't decide before the cloud has answered.",
    enforcementLevel: "advisory",
    configSchema,
    validateStack: (args, report) => {
      const resources = args.resources.map((resource) => fromStack(resource, asked));
      const context = contextOf(args.getConfig(), resources);
      for (const rule of rules.filter((rule) => rule.levels[context.tier] !== "off"))
        reportVerdicts("undecided", rule, judgeTogether(rule, resources, context), report);
    },
  };
}

function resourcePolicy(rule: ResourceRule): ResourceValidationPolicy {
  const validate: ResourceValidation = (args: ResourceValidationArgs, report: ReportViolation) => {
    if (!judgesAlone(rule, args.type)) return;
    const resource = plannedFromPulumi(args);
    const config = args.getConfig();
    if (isExempt(resource, config) || isAdvice(rule, resource)) return;
    reportVerdicts("violated", rule, judgeOneByOne(rule, [resource], contextOf(config)), report);
  };
  const [only, ...others] = rule.alone ?? rule.appliesTo;
  // With a type on the function the SDK skips all other resources before it unpacks them, which costs more than the
  // rule. It looks at this only for a single function, so that a rule for several types has one function without.
  if (only !== undefined && others.length === 0 && !only.includes("*")) Object.assign(validate, { __pulumiType: only });
  return { ...factsOf(rule), validateResource: validate };
}

function stackPolicy(rule: StackRule, asked: Asked): StackValidationPolicy {
  return {
    ...factsOf(rule),
    validateStack: (args: StackValidationArgs, report: ReportViolation) => {
      const config = args.getConfig();
      const resources = args.resources.map((resource) => fromStack(resource, asked));
      const context = contextOf(config, resources);
      for (const { urn, verdict, message } of judgeTogether(rule, resources, context)) {
        const resource = resources.find((candidate) => candidate.urn === urn);
        if (verdict !== "violated" || (resource !== undefined && isExempt(resource, config))) continue;
        report(message, resource?.urn);
      }
    },
  };
}

function fromStack(resource: StackValidationArgs["resources"][number], asked: Asked): PlannedResource {
  const planned = plannedFromPulumi(resource);
  const inputs = asked.get(planned.urn) ?? planned.inputs;
  const propertyDependencies = Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn).sort()]),
  );
  const parent = resource.parent === undefined ? {} : { parent: resource.parent.urn };
  return { ...planned, inputs, propertyDependencies, ...parent };
}

function reportVerdicts(
  wanted: "violated" | "undecided",
  rule: Rule,
  judgements: readonly StackJudgement[],
  report: ReportViolation,
): void {
  for (const { verdict, message, urn } of judgements) {
    if (verdict !== wanted) continue;
    const known = urn === "plan" ? undefined : urn;
    report(wanted === "undecided" ? `${ruleName(rule)} is undecided: ${message}` : message, known);
  }
}

/** What an operator may set for each rule with `--policy-pack-config`; see pack-config.ts. */
const configSchema: PolicyConfigSchema = {
  properties: {
    tier: { type: "string", enum: [...tiers], default: "production" },
    exempt: { type: "array", items: { type: "string" }, default: [] },
  },
};

function factsOf(rule: Rule): Omit<ResourceValidationPolicy, "validateResource"> {
  const level = rule.levels.production;
  const [url] = textsOf(rule.source);
  return {
    name: ruleName(rule),
    displayName: rule.name.replaceAll("-", " "),
    description: rule.says,
    enforcementLevel: level === "off" ? "disabled" : level,
    severity: rule.severity,
    remediationSteps: linesOf(rule.fix).join("\n"),
    ...(url === undefined ? {} : { url }),
    tags: [...rule.compliance],
    configSchema,
  };
}

function contextOf(config: object, resources: readonly PlannedResource[] = []): Context {
  const given: unknown = Reflect.get(config, "tier");
  const tier: Tier = tiers.find((known) => known === given) ?? "production";
  // The engine runs today by definition; everywhere else the day is given.
  return { tier, today: new Date().toISOString().slice(0, 10), opaque: closedCharts(resources) };
}

/** In the first preview of a stack that also makes its cluster the provider can't render charts, and doesn't say so. */
function closedCharts(resources: readonly PlannedResource[]): OpaqueChart[] {
  const parents = new Set(resources.map(({ parent }) => parent));
  return resources
    .filter(({ type, urn }) => type === chartType && !parents.has(urn))
    .map(({ urn, name }) => ({ urn, name, chart: "", version: "", reason: "the provider gave it no children" }));
}

function isExempt({ type, name }: PlannedResource, config: object): boolean {
  const patterns: unknown = Reflect.get(config, "exempt");
  return (
    Array.isArray(patterns) &&
    patterns.some((pattern) => typeof pattern === "string" && matchesPattern(pattern, `${type}/${name}`))
  );
}
