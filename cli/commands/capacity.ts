import { Argument, Option } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { planFor } from "../planning.ts";
import { renderCapacity } from "../print/render-capacity.ts";
import { json } from "../print/words.ts";

const requirements = ["room", "node-loss", "zone-loss"] as const;
const loads = ["least", "most"] as const;

/** Reckons whether an environment's cluster carries what runs in it, and goes on without a zone or a node. */
export const capacity = defineCommand({
  name: "capacity",
  says: "Reckon what runs in the cluster against its nodes: by pool and zone, volumes, and whether it survives the loss of a zone or a node.",
  examples: [
    "landbridge capacity bitvelocity-gcp-prod",
    "landbridge capacity bitvelocity-gcp-prod --require room node-loss",
    "landbridge capacity bitvelocity-gcp-prod --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .addOption(
        new Option("--require <what...>", "exit 3 unless all of these are sure")
          .choices(requirements)
          .default([], "none"),
      )
      .addOption(
        new Option(
          "--load <load>",
          "judge what is required with as few pods as autoscalers leave, or as many as they make",
        )
          .choices(loads)
          .default("most"),
      )
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({
    environment: z.string(),
    require: z.array(z.enum(requirements)),
    load: z.enum(loads),
    json: z.boolean(),
  }),
  run: async ({ environment: reference, require, load, json: asJson }, context) => {
    const { environment, plan } = await planFor(reference, context);
    const { measureCapacity } = await import("../../plan/capacity/measure-capacity.ts");
    const measured = measureCapacity(environment, plan);
    context.stdout.write(asJson ? json(measured) : renderCapacity(measured, context));
    const { nodes } = measured;
    const holds = {
      room: nodes?.fits[load].holds,
      "node-loss": nodes?.survives.node[load].holds,
      "zone-loss": nodes?.survives.zone[load].holds,
    };
    // What can't be known isn't sure.
    return require.every((what) => holds[what] === true) ? exitCodes.success : exitCodes.policy;
  },
});
