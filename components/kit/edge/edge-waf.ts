import type { EdgeWish } from "../../../environments/schema/edge.ts";
import type { Environment } from "../../../environments/schema/environment.ts";

/** What a web application firewall does with requests that break a rule, and the rules in the order they are asked. */
export interface WafPlan {
  readonly mode: "block" | "observe";
  readonly rules: readonly WafRule[];
}

/** A rule of a firewall. Priorities leave a hundred places for clouds that need several rules for one. */
export type WafRule = { readonly priority: number } & WafCondition;

/** What a rule asks of a request. */
export type WafCondition =
  /** `deny` refuses; `allow` lets through without asking any further rule. */
  | {
      readonly kind: "addresses";
      readonly action: "deny" | "allow";
      readonly ipv4: readonly string[];
      readonly ipv6: readonly string[];
    }
  | { readonly kind: "countries"; readonly mode: "only" | "deny"; readonly codes: readonly string[] }
  /** The rules that the cloud keeps up to date against common attacks. */
  | { readonly kind: "managed" }
  | { readonly kind: "rate"; readonly requests: number; readonly perSeconds: 60 | 300 };

/**
 * The mode of the firewall: as written; unwritten, it blocks, except where nothing may cost anything. Production is never
 * without one, which a rule about environments says before this is asked.
 */
export function decideWafMode({ mode }: EdgeWish["waf"], { tier, costMode }: Pick<Environment, "tier" | "costMode">) {
  return mode ?? (costMode === "free-tier" && tier !== "production" ? "off" : "block");
}

/**
 * The firewall's rules, or undefined where there is none. What is denied is denied to everybody, also to who is allowed.
 * The rate comes last: a cloud may stop asking once a request was counted.
 * https://cloud.google.com/armor/docs/rate-limiting-overview
 */
export function decideWaf(
  wish: EdgeWish["waf"],
  environment: Pick<Environment, "tier" | "costMode">,
): WafPlan | undefined {
  const mode = decideWafMode(wish, environment);
  if (mode === "off") return undefined;
  const { allow, deny, countries, rateLimit } = wish;
  const conditions: (WafCondition | undefined)[] = [
    addresses("deny", deny),
    addresses("allow", allow),
    countries === undefined
      ? undefined
      : { kind: "countries", mode: countries.mode, codes: [...new Set(countries.codes)].sort() },
    { kind: "managed" },
    { kind: "rate", ...rateLimit },
  ];
  // A rule keeps its place whether or not those before it are there, so that adding one changes no other.
  const rules = conditions.flatMap((condition, place): WafRule[] =>
    condition === undefined ? [] : [{ priority: (place + 1) * priorityStep, ...condition }],
  );
  return { mode, rules };
}

const priorityStep = 100;

function addresses(action: "deny" | "allow", blocks: readonly string[]): WafCondition | undefined {
  if (blocks.length === 0) return undefined;
  const sorted = [...new Set(blocks)].sort();
  const isIpv6 = (block: string): boolean => block.includes(":");
  return {
    kind: "addresses",
    action,
    ipv4: sorted.filter((block) => !isIpv6(block)),
    ipv6: sorted.filter(isIpv6),
  };
}
