import type { Exemption } from "../../environments/schema/policy.ts";
import { decideExemptions } from "../exemptions.ts";
import { packs, type PackName } from "../packs.ts";
import type { Tier } from "../rule.ts";
import { ruleName, undecidedName, undecidedTogetherName } from "./rule-name.ts";

/** The configuration of one rule in a pack, as `pulumi … --policy-pack-config` reads it. */
export interface RuleConfig {
  readonly enforcementLevel: "mandatory" | "advisory" | "disabled";
  readonly tier: Tier;
  /** Patterns `type/name` of resources that are exempt. */
  readonly exempt: readonly string[];
}

/**
 * The configuration file that makes a pack judge as strictly as a tier asks, with the exemptions that hold on a day.
 * Without it a pack judges as in production and exempts nothing.
 */
export function decidePackConfig(
  pack: PackName,
  {
    tier,
    exemptions,
    today,
  }: { readonly tier: Tier; readonly exemptions: readonly Exemption[]; readonly today: string },
): Readonly<Record<string, RuleConfig>> {
  const valid = decideExemptions(exemptions, today).filter(({ problems }) => problems.length === 0);
  const configs = packs[pack]
    .filter((rule) => rule.seesSecrets !== true)
    .map((rule): [string, RuleConfig] => {
      const level = rule.levels[tier];
      const exempt = valid
        .filter(({ exemption }) => exemption.rule === rule.id)
        .map(({ exemption }) => exemption.resource);
      return [ruleName(rule), { enforcementLevel: level === "off" ? "disabled" : level, tier, exempt: exempt.sort() }];
    });
  const undecided = [undecidedName, undecidedTogetherName].map((name): [string, RuleConfig] => [
    name,
    { enforcementLevel: "advisory", tier, exempt: [] },
  ]);
  return Object.fromEntries([...configs, ...undecided]);
}
