import { Argument, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { layers } from "../../stacks/names.ts";
import { planFor } from "../planning.ts";
import { dayOf } from "../today.ts";

const formats = ["text", "json", "sarif", "junit"] as const;
const tiers = ["development", "staging", "production"] as const;
const packNames = ["security", "reliability", "cost"] as const;

/** Judges what an environment asks for by the policy packs. */
export const check = defineCommand({
  name: "check",
  says: "Judge what an environment asks for by the policy packs. Exit 3 when a mandatory rule doesn't hold.",
  examples: [
    "landbridge check bitvelocity-local",
    "landbridge check bitvelocity-local --pack security cost --today 2026-11-21",
    "landbridge check bitvelocity-local --format sarif > landbridge.sarif",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .addOption(
        new Option(
          "--layer <layer>",
          "judge one layer by itself; the account's own is never part of the whole",
        ).choices(layers),
      )
      .addOption(new Option("--format <format>", "how to print the verdicts").choices(formats).default("text"))
      .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
      .addOption(new Option("--pack <name...>", "packs to apply (default: all)").choices(packNames))
      .addOption(
        new Option(
          "--least-tier <tier>",
          "judge by the stricter of this and the environment's own tier, which whoever edits the file may lower",
        ).choices(tiers),
      )
      .addOption(
        new Option(
          "--today <YYYY-MM-DD>",
          "day of judgement, on which exemptions may have ended (default: today in UTC)",
        ).argParser(parseDay),
      ),
  args: z.object({
    environment: z.string(),
    layer: z.enum(layers).optional(),
    format: z.enum(formats),
    leastTier: z.enum(tiers).optional(),
    pack: z.array(z.enum(packNames)).optional(),
    today: z.string().optional(),
  }),
  run: async ({ environment: reference, layer, format, leastTier, pack, today }, context) => {
    const { environment, plan } = await planFor(reference, context, { layer });
    const { stricterTier } = await import("../../policies/rule.ts");
    const { judgePlan } = await import("../../policies/judge.ts");
    const judgement = judgePlan(plan, {
      tier: stricterTier(environment.tier, leastTier ?? "development"),
      exemptions: environment.policies.exemptions,
      today: today ?? dayOf(context),
      ...(layer === undefined ? {} : { layers: [layer] }),
      ...(pack === undefined ? {} : { packs: pack }),
    });
    const { renderJudgement } = await import("../print/render-judgement.ts");
    context.stdout.write(renderJudgement(judgement, format));
    return judgement.summary.failed ? exitCodes.policy : exitCodes.success;
  },
});

function parseDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 2026-02-30 parses as a day in March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError("It has to be a day, written as 2026-11-21.");
  return text;
}
