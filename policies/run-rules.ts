import type { Plan } from "../plan/planned-resource.ts";
import { chartType } from "./../plan/planned-resource.ts";
import type { ExemptionState } from "./exemptions.ts";
import type { JudgeOptions, ReportedVerdict } from "./judge.ts";
import { findUnjudgedTypes } from "./judge-types.ts";
import { rules } from "./rules.ts";
import { levels, type Rule, type RuleFacts } from "./rule.ts";

/** Rules about the judgement itself. No pack holds them, and no exemption excuses from them. */
export const runRules = {
  exemptionsAreInOrder: {
    id: "PK-GOV-005",
    name: "exemptions-are-in-order",
    says: "Every exemption names a rule that allows it and at most 10 resources that need it, says why and who, and ends within 90 days.",
    why: "An exemption that nobody needs, or that never ends, hides the next violation.",
    fix: "Delete the exemption, or renew it: `policies.exemptions` in the environment's file.",
    severity: "high",
    pack: "security",
    levels: levels("mandatory", "mandatory", "mandatory"),
    exemptible: false,
    compliance: ["CC3.2", "CA-5"],
    source: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
  },
  chartsAreRendered: {
    id: "PK-GOV-006",
    name: "charts-are-rendered",
    says: "Every chart is rendered where the plan is judged, so that rules see what is in it.",
    why: "A rule about what a chart brings would pass because it sees nothing.",
    fix: "Judge the plan where Helm and the charts are at hand.",
    severity: "medium",
    pack: "security",
    levels: levels("advisory", "advisory", "advisory"),
    exemptible: false,
    compliance: ["CA-7"],
    source: "https://helm.sh/docs/helm/helm_template/",
  },
  typesAreKnown: {
    id: "PK-GOV-011",
    name: "types-are-known",
    says: "Every resource is of a type that some rule names, or that is listed as harmless with a reason.",
    why: "A cloud, or a part of one, that no rule knows would look like one without mistakes.",
    fix: "Write a rule for the type, or list it with its reason in `policies/facts/harmless-types.ts`.",
    severity: "critical",
    pack: "security",
    levels: levels("advisory", "mandatory", "mandatory"),
    exemptible: false,
    compliance: ["CA-7", "CM-8", "CC7.1"],
    source: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
  },
} as const satisfies Record<string, Omit<RuleFacts, "appliesTo">>;

/** What is known after all rules have spoken. */
export interface Run {
  readonly plan: Plan;
  readonly options: JudgeOptions;
  readonly exemptions: readonly ExemptionState[];
  /** Places of exemptions that matched something. */
  readonly used: ReadonlySet<number>;
  readonly chosen: readonly Rule[];
}

/** Verdicts about the judgement itself: its exemptions, the charts it couldn't look into, and the types it doesn't know. */
export function judgeRun(run: Run): ReportedVerdict[] {
  return [...judgeExemptions(run), ...judgeCharts(run), ...judgeTypes(run)];
}

function judgeExemptions({ plan, exemptions, used, options }: Run): ReportedVerdict[] {
  const { id, name } = runRules.exemptionsAreInOrder;
  const place = (index: number): string => `environment:${plan.environment}#policies.exemptions[${index}]`;
  if (exemptions.length === 0)
    return [
      {
        rule: id,
        name,
        level: "mandatory",
        verdict: "not applicable",
        urn: `environment:${plan.environment}`,
        message: "there are no exemptions",
        fails: false,
      },
    ];
  return exemptions.map(({ exemption, index, problems, seesAll }) => {
    // A rule that wasn't judged, because its pack wasn't asked for, may still need it.
    const pack = rules.find((rule) => rule.id === exemption.rule)?.pack;
    const notAsked = pack !== undefined && options.packs?.includes(pack) === false;
    const unused =
      used.has(index) || notAsked || !seesAll
        ? []
        : [`nothing breaks ${exemption.rule} at ${exemption.resource}; delete it`];
    const all = [...problems, ...unused];
    return {
      rule: id,
      name,
      level: "mandatory",
      verdict: all.length === 0 ? "holds" : "violated",
      urn: place(index),
      message:
        all.length === 0
          ? `${exemption.rule} at ${exemption.resource} until ${exemption.expires}, approved by ${exemption.approvedBy}`
          : `${exemption.rule}: ${all.join("; ")}`,
      fails: all.length > 0,
    };
  });
}

function judgeCharts({ plan, options, chosen }: Run): ReportedVerdict[] {
  const { id, name } = runRules.chartsAreRendered;
  const level = options.requireRendered === true ? "mandatory" : "advisory";
  const blind = blindRules(chosen).length;
  if (plan.opaque.length === 0)
    return [
      {
        rule: id,
        name,
        level,
        verdict: "holds",
        urn: `plan:${plan.environment}`,
        message: "no chart stayed closed",
        fails: false,
      },
    ];
  return plan.opaque.map((chart) => ({
    rule: id,
    name,
    level,
    verdict: "undecided",
    because: "chart",
    urn: chart.urn,
    message: `${chart.chart} ${chart.version} could not be rendered (${chart.reason}); ${blind} rules about its contents are undecided`,
    fails: level === "mandatory",
  }));
}

function judgeTypes({ plan, options }: Run): ReportedVerdict[] {
  const { id, name, levels } = runRules.typesAreKnown;
  const level = levels[options.tier] === "mandatory" ? "mandatory" : "advisory";
  const unjudged = findUnjudgedTypes(plan);
  const urn = `plan:${plan.environment}`;
  if (unjudged.length === 0)
    return [{ rule: id, name, level, verdict: "holds", urn, message: "every type is known", fails: false }];
  return unjudged.map(({ type, names }) => {
    const more = names.length > 3 ? `, and ${names.length - 3} more` : "";
    return {
      rule: id,
      name,
      level,
      verdict: "violated",
      urn: `${urn}#${type}`,
      message: `no rule knows ${type} (${names.slice(0, 3).join(", ")}${more}), so nothing in it is judged`,
      fails: level === "mandatory",
    };
  });
}

/** The rules that would judge what a Kubernetes chart brings. */
function blindRules(chosen: readonly Rule[]): readonly Rule[] {
  const inside = (type: string): boolean => type === "*" || (type.startsWith("kubernetes:") && type !== chartType);
  return chosen.filter((rule) => rule.ignoresCharts !== true && rule.appliesTo.some(inside));
}
