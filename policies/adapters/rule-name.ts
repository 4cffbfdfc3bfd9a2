import type { RuleFacts } from "../rule.ts";

/** The name of a rule in a Pulumi pack: id first, so that configuration and output sort by it. */
export function ruleName({ id, name }: Pick<RuleFacts, "id" | "name">): string {
  return `${id}-${name}`;
}

/** Name of the policy that reports what rules about one resource can't decide in a preview. */
export const undecidedName = "undecided";

/** Name of the policy that reports what rules about several resources can't decide in a preview. */
export const undecidedTogetherName = "undecided-together";

/** Name of the policy that reports, as advice, what rules about one resource find in third-party charts. */
export const fromChartsName = "from-charts";
