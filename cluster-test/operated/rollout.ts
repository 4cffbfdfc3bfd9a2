import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { labels, type MadeByOperator } from "./made-by-operator.ts";

const container = z.object({
  name: z.string(),
  resources: z.unknown().optional(),
  securityContext: z.unknown().optional(),
});
const template = z.object({
  metadata: z.object({ labels }),
  spec: z.looseObject({ containers: z.array(container) }),
});
const rollout = z.object({ replicas: z.number().default(1), template });

/** The pods of a Rollout of Argo's: as a Deployment's. https://argo-rollouts.readthedocs.io/en/stable/features/specification/ */
export function makeOfRollout({ metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const { replicas, template } = rollout.parse(spec);
  const { containers, ...pod } = template.spec;
  return { pods: [{ name, replicas, labels: template.metadata.labels, pod, containers }], budgets: [] };
}
