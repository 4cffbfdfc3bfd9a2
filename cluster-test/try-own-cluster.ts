import type { DefinedKind } from "../rehearsal/cluster/definitions.ts";
import { unservedKinds } from "../rehearsal/cluster/definitions.ts";
import { checkAdmission } from "./admission.ts";
import { applyAgain } from "./applying.ts";
import type { EnvironmentObjects } from "./environment-objects.ts";
import { joinFindings, type Findings } from "./findings.ts";
import { clearOwnCluster, openOwnCluster } from "./own-cluster.ts";
import { applyAll, describeMissing } from "./try-environment.ts";

/**
 * Applies an environment to an empty cluster of the user's and deletes it again. Nothing waits for pods there, since nobody
 * promises that images can be pulled or that it has the pools; no zone is taken away. Throws what openOwnCluster throws.
 */
export async function tryOwnCluster(
  wanted: EnvironmentObjects,
  context: string,
  known: readonly DefinedKind[],
): Promise<Findings> {
  const api = await openOwnCluster(context, wanted.objects);
  try {
    const missing = await unservedKinds(api, wanted.objects);
    const isMissing = (kind: string, apiVersion: string): boolean =>
      missing.some((one) => one.kind === kind && one.apiVersion === apiVersion);
    // Only what the cluster knows: definitions of ours would stand in the way of an operator's.
    const objects = wanted.objects.filter(({ kind, apiVersion }) => !isMissing(kind, apiVersion));
    const skipped = `${wanted.objects.length - objects.length} objects skipped, of kinds that the cluster doesn't have`;
    try {
      const applied = await applyAll(api, { ...wanted, objects }, known);
      const admission = await checkAdmission(api, objects);
      const again = await applyAgain(api, objects);
      return joinFindings([{ says: [skipped], failures: [] }, describeMissing(wanted), applied, admission, again]);
    } finally {
      await clearOwnCluster(api, objects);
    }
  } finally {
    api.close();
  }
}
