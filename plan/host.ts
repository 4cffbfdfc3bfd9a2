import runtime from "@pulumi/pulumi/runtime/index.js";
import { EnvironmentError, UnsupportedError, UsageError } from "../components/kit/errors.ts";
import { withQuickSdk } from "./quick-sdk.ts";
import { asError } from "./registration.ts";
import { PlanMonitor, type World } from "./monitor.ts";
import { withoutSurroundings } from "./surroundings.ts";
import type { PlannedObject, PlannedResource } from "./planned-resource.ts";

/** How a program is planned. All have defaults that fit a test of one component. */
export interface HostOptions extends Partial<Omit<World, "stand">>, Partial<World["stand"]> {
  /** Stack configuration by full key, e.g. `landbridge:environment`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Spare the SDK what only a remote engine needs. - default: true. */
  readonly quick?: boolean;
}

/** What a program registered. */
export interface ProgramPlan {
  /** Sorted by URN. */
  readonly resources: readonly PlannedResource[];
  readonly outputs: PlannedObject;
}

let busy: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program in this process against a monitor of ours, and gives back what it registered: parents,
 * dependencies, providers, aliases and transforms kept, secrets as markers. Uses no network, no credentials and no
 * CLI. One program runs at a time, since the SDK keeps its settings in one place. Throws what the program throws.
 */
export function planProgram(program: () => unknown, options: HostOptions = {}): Promise<ProgramPlan> {
  const once = (): Promise<ProgramPlan> => withoutSurroundings(() => runOnce(program, options));
  // What fails is run again for its stack, which the quick way leaves out.
  const run = busy.then(() =>
    (options.quick === false ? once() : withQuickSdk(once)).catch((error: unknown) =>
      isForUser(error) ? Promise.reject(error) : once(),
    ),
  );
  busy = run.catch(() => undefined);
  return run;
}

async function runOnce(program: () => unknown, options: HostOptions): Promise<ProgramPlan> {
  const {
    project = "landbridge",
    stack = "test",
    mode = "placeholders",
    salt = "",
    nested = {},
    stackOutputs = {},
    config = {},
  } = options;
  const monitor = new PlanMonitor({ project, stack, stand: { mode, salt, nested }, stackOutputs });
  runtime.setMockOptions(monitor, project, stack, true);
  runtime.setAllConfig({ ...config });
  const strays: unknown[] = [];
  const onStray = (reason: unknown): void => void strays.push(reason);
  process.on("unhandledRejection", onStray);
  try {
    await runtime.runInPulumiStack(async () => {
      const outputs: unknown = await program();
      return outputs ?? {};
    });
    await runtime.disconnect();
  } catch (error) {
    throw monitor.failures[0] ?? error;
  } finally {
    // Rejections of promises that nobody awaits are reported some turns later, and belong to this program.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", onStray);
  }
  const failure = monitor.failures[0] ?? strays[0];
  if (failure !== undefined) throw asError(failure);
  return {
    resources: [...monitor.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs: monitor.outputs,
  };
}

function isForUser(error: unknown): error is Error {
  return error instanceof EnvironmentError || error instanceof UnsupportedError || error instanceof UsageError;
}
