import { namespaces } from "../../cluster/namespaces.ts";
import { objectLabels, objectPort, objectServer } from "../../objects/objects-in-cluster.ts";
import { cloudReach, type Flow, type FlowOptions, type Pods } from "./flow.ts";

/** Pods of the server that holds buckets in the cluster. */
export const objectPods: Pods = {
  kind: "pods",
  namespace: namespaces.data,
  name: objectServer,
  labels: objectLabels,
};

/** Who uses a bucket reaches the cloud; or the server that holds it in the cluster, and nothing else. */
export function bucketReach(
  from: Pods,
  { bucketsInCluster, tokenEndpoints }: Pick<FlowOptions, "bucketsInCluster" | "tokenEndpoints">,
): Flow[] {
  if (bucketsInCluster !== true) return cloudReach(from, tokenEndpoints);
  return [{ from, to: objectPods, ports: [objectPort] }];
}
