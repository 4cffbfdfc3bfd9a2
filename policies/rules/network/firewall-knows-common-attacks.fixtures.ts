import { goodArmor, goodFrontDoorFirewall, goodWebAcl } from "../edge-fixture.ts";
import { changed, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { firewallKnowsCommonAttacks } from "./firewall-knows-common-attacks.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    firewallKnowsCommonAttacks,
    "Cloud Armor",
    [goodArmor],
    [{ path: "rules", absent: "violated", bad: [[], "all", [{ action: "allow" }]] }],
    {
      holds: { "another policy": [{ ...goodArmor, name: "other" }] },
      notApplicable: { "before the cache": [changed(goodArmor, "type", "CLOUD_ARMOR_EDGE")] },
    },
  ),
  fixturesOf(
    firewallKnowsCommonAttacks,
    "WAF",
    [goodWebAcl],
    [{ path: "rules", absent: "violated", bad: [[], "all", [{ statement: { geoMatchStatement: {} } }]] }],
    { holds: { "another web ACL": [{ ...goodWebAcl, name: "other" }] } },
  ),
  fixturesOf(
    firewallKnowsCommonAttacks,
    "Front Door",
    [goodFrontDoorFirewall],
    [
      {
        path: "managedRules.managedRuleSets",
        absent: "violated",
        bad: [[], [{ ruleSetType: "Microsoft_BotManagerRuleSet" }]],
      },
      { path: "policySettings.enabledState", absent: "holds", bad: ["Disabled"], good: ["Enabled"] },
    ],
  ),
];
