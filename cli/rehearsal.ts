import { resolve } from "node:path";
import { Argument, Option, type Command } from "commander";
import { z } from "zod";
import { UsageError } from "../components/kit/errors.ts";
import type { Plan, PlannedObject } from "../plan/planned-resource.ts";
import type { RehearsalResult } from "../rehearsal/result.ts";
import type { RehearsalOptions } from "../rehearsal/session.ts";
import type { Step } from "../rehearsal/steps/steps.ts";
import { layers, type Layer } from "../stacks/names.ts";
import type { Context } from "./context.ts";
import { planFor } from "./planning.ts";
import { withProgress } from "./progress.ts";
import { pathFrom } from "./user-files.ts";

/** What every rehearsal command takes. */
export const rehearsalArgs = z.strictObject({
  environment: z.string(),
  layer: z.enum(layers).optional(),
  state: z.string().optional(),
  json: z.boolean(),
});

/** The same, parsed. */
export type RehearsalArgs = z.infer<typeof rehearsalArgs>;

/** Declares it. */
export function declareRehearsal(command: Command): Command {
  return command
    .addArgument(
      new Argument("<environment>", "name or path, or a stack: <name>.bootstrap, <name>.cloud, <name>.cluster"),
    )
    .addOption(new Option("--layer <layer>", "one layer as a stack of its own").choices(layers))
    .option("--state <folder>", "folder that holds .landbridge/ (default: the project's root)")
    .option("--json", "print the result as JSON", false);
}

/** A stack to rehearse. */
export interface Rehearsed {
  readonly stack: string;
  /** Name or path of its environment. */
  readonly environment: string;
  readonly layer: Layer | undefined;
  readonly options: RehearsalOptions;
}

/** Which stack is meant, where its state is and what time it is. Throws an EnvironmentError. */
export async function rehearsedStack(args: RehearsalArgs, context: Context): Promise<Rehearsed> {
  const { loadPlatform } = await import("../stacks/load.ts");
  const { layerStackName } = await import("../stacks/names.ts");
  const { environment, layer } = splitStack(args);
  const { name } = loadPlatform(environment, context.root).environment;
  return {
    stack: layer === undefined ? name : layerStackName(name, layer),
    environment,
    layer,
    options: {
      root: args.state === undefined ? context.root : resolve(context.cwd, args.state),
      time: context.now().toISOString(),
    },
  };
}

// Messages about a stack name it as Pulumi does, so that name has to work as well.
function splitStack({ environment, layer }: RehearsalArgs): Pick<Rehearsed, "environment" | "layer"> {
  const [, name, ending] = /^([a-z0-9-]+)\.([a-z]+)$/.exec(environment) ?? [];
  const named = layers.find((known) => known === ending);
  if (name === undefined || named === undefined) return { environment, layer };
  if (layer === undefined || layer === named) return { environment: name, layer: named };
  throw new UsageError(`${environment} is the layer ${named}, --layer says ${layer}; leave one of them out`);
}

/** Plans a stack as it will be rehearsed: the cluster layer alone reads what the rehearsed cloud layer gave. */
export async function planRehearsal(
  { stack, environment, layer, options }: Rehearsed,
  context: Context,
): Promise<Plan> {
  const outputs = layer === "cluster" ? await cloudOutputs(stack.replace(/\.cluster$/, ".cloud"), options) : undefined;
  return (await planFor(environment, context, { layer, outputs })).plan;
}

async function cloudOutputs(stack: string, options: RehearsalOptions): Promise<PlannedObject> {
  const { readCheckpoint } = await import("../rehearsal/rehearse.ts");
  const { stackType } = await import("../rehearsal/steps/order.ts");
  const { withTexts } = await import("../rehearsal/state/secrets.ts");
  const found = readCheckpoint(stack, options).resources.find(({ type }) => type === stackType);
  const platform = found?.outputs?.["platform"];
  if (platform !== undefined) return { platform: withTexts(platform) };
  throw new UsageError(`${stack} isn't up, and the cluster layer reads its outputs; rehearse --layer cloud first`);
}

/** What bringing up a plan would replace or delete. Empty where that is refused anyway, by a protection. */
export async function lossesOf(plan: Plan, { stack, options }: Rehearsed): Promise<readonly Step[]> {
  const { readCheckpoint, withStack } = await import("../rehearsal/rehearse.ts");
  const { decideSteps } = await import("../rehearsal/steps/steps.ts");
  const { steps, refusals } = decideSteps(withStack(plan), readCheckpoint(stack, options));
  return refusals.length > 0 ? [] : steps.filter(({ step }) => step === "replace" || step === "delete");
}

/** Brings a plan up on simulated clouds and shows how far it is. Ctrl-C ends it between two steps. */
export async function bringUp(plan: Plan, { stack, options }: Rehearsed, context: Context): Promise<RehearsalResult> {
  const { up } = await import("../rehearsal/rehearse.ts");
  return withProgress(context, `bringing up ${stack}`, (say) =>
    context.interruptible((signal) => {
      let done = 0;
      const onStep = (): void => {
        done += 1;
        say(`bringing up ${stack}: ${done} of ${plan.resources.length}`);
      };
      return up(plan, { ...options, signal, onStep });
    }),
  );
}

/** Path of a stack's state as the user would type it. */
export async function stateFile({ stack, options }: Rehearsed, { cwd }: Pick<Context, "cwd">): Promise<string> {
  const { stackFiles } = await import("../rehearsal/state/stack-files.ts");
  return pathFrom({ cwd }, stackFiles(options.root, stack).state);
}
