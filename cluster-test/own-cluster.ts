import { Agent, type OutgoingHttpHeaders } from "node:http";
import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../components/kit/errors.ts";
import { ApiRefusal, ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import { nameOf, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";

/**
 * A cluster of the user's, by a context of the kubeconfig that kubectl would read. Throws a UsageError where there is no such
 * context, or where the cluster already has a namespace or another object that the test would make: it may be somebody's platform.
 */
export async function openOwnCluster(context: string, objects: readonly ClusterObject[]): Promise<ClusterApi> {
  const config = new KubeConfig();
  config.loadFromDefault();
  if (config.getContextObject(context) === null) {
    const names = config.contexts.map(({ name }) => name).sort();
    throw new UsageError(
      `--context ${context}: is not in your kubeconfig, which has ${names.length === 0 ? "none" : names.join(", ")}`,
    );
  }
  config.setCurrentContext(context);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { agent, headers } = options;
  if (!(agent instanceof Agent)) throw new Error("the kubeconfig gave no agent");
  const server = config.getCurrentCluster()?.server ?? "";
  const api = new ClusterApi({ server, agent, headers: isRecord(headers) ? headers : {} });
  const taken: string[] = [];
  for (const object of exposedObjects(objects)) if (await exists(api, object)) taken.push(nameOf(object));
  if (taken.length === 0) return api;
  api.close();
  throw new UsageError(
    `--context ${context}: already has ${taken.join(", ")}, which the test would change and then delete; name an empty cluster`,
  );
}

/** The objects that no namespace of their own keeps apart from what else a cluster has: cluster-wide, or in somebody's namespace. */
export function exposedObjects(objects: readonly ClusterObject[]): ClusterObject[] {
  const own = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata: { name } }) => name));
  return objects.filter(({ metadata: { namespace } }) => namespace === undefined || !own.has(namespace));
}

async function exists(api: ClusterApi, object: ClusterObject): Promise<boolean> {
  if (!(await api.serves(object))) return false;
  try {
    await api.read(object);
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return false;
    throw error;
  }
}

/** Deletes what a test made in a cluster of the user's, namespaces and other cluster-wide objects last. */
export async function clearOwnCluster(api: ClusterApi, made: readonly ClusterObject[]): Promise<void> {
  for (const object of made.toReversed()) await api.delete(object);
}

// Headers may also be a list of names and values; what reads kubeconfigs makes no such list.
function isRecord(headers: RequestOptions["headers"]): headers is OutgoingHttpHeaders {
  return headers !== undefined && !Array.isArray(headers);
}
