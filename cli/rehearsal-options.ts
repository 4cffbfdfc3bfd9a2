import { resolve } from "node:path";
import { Argument, Option, type Command } from "commander";
import { z } from "zod";
import { UsageError } from "../components/kit/errors.ts";
import type { PlannedObject } from "../plan/planned-resource.ts";
import type { RehearsalOptions } from "../rehearsal/session.ts";
import type { Layer } from "../stacks/names.ts";
import type { Context } from "./context.ts";

/** What every rehearsal command takes. */
export const rehearsalArgs = z.object({
  environment: z.string(),
  layer: z.enum(["cloud", "cluster"]).optional(),
  state: z.string().optional(),
  json: z.boolean(),
});

type RehearsalArgs = z.infer<typeof rehearsalArgs>;

/** Declares it. */
export function declareRehearsal(command: Command): Command {
  return command
    .addArgument(new Argument("<environment>", "name or path"))
    .addOption(new Option("--layer <layer>", "one layer as a stack of its own").choices(["cloud", "cluster"]))
    .option("--state <folder>", "folder that holds .landbridge/ (default: the project's root)")
    .option("--json", "print the result as JSON", false);
}

/** Name of the stack that is rehearsed. Throws an EnvironmentError for an environment that can't be used. */
export async function rehearsedStack({ environment: reference, layer }: RehearsalArgs, { root }: Context): Promise<string> {
  const { loadPlatform } = await import("../stacks/load.ts");
  const { layerStackName } = await import("../stacks/names.ts");
  const { name } = loadPlatform(reference, root).environment;
  return layer === undefined ? name : layerStackName(name, layer);
}

/** Where state is, and what time it is. */
export function rehearsalOptions({ state }: Pick<RehearsalArgs, "state">, context: Context): RehearsalOptions & { time: string } {
  const { cwd, root, now } = context;
  return { root: state === undefined ? root : resolve(cwd, state), time: now().toISOString() };
}

/**
 * What the rehearsed cloud layer gave, for a rehearsal of the cluster layer alone. Undefined for any other. Throws a
 * UsageError where the cloud layer wasn't brought up.
 */
export async function rehearsedOutputs(
  stackOfCloud: string,
  layer: Layer | undefined,
  options: Pick<RehearsalOptions, "root">,
): Promise<PlannedObject | undefined> {
  if (layer !== "cluster") return undefined;
  const { readCheckpoint } = await import("../rehearsal/rehearse.ts");
  const { stackType } = await import("../rehearsal/order.ts");
  const stack = readCheckpoint(stackOfCloud, options).resources.find(({ type }) => type === stackType);
  const platform = stack?.outputs?.["platform"];
  if (platform === undefined)
    throw new UsageError(`${stackOfCloud} isn't up; rehearse its layer first: landbridge rehearse up … --layer cloud`);
  return { platform };
}
