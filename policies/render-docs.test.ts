import { expect, test } from "vitest";
import { outdatedFiles, renderRules } from "./render-docs.ts";
import { linesOf } from "./rule.ts";
import { rules } from "./rules.ts";

test("the committed pages and configurations are what the rules say; `node policies/render-docs.ts` renews them", async () => {
  expect(await outdatedFiles()).toEqual([]);
});

test("every rule is on the page, with what to do", () => {
  const page = renderRules();
  for (const { id, name, fix } of rules) {
    expect(page).toContain(`## ${id} ${name}\n`);
    for (const line of linesOf(fix)) expect(page).toContain(`- To do: ${line}\n`);
  }
});
