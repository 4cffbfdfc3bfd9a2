import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import {
  labels,
  operatorsOwn,
  placed,
  resources,
  security,
  type MadeByOperator,
  type PodsOfOperator,
} from "./made-by-operator.ts";

const template = z
  .object({
    pod: z.object({ ...placed, metadata: z.object({ labels }).default({ labels: {} }), securityContext: security }),
  })
  .default({ pod: { metadata: { labels: {} } } });
const nodePool = z.object({ replicas: z.number(), roles: z.array(z.string()), resources, template });
const helper = z.object({
  resources,
  topicOperator: z.object({ resources }).optional(),
  userOperator: z.object({ resources }).optional(),
  template,
});
const kafka = z.object({
  entityOperator: helper.optional(),
  cruiseControl: helper.optional(),
  kafkaExporter: helper.optional(),
});

/** Labels of everything that Strimzi makes of a Kafka, and of a part of it. https://strimzi.io/docs/operators/latest/deploying#con-config-pod-disruption-budgets-str */
function partLabels(cluster: string, part: string): Record<string, string> {
  return { "strimzi.io/cluster": cluster, "strimzi.io/kind": "Kafka", "strimzi.io/name": `${cluster}-${part}` };
}

/** The nodes of a KafkaNodePool. */
export function makeOfKafkaPool({ metadata, spec }: ClusterObject): MadeByOperator {
  const { replicas, roles, resources, template } = nodePool.parse(spec);
  const { metadata: own, ...pod } = template.pod;
  const cluster = metadata.labels?.["strimzi.io/cluster"] ?? "";
  const ofRoles = ["broker", "controller"].map((role): [string, string] => [
    `strimzi.io/${role}-role`,
    String(roles.includes(role)),
  ]);
  const pods = {
    name: `${cluster}-${metadata.name}`,
    replicas,
    labels: {
      ...own.labels,
      ...partLabels(cluster, "kafka"),
      "strimzi.io/pool-name": metadata.name,
      ...Object.fromEntries(ofRoles),
    },
    pod,
    containers: [{ name: "kafka", resources, securityContext: operatorsOwn }],
  };
  return { pods: [pods], budgets: [] };
}

/** What a Kafka runs besides its nodes, and the budget of them all, of which one may be away. */
export function makeOfKafka({ metadata, spec }: ClusterObject, others: readonly ClusterObject[]): MadeByOperator {
  const { name } = metadata;
  const { entityOperator, cruiseControl, kafkaExporter } = kafka.parse(spec);
  const pools = others.filter((one) => isPoolOf(one, metadata));
  const nodes = pools.reduce((sum, pool) => sum + nodePool.parse(pool.spec).replicas, 0);
  const beside = (part: string, { template }: z.infer<typeof helper>, ...asked: unknown[]): PodsOfOperator => {
    const { metadata: own, ...pod } = template.pod;
    return {
      ...{ name: `${name}-${part}`, replicas: 1, labels: { ...own.labels, ...partLabels(name, part) }, pod },
      containers: asked.map((resources, index) => ({
        ...{ name: `${part}-${index}`, resources, securityContext: operatorsOwn },
      })),
    };
  };
  const { topicOperator, userOperator } = entityOperator ?? {};
  const operators = [topicOperator, userOperator].flatMap((one) => (one === undefined ? [] : [one.resources]));
  return {
    pods: [
      ...(entityOperator === undefined ? [] : [beside("entity-operator", entityOperator, ...operators)]),
      ...(cruiseControl === undefined ? [] : [beside("cruise-control", cruiseControl, cruiseControl.resources)]),
      ...(kafkaExporter === undefined ? [] : [beside("kafka-exporter", kafkaExporter, kafkaExporter.resources)]),
    ],
    // The operator reckons how many have to stay, since nothing tells Kubernetes how many there should be.
    budgets: [
      {
        ...{ name: `${name}-kafka`, selector: partLabels(name, "kafka") },
        bound: { minAvailable: Math.max(0, nodes - 1) },
      },
    ],
  };
}

function isPoolOf({ kind, metadata }: ClusterObject, { name, namespace }: ClusterObject["metadata"]): boolean {
  return (
    kind === "KafkaNodePool" && metadata.namespace === namespace && metadata.labels?.["strimzi.io/cluster"] === name
  );
}
