import { existsSync, readFileSync, rmSync } from "node:fs";
import { UsageError } from "../components/kit/errors.ts";
import { canonicalJson } from "../components/kit/names.ts";
import { withoutOptions, type Plan, type PlannedObject, type PlannedResource } from "../plan/planned-resource.ts";
import { declaredOutputs } from "../plan/sdk-outputs.ts";
import { noTime, parseCheckpoint, type Checkpoint } from "./state/checkpoint.ts";
import { CloudError, LostReplyError, ProtectedError, ProviderFailure } from "./errors.ts";
import { clearLock, takeLock, type LockHolder } from "./state/lock.ts";
import { stackType } from "./steps/order.ts";
import { resolveInputs } from "./steps/resolve.ts";
import { countSteps, type AppliedStep, type RehearsalResult } from "./result.ts";
import { Run } from "./run.ts";
import { unknownText } from "./state/secrets.ts";
import { inSession, type RehearsalOptions, type Session } from "./session.ts";
import { createFolders, stackFiles, writeWhole } from "./state/stack-files.ts";
import { StackState } from "./state/stack-state.ts";
import { decideDeletions, decideDestruction, decideSteps, type Decision } from "./steps/steps.ts";

/**
 * Brings a stack to what a plan asks for, against simulated clouds. Throws, before anything is changed, a LockedError, a
 * CorruptStateError, a ProtectedError or a UsageError; a ProviderFailure when a cloud doesn't do what it should, after
 * which the same call goes on.
 */
export function up(plan: Plan, options: RehearsalOptions): Promise<RehearsalResult> {
  const whole = withStack(plan);
  return inSession(stackOf(whole), "up", options, async (session) => {
    const { state } = session;
    const decision = decideSteps(
      whole,
      state.checkpoint,
      options.targets === undefined ? {} : { targets: options.targets },
    );
    refuseProtected(decision);
    if (Object.keys(decision.renames).length > 0) state.record({ kind: "rename", renames: decision.renames });
    return carryOut(session, whole.resources, decision, options, () => setOutputs(state, whole));
  });
}

/** Deletes what a stack has, or the targets of it. Throws what `up` throws. */
export function destroy(stack: string, options: RehearsalOptions): Promise<RehearsalResult> {
  return inSession(stack, "destroy", options, (session) => {
    const decision = decideDestruction(session.state.checkpoint, options.targets);
    refuseProtected(decision);
    return carryOut(session, [], decision, options, () => ({}));
  });
}

function refuseProtected({ refusals }: Decision): void {
  if (refusals.length > 0) throw new ProtectedError(refusals);
}

async function carryOut(
  session: Session,
  planned: readonly PlannedResource[],
  decision: Decision,
  options: RehearsalOptions,
  finish: () => PlannedObject,
): Promise<RehearsalResult> {
  const { stack, state, cloud, settled } = session;
  const wanted = new Set(planned.map(({ urn }) => urn));
  const { cluster } = options;
  const context = { state, cloud, declared: declaredOutputs, faults: options.faults ?? {}, cluster };
  const run = new Run(context, planned, decision.steps, (resources) =>
    decideDeletions(resources, wanted, options.targets),
  );
  const steps: AppliedStep[] = [];
  const result = (outputs: PlannedObject, interrupted: boolean): RehearsalResult => {
    const remaining = run.ahead.map(({ urn }) => urn);
    return { stack, steps, summary: countSteps(steps), outputs, settled, interrupted, remaining };
  };
  for (let step = run.upcoming; step !== undefined; step = run.upcoming) {
    // Lets signals and timers in: a run is otherwise one long turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted === true) return result({}, true);
    session.assertHeld();
    try {
      const applied = await run.next();
      if (applied === undefined) continue;
      steps.push(applied);
      options.onStep?.(applied);
    } catch (error) {
      if (error instanceof CloudError || error instanceof LostReplyError)
        throw new ProviderFailure(step.urn, error, result({}, false));
      throw error;
    }
  }
  return result(finish(), false);
}

// Outputs may name what a targeted run hasn't made.
function setOutputs(state: StackState, plan: Plan): PlannedObject {
  const outputs = resolveInputs(plan.outputs, (urn) => {
    const found = state.live(urn);
    return found === undefined
      ? { state: { urn, custom: true, type: "", id: unknownText }, fresh: false }
      : { state: found, fresh: false };
  });
  const stack = state.resources.find(({ type }) => type === stackType);
  if (stack !== undefined && canonicalJson(stack.outputs ?? {}) !== canonicalJson(outputs))
    state.record({ kind: "put", resources: [{ ...stack, outputs }], condemn: false });
  return outputs;
}

/** The stack that a plan is for: the one in its URNs, or the environment's own. */
export function stackOf(plan: Plan): string {
  return plan.resources[0]?.urn.split("::")[0]?.replace("urn:pulumi:", "") ?? plan.environment;
}

/** A plan that has its stack as a resource: plans of single components may lack it. */
export function withStack(plan: Plan): Plan {
  const [first] = plan.resources;
  if (first === undefined || plan.resources.some(({ type }) => type === stackType)) return plan;
  const [head = "", project = ""] = first.urn.split("::");
  const name = `${project}-${stackOf(plan)}`;
  const urn = `${head}::${project}::${stackType}::${name}`;
  const stack: PlannedResource = {
    ...bareStack,
    urn,
    name,
  };
  const children = plan.resources.map((resource) =>
    resource.parent === undefined ? { ...resource, parent: urn } : resource,
  );
  return { ...plan, resources: [stack, ...children] };
}

const bareStack = {
  type: stackType,
  custom: false,
  remote: false,
  inputs: {},
  ...withoutOptions,
};

/**
 * Takes the protection off resources, so that the next run may delete or replace them. All or none: throws a UsageError
 * that names every URN the stack doesn't have. Gives back the URNs that were protected.
 */
export function unprotect(
  stack: string,
  urns: readonly string[],
  options: RehearsalOptions,
): Promise<readonly string[]> {
  return inSession(stack, "unprotect", options, ({ state }) => {
    const missing = urns.filter((urn) => state.live(urn) === undefined);
    if (missing.length > 0)
      throw new UsageError(missing.map((urn) => `${urn} isn't in ${stack}; name a URN of its state`).join("\n"));
    const guarded = urns.flatMap((urn) => {
      const resource = state.live(urn);
      return resource?.protect === true ? [resource] : [];
    });
    if (guarded.length > 0) {
      const resources = guarded.map((resource) => ({ ...resource, protect: undefined }));
      state.record({ kind: "put", resources, condemn: false });
    }
    return Promise.resolve(guarded.map(({ urn }) => urn));
  });
}

/** What a stack holds now, a killed run's journal included. Changes nothing. Throws a CorruptStateError. */
export function readCheckpoint(stack: string, { root }: Pick<RehearsalOptions, "root">): Checkpoint {
  const files = stackFiles(root, stack);
  return StackState.load(files, noTime, `\`restore ${stack}\` puts back the checkpoint before it`).checkpoint;
}

/**
 * Puts back the checkpoint before the last one, byte by byte, when that one can be read. What was made since then is no
 * longer in the state: `refresh` names it. Throws a UsageError when there is none, a CorruptStateError when it is broken too.
 */
export async function restore(stack: string, { root }: Pick<RehearsalOptions, "root">): Promise<void> {
  const files = stackFiles(root, stack);
  if (!existsSync(files.backup)) throw new UsageError(`${stack} has no earlier checkpoint at ${files.backup}`);
  createFolders(root);
  const lock = await takeLock(files.lock, stack, "restore");
  try {
    const bytes = readFileSync(files.backup);
    parseCheckpoint(bytes, files.backup, "remove the stack's files to begin again");
    rmSync(files.stateJournal, { force: true });
    writeWhole(files.state, bytes.toString());
  } finally {
    await lock.release();
  }
}

/** Clears the lock of a run that is dead; with `force`, of any. Gives back who held it. Throws a LockedError. */
export function unlock(
  stack: string,
  { root, force = false }: { readonly root: string; readonly force?: boolean },
): LockHolder | undefined {
  return clearLock(stackFiles(root, stack).lock, stack, force);
}
