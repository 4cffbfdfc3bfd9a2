import { z } from "zod";

/** A Kubernetes object as the API takes and gives it, read as far as anything here needs it. */
export const clusterObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    resourceVersion: z.string().optional(),
    uid: z.string().optional(),
    generation: z.number().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
});

/** The same, parsed. */
export type ClusterObject = z.infer<typeof clusterObject>;

/** Kind, namespace and name, for people. */
export function nameOf({ kind, metadata: { namespace, name } }: ClusterObject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
