import type { Labels } from "../labels.ts";
import type { Tags } from "../tags.ts";

/** Something that a person should know, and when. */
export interface Alert {
  /** docs/stores/alerts.md says under it what to do. */
  readonly name: string;
  /** Which part of a store, where a store has several alerts of the name: a label. - behaviour: the store as a whole. */
  readonly part?: string;
  /** True wherever the PromQL expression has a value. */
  readonly expr: string;
  /** Minutes for which it has to be true. */
  readonly minutes: number;
  /** critical: somebody gets up. warning: somebody looks within a working day. */
  readonly severity: "critical" | "warning";
  /** What is the case, in one line. */
  readonly summary: string;
  /** What to do first. */
  readonly ask: string;
}

/**
 * What we set of a PrometheusRule, `monitoring.coreos.com/v1`.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export interface PrometheusRuleSpec {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly labels: Labels;
      readonly annotations: Readonly<Record<"summary" | "description" | "runbook", string>>;
    }[];
  }[];
}

/** Where people read what each alert asks. */
const runbook = "docs/stores/alerts.md";

/** Whom rules concern. */
export type RuleOwner = Pick<Tags, "owner" | "environment" | "tier">;

/** The alerts of one store as one group of rules, with labels by which they can be sent to whom they concern. */
export function decideRules(store: string, alerts: readonly Alert[], owner: RuleOwner): PrometheusRuleSpec {
  return renderRules(`store-${store}`, store, { store }, alerts, owner);
}

/** Alerts as one group of rules. `subject` is what summaries begin with, `subjectLabels` tell whom they are about. */
export function renderRules(
  group: string,
  subject: string,
  subjectLabels: Labels,
  alerts: readonly Alert[],
  { owner, environment, tier }: RuleOwner,
): PrometheusRuleSpec {
  const rules = alerts.map(({ name, part, expr, minutes, severity, summary, ask }) => ({
    alert: name,
    expr,
    for: `${minutes}m`,
    labels: { severity, ...subjectLabels, ...(part === undefined ? {} : { part }), owner, environment, tier },
    annotations: { summary: `${subject}: ${summary}`, description: ask, runbook },
  }));
  return { groups: [{ name: group, rules }] };
}
