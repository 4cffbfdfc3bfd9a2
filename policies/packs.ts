import type { Rule, RuleFacts } from "./rule.ts";
import { rules } from "./rules.ts";

/** Name of a pack, and of its folder beside this file. */
export type PackName = RuleFacts["pack"];

/** The packs and their rules, by id. */
export const packs: Readonly<Record<PackName, readonly Rule[]>> = {
  security: rulesOf("security"),
  reliability: rulesOf("reliability"),
  cost: rulesOf("cost"),
};

function rulesOf(pack: PackName): readonly Rule[] {
  return rules.filter((rule) => rule.pack === pack);
}
