import { SecurityPolicy, type SecurityPolicyArgs } from "@pulumi/gcp/compute/securityPolicy.js";
import type { compute } from "@pulumi/gcp/types/input.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { WafPlan, WafRule } from "../../../kit/edge/edge-waf.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";

/** The firewall's two halves. */
export interface Firewall {
  /** Asked for each request that isn't answered from the cache. */
  readonly backend: SecurityPolicy;
  /** Asked before the cache, and the only one that a bucket can have. It knows addresses and countries only. */
  readonly edge: SecurityPolicy;
}

/** Makes Cloud Armor's policies. https://cloud.google.com/armor/docs/security-policy-overview */
export function createFirewall(
  name: string,
  { plan, tags }: { readonly plan: WafPlan; readonly tags: Tags },
  transform: Transform<SecurityPolicyArgs> | undefined,
  opts: ComponentResourceOptions,
): Firewall {
  const policy = (role: "backend" | "edge", args: SecurityPolicyArgs): SecurityPolicy =>
    new SecurityPolicy(
      autoNamed(`${name}-armor-${role}`, nameLimits.compute),
      transformed(transform, { labels: labelsOf(tags), ...args }),
      opts,
    );
  return {
    backend: policy("backend", {
      type: "CLOUD_ARMOR",
      rules: decideArmorRules(plan),
      advancedOptionsConfig: { jsonParsing: "STANDARD_WITH_GRAPHQL" },
      // Warns of floods on the application's level. https://cloud.google.com/armor/docs/adaptive-protection-overview
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: "STANDARD" } },
    }),
    edge: policy("edge", {
      type: "CLOUD_ARMOR_EDGE",
      rules: decideArmorRules({
        ...plan,
        rules: plan.rules.filter(({ kind }) => kind === "addresses" || kind === "countries"),
      }),
    }),
  };
}

/** Most blocks in one rule. https://cloud.google.com/armor/quotas */
const blocksPerRule = 10;

/**
 * Rule sets of OWASP's Core Rule Set 3.3, at the sensitivity that suspects least without need, and the signatures of
 * weaknesses that are used right now. https://cloud.google.com/armor/docs/waf-rules
 */
export const managedRuleSets = [
  "sqli-v33-stable",
  "xss-v33-stable",
  "lfi-v33-stable",
  "rfi-v33-stable",
  "rce-v33-stable",
  "scannerdetection-v33-stable",
  "protocolattack-v33-stable",
  "sessionfixation-v33-stable",
  "cve-canary",
] as const;

/** The rules in Cloud Armor's words, and the last one that lets through whatever none of them spoke of. */
export function decideArmorRules({ mode, rules }: WafPlan): compute.SecurityPolicyRule[] {
  const preview = mode === "observe";
  return [
    ...rules.flatMap((rule) => rulesFor(rule).map((made) => ({ ...made, preview }))),
    { action: "allow", priority: 2_147_483_647, match: everybody, description: "All that no rule refused" },
  ];
}

const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

function rulesFor(rule: WafRule): compute.SecurityPolicyRule[] {
  const { priority } = rule;
  switch (rule.kind) {
    case "addresses":
      return chunks([...rule.ipv4, ...rule.ipv6], blocksPerRule).map((srcIpRanges, place) => ({
        action: rule.action === "deny" ? "deny(403)" : "allow",
        priority: priority + place,
        description: rule.action === "deny" ? "Addresses that are always refused" : "Addresses that are trusted",
        match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges } },
      }));
    case "countries": {
      // Where the country isn't known the code is empty, and every text contains that.
      const unknown = "origin.region_code == ''";
      const among = `'[${rule.codes.join(",")}]'.contains(origin.region_code)`;
      const expression = rule.mode === "only" ? `${unknown} || !${among}` : `!(${unknown}) && ${among}`;
      return [
        {
          action: "deny(403)",
          priority,
          description: "Countries",
          match: { expr: { expression } },
        },
      ];
    }
    case "managed":
      return managedRuleSets.map((set, place) => ({
        action: "deny(403)",
        priority: priority + place,
        description: set,
        match: { expr: { expression: `evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})` } },
      }));
    case "rate":
      return [
        {
          action: "throttle",
          priority,
          description: "Requests of one address",
          match: everybody,
          rateLimitOptions: {
            conformAction: "allow",
            exceedAction: "deny(429)",
            enforceOnKey: "IP",
            rateLimitThreshold: { count: rule.requests, intervalSec: rule.perSeconds },
          },
        },
      ];
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
