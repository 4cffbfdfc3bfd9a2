import { Policy, type PolicyArgs } from "@pulumi/azure-native/frontdoor/policy.js";
import type { frontdoor } from "@pulumi/azure-native/types/input.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { WafPlan, WafRule } from "../../../kit/edge/edge-waf.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits, worldName } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a firewall is made from. */
export interface FirewallArgs {
  readonly plan: WafPlan;
  readonly resourceGroupName: Output<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  readonly transform: Transform<PolicyArgs> | undefined;
}

/**
 * A firewall policy for Front Door Premium: the tier below has no managed rules. Floods below the application's level are kept
 * off by Front Door itself; Azure DDoS Network Protection is for addresses in networks, has a price of its own for a whole
 * tenant, and is not made. Its id. https://learn.microsoft.com/azure/frontdoor/front-door-ddos
 */
export function createFirewall(name: string, args: FirewallArgs, parent: Resource): Output<string> {
  const { plan, resourceGroupName, settings, tags, transform } = args;
  const { mode, rules } = plan;
  return new Policy(
    `${name}-waf`,
    transformed(transform, {
      resourceGroupName,
      policyName: worldName(name, settings, nameLimits.firewallPolicy),
      location: "Global",
      sku: { name: "Premium_AzureFrontDoor" },
      policySettings: {
        enabledState: "Enabled",
        mode: mode === "observe" ? "Detection" : "Prevention",
        requestBodyCheck: "Enabled",
      },
      customRules: { rules: rules.flatMap(customRules) },
      managedRules: { managedRuleSets: rules.some(({ kind }) => kind === "managed") ? [...managedRuleSets] : [] },
      tags: tagsOf(tags),
    }),
    // Its name is fixed, so a second can't stand beside the first.
    { parent, deleteBeforeReplace: true },
  ).id;
}

/** https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs */
export const managedRuleSets = [
  { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleSetAction: "Block" },
  { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
] as const;

/**
 * A rule in Front Door's words. Asked is who opened the connection: what a visitor writes into X-Forwarded-For decides nothing.
 * Managed rules come after all of these and have no place among them.
 * https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-custom-rules
 */
export function customRules(rule: WafRule): frontdoor.CustomRuleArgs[] {
  const common = { priority: rule.priority, enabledState: "Enabled", ruleType: "MatchRule" };
  switch (rule.kind) {
    case "addresses": {
      const deny = rule.action === "deny";
      const condition = { operator: "IPMatch", matchValue: [...rule.ipv4, ...rule.ipv6] };
      return [
        {
          ...common,
          name: deny ? "DeniedAddresses" : "AllowedAddresses",
          action: deny ? "Block" : "Allow",
          matchConditions: [{ matchVariable: "SocketAddr", ...condition }],
        },
      ];
    }
    case "countries": {
      const condition = { operator: "GeoMatch", matchValue: [...rule.codes], negateCondition: rule.mode === "only" };
      return [
        {
          ...common,
          name: "Countries",
          action: "Block",
          matchConditions: [{ matchVariable: "SocketAddr", ...condition }],
        },
      ];
    }
    case "managed":
      return [];
    case "rate":
      return [
        {
          ...common,
          name: "Rate",
          ruleType: "RateLimitRule",
          action: "Block",
          rateLimitDurationInMinutes: rule.perSeconds / 60,
          rateLimitThreshold: rule.requests,
          // All requests: each has a Host. https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-rate-limit-configure
          matchConditions: [
            { matchVariable: "RequestHeader", selector: "Host", operator: "GreaterThanOrEqual", matchValue: ["0"] },
          ],
        },
      ];
  }
}
