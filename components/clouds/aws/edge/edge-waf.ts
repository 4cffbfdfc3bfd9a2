import { IpSet } from "@pulumi/aws/wafv2/ipSet.js";
import { WebAcl, type WebAclArgs } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration.js";
import type { wafv2 } from "@pulumi/aws/types/input.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { WafPlan, WafRule } from "../../../kit/edge/edge-waf.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { createLogGroup } from "./edge-logs.ts";
import { edgeRegion } from "./edge-region.ts";
import { nameLimits } from "../names.ts";
import { tagsOf } from "../tags.ts";

/** What a firewall is made from. */
export interface FirewallArgs {
  readonly plan: WafPlan;
  readonly logDays: number;
  readonly tags: Tags;
  readonly transform: Transform<WebAclArgs> | undefined;
}

/**
 * A web ACL for CloudFront, which logs what it refuses and counts. Its ARN. Floods below the application's level are kept off
 * by AWS Shield Standard for everybody; Shield Advanced, 3,000 USD a month for an organization, is not made.
 * https://docs.aws.amazon.com/waf/latest/developerguide/ddos-overview.html
 */
export function createFirewall(name: string, args: FirewallArgs, parent: Resource): Output<string> {
  const { plan, tags, logDays, transform } = args;
  const rules = plan.rules.flatMap((rule) => webAclRules(rule, plan.mode, addressSets(name, rule, tags, parent)));
  const acl = new WebAcl(
    autoNamed(`${name}-waf`, nameLimits.webAcl),
    transformed(transform, {
      region: edgeRegion,
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rules,
      visibilityConfig: visibility(name),
      tags: tagsOf(tags),
    }),
    { parent },
  );
  // AWS asks for this beginning. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  const group = createLogGroup(`${name}-waf-logs`, { logName: `aws-waf-logs-${name}`, logDays, tags }, parent);
  new WebAclLoggingConfiguration(
    `${name}-waf-logging`,
    {
      region: edgeRegion,
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
    },
    { parent },
  );
  return acl.arn;
}

/** ARNs of the sets of addresses that a rule asks about: one of each kind of address. */
function addressSets(name: string, rule: WafRule, tags: Tags, parent: Resource): Output<string>[] {
  if (rule.kind !== "addresses") return [];
  const sets = [
    { ipAddressVersion: "IPV4", addresses: rule.ipv4 },
    { ipAddressVersion: "IPV6", addresses: rule.ipv6 },
  ].filter(({ addresses }) => addresses.length > 0);
  return sets.map(
    ({ ipAddressVersion, addresses }) =>
      new IpSet(
        autoNamed(`${name}-${rule.action}-${ipAddressVersion.toLowerCase()}`, nameLimits.webAcl),
        { region: edgeRegion, scope: "CLOUDFRONT", ipAddressVersion, addresses: [...addresses], tags: tagsOf(tags) },
        { parent },
      ).arn,
  );
}

/**
 * AWS's rule groups, 1,125 of the 5,000 units that a web ACL holds, within the 1,500 that cost nothing extra.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const managedRuleGroups = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesSQLiRuleSet",
] as const;

/** The rule that refuses bodies above 8 KiB: it would refuse every upload, so that it only counts. */
const uploadRule = "SizeRestrictions_BODY";

/** A rule in WAF's words. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rules.html */
export function webAclRules(
  rule: WafRule,
  mode: WafPlan["mode"],
  addressSetArns: readonly Input<string>[],
): wafv2.WebAclRule[] {
  const { priority } = rule;
  const act = (action: "allow" | "block"): wafv2.WebAclRuleAction => ({ [mode === "observe" ? "count" : action]: {} });
  const own = (name: string, action: "allow" | "block", statement: wafv2.WebAclRuleStatement): wafv2.WebAclRule[] => [
    { name, priority, action: act(action), statement, visibilityConfig: visibility(name) },
  ];
  switch (rule.kind) {
    case "addresses": {
      const statements = addressSetArns.map((arn) => ({ ipSetReferenceStatement: { arn } }));
      const [first, ...others] = statements;
      if (first === undefined) return [];
      const statement = others.length === 0 ? first : { orStatement: { statements } };
      return rule.action === "deny"
        ? own("denied-addresses", "block", statement)
        : own("allowed-addresses", "allow", statement);
    }
    case "countries": {
      const among = { geoMatchStatement: { countryCodes: [...rule.codes] } };
      return own("countries", "block", rule.mode === "deny" ? among : { notStatement: { statement: among } });
    }
    case "managed":
      return managedRuleGroups.map((name, place) => ({
        name,
        priority: priority + place,
        overrideAction: mode === "observe" ? { count: {} } : { none: {} },
        statement: { managedRuleGroupStatement: managedGroup(name) },
        visibilityConfig: visibility(name),
      }));
    case "rate": {
      const { requests, perSeconds } = rule;
      return own("rate", "block", {
        rateBasedStatement: { aggregateKeyType: "IP", limit: requests, evaluationWindowSec: perSeconds },
      });
    }
  }
}

function managedGroup(name: (typeof managedRuleGroups)[number]): wafv2.WebAclRuleStatementManagedRuleGroupStatement {
  const group = { vendorName: "AWS", name };
  if (name !== "AWSManagedRulesCommonRuleSet") return group;
  return { ...group, ruleActionOverrides: [{ name: uploadRule, actionToUse: { count: {} } }] };
}

function visibility(metricName: string): wafv2.WebAclRuleVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
