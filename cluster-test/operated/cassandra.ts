import { z } from "zod";
import { hostKey } from "../../components/kit/cluster/placement.ts";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { labels, placed, resources, security, type MadeByOperator } from "./made-by-operator.ts";

const affinity = z.looseObject({
  podAntiAffinity: z
    .looseObject({ requiredDuringSchedulingIgnoredDuringExecution: z.array(z.unknown()).default([]) })
    .prefault({}),
});
const pod = z.object({
  securityContext: security,
  affinity: affinity.prefault({}),
  containers: z
    .array(z.object({ name: z.string(), securityContext: security, resources: resources.optional() }))
    .default([]),
});
const datacenter = z.object({
  clusterName: z.string(),
  serverVersion: z.string(),
  size: z.number(),
  racks: z.array(z.object({ name: z.string() })),
  allowMultipleNodesPerWorker: z.boolean().default(false),
  resources,
  systemLoggerResources: resources,
  nodeSelector: placed.nodeSelector,
  tolerations: placed.tolerations,
  podTemplateSpec: z.object({ metadata: z.object({ labels }), spec: pod }),
});

const rackLabel = "cassandra.datastax.com/rack";

/**
 * The nodes of each rack of a CassandraDatacenter, with the container beside each that writes its log and those that are given to it;
 * together they are what a majority is of, and one of them may be away.
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/pkg/reconciliation/construct_podtemplatespec.go
 */
export function makeOfCassandra({ metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const { clusterName, serverVersion, size, racks, podTemplateSpec, ...rest } = datacenter.parse(spec);
  const { nodeSelector, tolerations } = rest;
  const { metadata, spec: template } = podTemplateSpec;
  const own = { "cassandra.datastax.com/cluster": clusterName, "cassandra.datastax.com/datacenter": name };
  const container = (called: string, resources: unknown) => {
    const { securityContext } = template.containers.find((one) => one.name === called) ?? {};
    return { name: called, resources, securityContext };
  };
  const operators = [
    container("cassandra", rest.resources),
    container("server-system-logger", rest.systemLoggerResources),
  ];
  // Its mounts are left out: the simulated volumes are the servers' own.
  const besides = template.containers
    .filter(({ name: called }) => operators.every((one) => one.name !== called))
    .map(({ name: called, resources }) => container(called, resources));
  const recommended = {
    "app.kubernetes.io/name": "cassandra",
    "app.kubernetes.io/instance": `cassandra-${clusterName}`,
    "app.kubernetes.io/managed-by": "cass-operator",
    "app.kubernetes.io/created-by": "cass-operator",
    "app.kubernetes.io/version": serverVersion,
  };
  const pods = racks.map((rack, index) => ({
    name: `${clusterName}-${name}-${rack.name}-sts`,
    // The first racks take what isn't even.
    replicas: Math.floor(size / racks.length) + (index < size % racks.length ? 1 : 0),
    labels: { ...metadata.labels, ...recommended, ...own, [rackLabel]: rack.name },
    pod: {
      ...{ nodeSelector, tolerations, securityContext: template.securityContext },
      affinity: rest.allowMultipleNodesPerWorker ? template.affinity : alone(template.affinity, Object.keys(own)),
    },
    containers: [...operators, ...besides],
    quorum: name,
  }));
  return { pods, budgets: [{ name: `${name}-pdb`, selector: own, bound: { minAvailable: size - 1 } }] };
}

/** The operator adds to what it is told that no two nodes of any data centre share a machine. */
function alone(told: z.infer<typeof affinity>, keys: readonly string[]): object {
  const { podAntiAffinity, ...others } = told;
  const matchExpressions = [...keys, rackLabel].map((key) => ({ key, operator: "Exists" }));
  const requiredDuringSchedulingIgnoredDuringExecution = [
    { topologyKey: hostKey, labelSelector: { matchExpressions } },
    ...podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution,
  ];
  return { ...others, podAntiAffinity: { ...podAntiAffinity, requiredDuringSchedulingIgnoredDuringExecution } };
}
