import type { RuleFacts } from "../rule.ts";

/** The name of a rule in a Pulumi pack: id first, so that configuration and output sort by it. */
export function ruleName({ id, name }: Pick<RuleFacts, "id" | "name">): string {
  return `${id}-${name}`;
}
