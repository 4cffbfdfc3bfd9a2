import { existsSync } from "node:fs";
import { noTime } from "./state/checkpoint.ts";
import type { ClusterCalls } from "./cluster/cluster-calls.ts";
import { CloudError, CorruptStateError, LostReplyError } from "./errors.ts";
import type { Faults } from "./faults.ts";
import { takeLock } from "./state/lock.ts";
import type { AppliedStep, SettledOperation } from "./result.ts";
import { settlePending } from "./settle.ts";
import { SimulatedCloud } from "./simulated/cloud.ts";
import { createFolders, stackFiles, type StackFiles } from "./state/stack-files.ts";
import { StackState } from "./state/stack-state.ts";

/** How a rehearsal is run. */
export interface RehearsalOptions {
  /** Folder below which `.landbridge/` keeps state and simulated clouds. */
  readonly root: string;
  /** What goes wrong. Default: nothing. */
  readonly faults?: Faults;
  /** A real API server for what is inside of Kubernetes. Default: simulated like all else. */
  readonly cluster?: ClusterCalls | undefined;
  /** Told of each step when it is done. */
  readonly onStep?: (step: AppliedStep) => void;
  /** Aborting it ends the run after the step under way. State is written. */
  readonly signal?: AbortSignal;
  /** URNs; other resources stay as they are. Default: all. */
  readonly targets?: readonly string[];
  /** RFC 3339, written into the checkpoint, and by which kept names run out. Default: 1970, so that they never do. */
  readonly time?: string;
}

/** A stack that is locked, loaded and free of pending operations. */
export interface Session {
  readonly stack: string;
  readonly state: StackState;
  readonly cloud: SimulatedCloud;
  readonly settled: readonly SettledOperation[];
  /** Throws when the lock was taken away meanwhile. */
  readonly assertHeld: () => void;
}

/**
 * Does some work on a stack: takes its lock, loads it, settles what an earlier run left pending, and writes both state
 * and simulated cloud when the work has ended, well or by an answer of a cloud. After any other error the journals are
 * left as a killed run leaves them.
 */
export async function inSession<T>(
  stack: string,
  operation: string,
  options: RehearsalOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const files = stackFiles(options.root, stack);
  createFolders(options.root);
  const lock = await takeLock(files.lock, stack, operation);
  try {
    const { state, cloud } = load(files, stack, options.time ?? noTime);
    try {
      const settled = settlePending(state, cloud);
      const result = await work({ stack, state, cloud, settled, assertHeld: lock.assertHeld });
      save(state, cloud);
      return result;
    } catch (error) {
      if (isExpected(error)) save(state, cloud);
      throw error;
    } finally {
      state.abandon();
      cloud.abandon();
    }
  } finally {
    await lock.release();
  }
}

function load(files: StackFiles, stack: string, time: string): { state: StackState; cloud: SimulatedCloud } {
  const wayOut = existsSync(files.backup)
    ? `\`restore ${stack}\` puts back the checkpoint before it (${files.backup})`
    : `there is no earlier checkpoint; remove ${files.state} and the simulated cloud (${files.cloud}) to begin again`;
  // Both are read before either is written: one that is corrupt leaves the other as it is.
  const loaded = loadBoth(files, time, wayOut);
  save(loaded.state, loaded.cloud);
  return loaded;
}

function loadBoth(files: StackFiles, time: string, wayOut: string): { state: StackState; cloud: SimulatedCloud } {
  const findings = [];
  let state: StackState | undefined;
  let cloud: SimulatedCloud | undefined;
  try {
    state = StackState.load(files, time, wayOut);
  } catch (error) {
    if (!(error instanceof CorruptStateError)) throw error;
    findings.push(...error.findings);
  }
  try {
    cloud = SimulatedCloud.load(files, time);
  } catch (error) {
    if (!(error instanceof CorruptStateError)) throw error;
    findings.push(...error.findings);
  }
  if (state === undefined || cloud === undefined) throw new CorruptStateError(findings);
  return { state, cloud };
}

// The cloud first: what it has and the state doesn't know yet is still in the state's journal.
function save(state: StackState, cloud: SimulatedCloud): void {
  cloud.save();
  state.save();
}

function isExpected(error: unknown): boolean {
  return error instanceof CloudError || error instanceof LostReplyError || isFailureOfProvider(error);
}

function isFailureOfProvider(error: unknown): boolean {
  return error instanceof Error && (error.cause instanceof CloudError || error.cause instanceof LostReplyError);
}
