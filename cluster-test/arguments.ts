import { Command, CommanderError } from "commander";
import { z } from "zod";
import { UsageError } from "../components/kit/errors.ts";

const parsed = z
  .strictObject({
    environments: z.array(z.string()),
    useKubeconfig: z.boolean(),
    context: z.string().min(1).optional(),
  })
  .refine(({ useKubeconfig, context }) => useKubeconfig === (context !== undefined), {
    message: "--use-kubeconfig and --context <name> go together: no cluster is used that isn't named",
  })
  .refine(({ useKubeconfig, environments }) => !useKubeconfig || environments.length === 1, {
    message: "--use-kubeconfig takes one environment: a second would find the namespaces of the first",
  });

/** Which environments are tried, and where. */
export interface ClusterTestArguments {
  /** Names; empty for every shipped one that is chosen by default. */
  readonly environments: readonly string[];
  /** A context of the user's kubeconfig; undefined for a cluster that is made for the test. */
  readonly context: string | undefined;
}

/** Reads the command line. Throws a UsageError that says what is wrong with it. */
export function parseArguments(argv: readonly string[]): ClusterTestArguments {
  const command = new Command("test:cluster")
    .argument(
      "[environments...]",
      "names; by default each system's laptop and productions, or all of one that has none",
    )
    .option("--use-kubeconfig", "use a cluster of your own instead of making one", false)
    .option("--context <name>", "which: a context of your kubeconfig")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.code !== "commander.helpDisplayed")
      throw new UsageError(error.message.replace(/^error: /, ""), { cause: error });
    throw error;
  }
  const result = parsed.safeParse({ ...command.opts(), environments: command.args });
  if (!result.success) throw new UsageError(result.error.issues.map(({ message }) => message).join("\n"));
  return { environments: result.data.environments, context: result.data.context };
}
