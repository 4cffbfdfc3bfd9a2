import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { labels, operatorsOwn, placed, resources, security, type MadeByOperator } from "./made-by-operator.ts";

const workers = z.object({
  replicas: z.number(),
  resources,
  template: z.object({
    pod: z.object({ ...placed, metadata: z.object({ labels }).default({ labels: {} }), securityContext: security }),
    podDisruptionBudget: z.object({ maxUnavailable: z.number() }).default({ maxUnavailable: 1 }),
  }),
});

const components = { KafkaConnect: "connect", KafkaMirrorMaker2: "mirrormaker2" } as const;

/** Workers of Kafka Connect and their budget. https://strimzi.io/docs/operators/latest/deploying#ref-list-of-kafka-connect-resources-str */
export function makeOfKafkaWorkers({ kind, metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const { replicas, resources, template } = workers.parse(spec);
  const { metadata: own, ...pod } = template.pod;
  const component = `${name}-${kind === "KafkaConnect" ? components.KafkaConnect : components.KafkaMirrorMaker2}`;
  const selector = { "strimzi.io/cluster": name, "strimzi.io/kind": kind, "strimzi.io/name": component };
  return {
    pods: [
      {
        ...{ name: component, replicas, labels: { ...own.labels, ...selector }, pod },
        containers: [{ name: component, resources, securityContext: operatorsOwn }],
        // Whoever is left takes over what the others did.
        quorum: "none",
      },
    ],
    budgets: [
      { name: component, selector, bound: { minAvailable: replicas - template.podDisruptionBudget.maxUnavailable } },
    ],
  };
}
