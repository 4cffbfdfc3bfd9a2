import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { labels, operatorsOwn, placed, resources, type MadeByOperator } from "./made-by-operator.ts";

const template = z.object({
  metadata: z.object({ labels }).default({ labels: {} }),
  spec: z
    .object({ nodeSelector: placed.nodeSelector, topologySpreadConstraints: placed.topologySpreadConstraints })
    .default({}),
});
const rabbitmq = z.object({
  replicas: z.number(),
  resources,
  affinity: placed.affinity,
  tolerations: placed.tolerations,
  override: z
    .object({ statefulSet: z.object({ spec: z.object({ template }) }) })
    .default({ statefulSet: { spec: { template: { metadata: { labels: {} }, spec: {} } } } }),
});

/** The brokers of a RabbitmqCluster. Its operator makes no budget. https://github.com/rabbitmq/cluster-operator/blob/v2.22.4/internal/resource/statefulset.go */
export function makeOfRabbitmq({ metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const { replicas, resources, affinity, tolerations, override } = rabbitmq.parse(spec);
  const { metadata, spec: pod } = override.statefulSet.spec.template;
  const own = { "app.kubernetes.io/name": name, "app.kubernetes.io/component": "rabbitmq" };
  const pods = {
    name,
    replicas,
    labels: { ...metadata.labels, ...own, "app.kubernetes.io/part-of": "rabbitmq" },
    pod: { ...pod, affinity, tolerations },
    containers: [{ name: "rabbitmq", resources, securityContext: operatorsOwn }],
  };
  return { pods: [pods], budgets: [] };
}
