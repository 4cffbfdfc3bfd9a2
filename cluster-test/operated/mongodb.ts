import { z } from "zod";
import { hostKey } from "../../components/kit/cluster/placement.ts";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { budget, budgetsOf, labels, placed, resources, security, type MadeByOperator } from "./made-by-operator.ts";

const replicaSet = z.object({
  name: z.string(),
  size: z.number(),
  labels,
  resources,
  ...placed,
  affinity: z
    .object({ advanced: z.unknown().optional(), antiAffinityTopologyKey: z.string().default(hostKey) })
    .prefault({}),
  podSecurityContext: security,
  containerSecurityContext: security,
  podDisruptionBudget: budget,
  sidecars: z.array(z.object({ name: z.string(), resources, securityContext: security })).default([]),
});
const backup = z.object({ enabled: z.boolean(), resources, containerSecurityContext: security });
const mongodb = z.object({ replsets: z.array(replicaSet), backup: backup.optional() });

/** The members of each replica set of a PerconaServerMongoDB, with their budget. https://docs.percona.com/percona-operator-for-mongodb/operator.html */
export function makeOfMongodb({ metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const { replsets, backup: agent } = mongodb.parse(spec);
  const agents =
    agent?.enabled === true
      ? [{ name: "backup-agent", resources: agent.resources, securityContext: agent.containerSecurityContext }]
      : [];
  const made = replsets.map((set) => {
    const { nodeSelector, tolerations, topologySpreadConstraints } = set;
    const own = {
      "app.kubernetes.io/name": "percona-server-mongodb",
      "app.kubernetes.io/instance": name,
      "app.kubernetes.io/component": "mongod",
      "app.kubernetes.io/managed-by": "percona-server-mongodb-operator",
      "app.kubernetes.io/part-of": "percona-server-mongodb",
      "app.kubernetes.io/replset": set.name,
    };
    const labels = { ...set.labels, ...own };
    const affinity = affinityOf(set.affinity, labels);
    return {
      pods: {
        name: `${name}-${set.name}`,
        replicas: set.size,
        labels,
        pod: {
          ...{ nodeSelector, tolerations, topologySpreadConstraints, affinity },
          securityContext: set.podSecurityContext,
        },
        containers: [
          { name: "mongod", resources: set.resources, securityContext: set.containerSecurityContext },
          ...agents,
          ...set.sidecars,
        ],
      },
      budgets: budgetsOf(`${name}-mongod-${set.name}`, own, set.podDisruptionBudget),
    };
  });
  return { pods: made.map(({ pods }) => pods), budgets: made.flatMap(({ budgets }) => budgets) };
}

/** In the operator's own words members share nothing of a key; or they are said in full. https://docs.percona.com/percona-operator-for-mongodb/constraints.html */
function affinityOf(
  { advanced, antiAffinityTopologyKey }: z.infer<typeof replicaSet>["affinity"],
  matchLabels: Readonly<Record<string, string>>,
): unknown {
  if (advanced !== undefined) return advanced;
  if (antiAffinityTopologyKey === "none") return undefined;
  const term = { labelSelector: { matchLabels }, topologyKey: antiAffinityTopologyKey };
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}
