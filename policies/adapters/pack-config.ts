import type { Exemption, ExemptLayer } from "../../environments/schema/policy.ts";
import type { Plan } from "../../plan/planned-resource.ts";
import { decideExemptions } from "../exemptions.ts";
import { packs, type PackName } from "../packs.ts";
import { stricterTier, type Tier } from "../rule.ts";
import { fromChartsName, ruleName, undecidedName, undecidedTogetherName } from "./rule-name.ts";

/** The configuration of one rule in a pack, as `pulumi … --policy-pack-config` reads it. */
export interface RuleConfig {
  readonly enforcementLevel: "mandatory" | "advisory" | "disabled";
  readonly tier: Tier;
  /** Patterns `type/name` of resources that are exempt. */
  readonly exempt: readonly string[];
}

/** What a configuration is made of. */
export interface PackConfigOptions {
  readonly tier: Tier;
  /** Judges at least as strictly as this, whatever `tier` says. Default: development. */
  readonly leastTier?: Tier;
  readonly exemptions: readonly Exemption[];
  /** Day of judgement as YYYY-MM-DD. */
  readonly today: string;
  /** The plan that the exemptions excuse: one that is too wide for it isn't written. */
  readonly plan: Pick<Plan, "environment" | "resources">;
  /** Layers that the plan holds. Default: those of the platform. */
  readonly layers?: readonly ExemptLayer[];
}

/**
 * The configuration file that makes a pack judge as strictly as a tier asks, with the exemptions that hold on a day.
 * Without it a pack judges as in production and exempts nothing.
 */
export function decidePackConfig(pack: PackName, options: PackConfigOptions): Readonly<Record<string, RuleConfig>> {
  const { exemptions, today, plan, layers } = options;
  const tier = stricterTier(options.tier, options.leastTier ?? "development");
  const valid = decideExemptions(exemptions, { today, plan, layers }).filter(({ problems }) => problems.length === 0);
  const configs = packs[pack]
    .filter((rule) => rule.seesSecrets !== true)
    .map((rule): [string, RuleConfig] => {
      const level = rule.levels[tier];
      const exempt = valid
        .filter(({ exemption }) => exemption.rule === rule.id)
        .map(({ exemption }) => exemption.resource);
      return [ruleName(rule), { enforcementLevel: level === "off" ? "disabled" : level, tier, exempt: exempt.sort() }];
    });
  const undecided = [undecidedName, undecidedTogetherName, fromChartsName].map((name): [string, RuleConfig] => [
    name,
    { enforcementLevel: "advisory", tier, exempt: [] },
  ]);
  return Object.fromEntries([...configs, ...undecided]);
}
