import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, notApplicable, textAt, violated } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";

/** The firewall before the world knows the attacks that everybody tries. */
export const firewallKnowsCommonAttacks: Rule = {
  id: "PK-NET-017",
  name: "firewall-knows-common-attacks",
  says: "The firewall before the world knows the attacks that everybody tries.",
  why: "Lists of addresses stop nobody new; the cloud's own rules are kept up to date against what is tried today.",
  fix: {
    gcp: "Add a rule with `evaluatePreconfiguredWaf(...)`.",
    aws: "Add a rule with a `managedRuleGroupStatement`.",
    azure: "Name Microsoft_DefaultRuleSet under `managedRules`, and leave the policy enabled.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["SC-7", "SI-3", "CC6.6"],
  source: {
    gcp: "https://cloud.google.com/armor/docs/waf-rules",
    aws: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups.html",
    azure: "https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs",
  },
  ...judgedByType({
    "gcp:compute/securityPolicy:SecurityPolicy": judgeArmor,
    "aws:wafv2/webAcl:WebAcl": judgeWebAcl,
    "azure-native:frontdoor:Policy": judgeFrontDoor,
  }),
};

const holds = "it knows common attacks";

function judgeArmor(policy: PlannedResource): Judgement {
  const inputs = inputsOf(policy);
  // CLOUD_ARMOR is the default.
  const type = textAt(at(inputs, "type"));
  if (type !== undefined && type !== "CLOUD_ARMOR") return notApplicable("a policy of this type takes no such rules");
  const { items, findings } = itemsOf(at(inputs, "rules"));
  if (findings.length > 0) return judged(findings, holds);
  const known = items.some((rule) =>
    textAt(at(rule, "match", "expr", "expression"))?.includes("evaluatePreconfigured"),
  );
  return judged(known ? [] : [violated("rules has no preconfigured rule")], holds);
}

function judgeWebAcl(acl: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(acl), "rules"));
  if (findings.length > 0) return judged(findings, holds);
  const known = items.some((rule) => !isAbsent(at(rule, "statement", "managedRuleGroupStatement", "name")));
  return judged(known ? [] : [violated("rules has no managed group of rules")], holds);
}

function judgeFrontDoor(policy: PlannedResource): Judgement {
  const inputs = inputsOf(policy);
  const { items, findings } = itemsOf(at(inputs, "managedRules", "managedRuleSets"));
  const known = items.some((set) => /DefaultRuleSet$/.test(textAt(at(set, "ruleSetType")) ?? ""));
  return judged(
    [
      // Enabled is the default.
      ...expectValue(at(inputs, "policySettings", "enabledState"), "Enabled", (value) => value === "Enabled", "holds"),
      ...findings,
      ...(known || findings.length > 0 ? [] : [violated("managedRules has no default rule set")]),
    ],
    holds,
  );
}
