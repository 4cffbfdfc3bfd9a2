import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import type { Context } from "../cli/context.ts";
import { renderManifests, type LeftOut } from "../cli/manifests/manifests.ts";
import { bringUp, planRehearsal, rehearsedStack } from "../cli/rehearsal.ts";
import { decideNodePools } from "../components/kit/cluster/node-pools.ts";
import type { OpaqueChart } from "../plan/planned-resource.ts";
import { clusterObject, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import type { SimulatedPool } from "../rehearsal/cluster/simulated-nodes.ts";
import { loadPlatform } from "../stacks/load.ts";

/** The Kubernetes half of an environment. */
export interface EnvironmentObjects {
  readonly environment: AnyEnvironment;
  /** What `landbridge render` writes, in the order in which kubectl reads it. */
  readonly objects: readonly ClusterObject[];
  /** What it doesn't write: secrets, and certificates that Pulumi makes. */
  readonly leftOut: readonly LeftOut[];
  /** Charts that could not be looked into: their objects are missing. */
  readonly opaque: readonly OpaqueChart[];
  /** Objects that hold a value which only a real cloud knows. They are applied with a placeholder in its place. */
  readonly undecided: readonly string[];
  readonly pools: readonly SimulatedPool[];
  readonly zones: number;
}

/**
 * Renders an environment as `landbridge render` does. What the cluster layer reads of the cloud layer comes from a rehearsal
 * of that layer in a folder of its own.
 */
export async function environmentObjects(reference: string, context: Context): Promise<EnvironmentObjects> {
  const { environment } = loadPlatform(reference, context.root);
  const state = mkdtempSync(join(tmpdir(), "landbridge-cloud-"));
  const remove = (): void => {
    rmSync(state, { recursive: true, force: true });
  };
  // A signal ends the process without coming back here.
  process.once("exit", remove);
  try {
    const stackOf = (layer: "cloud" | "cluster") =>
      rehearsedStack({ environment: environment.name, layer, state, json: false }, context);
    const cloud = await stackOf("cloud");
    await bringUp(await planRehearsal(cloud, context), cloud, context);
    const plan = await planRehearsal(await stackOf("cluster"), context);
    const { files, leftOut, undecided } = renderManifests(plan.resources);
    return {
      environment,
      objects: files.map(({ content }) => clusterObject.parse(parse(content))),
      leftOut,
      opaque: plan.opaque,
      undecided,
      pools: decideNodePools(environment.cluster.pools),
      zones: clusterFacts(environment).zones,
    };
  } finally {
    process.off("exit", remove);
    remove();
  }
}
