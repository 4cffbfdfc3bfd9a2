import { UsageError } from "../components/kit/errors.ts";
import type { Plan } from "../plan/planned-resource.ts";
import type { ClusterCalls, CountedCalls } from "../rehearsal/cluster/cluster-calls.ts";
import type { RehearsalResult } from "../rehearsal/result.ts";
import type { Context } from "./context.ts";
import { withProgress } from "./progress.ts";
import { bringUp, type Rehearsed } from "./rehearsal.ts";
import { plural } from "./print/words.ts";

/** A rehearsal's result, and what a real API server had to do with it, for people. */
export interface JudgedRun {
  readonly result: RehearsalResult;
  readonly judged: readonly string[];
}

/**
 * Brings a plan up with a real API server for what is inside of Kubernetes: started for it, given what earlier runs left, and
 * ended after it. Throws what `bringUp` throws, and a UsageError where the server can't be built or refuses what is there.
 */
export async function bringUpWithCluster(plan: Plan, rehearsed: Rehearsed, context: Context): Promise<JudgedRun> {
  return withCluster(context, async (cluster) => {
    await restore(cluster, rehearsed);
    const before = cluster.agreed();
    const result = await bringUp(plan, { ...rehearsed, options: { ...rehearsed.options, cluster } }, context);
    const calls = plural(cluster.agreed() - before, "call");
    return {
      result,
      judged: [
        `A real API server agreed to ${calls} about Kubernetes objects; charts and custom resources' fields were not looked at`,
      ],
    };
  });
}

async function withCluster<T>(context: Context, work: (cluster: CountedCalls) => Promise<T>): Promise<T> {
  const { controlPlanePrograms } = await import("../tools/control-plane/programs.ts");
  const { startLocalCluster } = await import("../rehearsal/cluster/local-cluster.ts");
  const { clusterCalls } = await import("../rehearsal/cluster/cluster-calls.ts");
  const { charts } = await import("../charts/charts.ts");
  const programs = await controlPlanePrograms(context.env, (line) => context.stderr.write(`${line}\n`));
  const { api, stop } = await withProgress(context, "starting an API server", () => startLocalCluster(programs, []));
  try {
    return await work(
      clusterCalls(
        api,
        charts.flatMap(({ kinds }) => kinds),
      ),
    );
  } finally {
    await stop();
  }
}

// The server is new and the stack may not be: what is to be updated has to be there.
async function restore(cluster: ClusterCalls, { stack, options }: Rehearsed): Promise<void> {
  const { readCheckpoint } = await import("../rehearsal/rehearse.ts");
  const { CloudError } = await import("../rehearsal/errors.ts");
  const left = readCheckpoint(stack, options).resources.filter(({ delete: isOld }) => isOld !== true);
  try {
    for (const resource of left) await cluster.apply(resource);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    throw new UsageError(
      `${stack} as it stands: ${error.message}; bring it up without --cluster first, or rehearse in another --state`,
      { cause: error },
    );
  }
}
