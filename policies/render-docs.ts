import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { decidePackConfig } from "./adapters/pack-config.ts";
import { packs, type PackName } from "./packs.ts";
import { linesOf, textsOf, tiers, type RuleFacts } from "./rule.ts";
import { runRules } from "./run-rules.ts";
import { rules } from "./rules.ts";

/** Files that are made from the rules, by path from the root of the project. */
async function renderGenerated(): Promise<Readonly<Record<string, string>>> {
  const files = { "docs/rules.md": renderRules(), ...renderConfigs() };
  const formatted = Object.entries(files).map(
    async ([filepath, text]) => [filepath, await format(text, { filepath, printWidth: 120 })] as const,
  );
  return Object.fromEntries(await Promise.all(formatted));
}

/** One page on all rules, in order of id. */
export function renderRules(): string {
  const all: readonly (Omit<RuleFacts, "appliesTo"> & Partial<Pick<RuleFacts, "appliesTo">>)[] = [
    ...rules,
    ...Object.values(runRules),
  ];
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  const table = sorted.map(
    ({ id, name, says, pack, levels, exemptible }) =>
      `| [${id}](#${anchor(id, name)}) | ${says} | ${pack} | ${tiers.map((tier) => levels[tier]).join(" / ")} | ${exemptible === "bootstrap" ? "in the bootstrap" : exemptible ? "yes" : "no"} |`,
  );
  return [
    "# Rules",
    "",
    "Made from `policies/rules` by `node policies/render-docs.ts`; change the rule, not this page.",
    "",
    `${sorted.length} rules. Levels are for development / staging / production.`,
    "",
    "| rule | says | pack | levels | exemptible |",
    "| --- | --- | --- | --- | --- |",
    ...table,
    "",
    ...sorted.flatMap(renderRule),
  ].join("\n");
}

function renderRule(rule: Omit<RuleFacts, "appliesTo"> & Partial<Pick<RuleFacts, "appliesTo">>): string[] {
  const { id, name, says, why, fix, severity, appliesTo, compliance, source, cloudMayDecide } = rule;
  return [
    `## ${id} ${name}`,
    "",
    `${says} ${why}`,
    "",
    ...linesOf(fix).map((line) => `- To do: ${line}`),
    `- Severity: ${severity}`,
    `- Judges: ${appliesTo === undefined ? "the judgement itself" : appliesTo.map((type) => `\`${type}\``).join(", ")}`,
    ...(cloudMayDecide === undefined ? [] : [`- May stay undecided: ${cloudMayDecide}`]),
    `- Serves: ${compliance.join(", ")}`,
    `- Follows: ${textsOf(source)
      .map((page) => `<${page}>`)
      .join(", ")}`,
    "",
  ];
}

function anchor(id: string, name: string): string {
  return `${id}-${name}`.toLowerCase();
}

/** For `pulumi … --policy-pack-config`: what a pack judges in a tier other than production, without exemptions. */
function renderConfigs(): Record<string, string> {
  const names: readonly PackName[] = ["cost", "reliability", "security"];
  const files = names
    .filter((name) => packs[name].length > 0)
    .flatMap((name) =>
      (["development", "staging"] as const).map((tier) => {
        const config = decidePackConfig(name, {
          tier,
          exemptions: [],
          today: "2000-01-01",
          plan: { environment: "", resources: [] },
        });
        return [`policies/${name}/${tier}.json`, `${JSON.stringify(config, undefined, 2)}\n`] as const;
      }),
    );
  return Object.fromEntries(files);
}

const root = new URL("../", import.meta.url);

/** The generated files whose committed text is another. */
export async function outdatedFiles(): Promise<string[]> {
  return Object.entries(await renderGenerated())
    .filter(([path, text]) => readOr(path) !== text)
    .map(([path]) => path);
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await renderGenerated())) writeFileSync(new URL(path, root), text);
}
