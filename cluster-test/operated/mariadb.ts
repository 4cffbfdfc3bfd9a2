import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { budget, budgetsOf, labels, placed, resources, security, type MadeByOperator } from "./made-by-operator.ts";

const container = z.object({ resources, securityContext: security });
const mariadb = z.object({
  replicas: z.number(),
  ...container.shape,
  ...placed,
  podSecurityContext: security,
  inheritMetadata: z.object({ labels }).default({ labels: {} }),
  podDisruptionBudget: budget,
  galera: z.object({ agent: container }).optional(),
});

/** The servers of a MariaDB, with the agent beside each of several, and their budget. https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md */
export function makeOfMariadb({ metadata: { name }, spec }: ClusterObject): MadeByOperator {
  const {
    replicas,
    resources,
    securityContext,
    podSecurityContext,
    inheritMetadata,
    podDisruptionBudget,
    galera,
    ...pod
  } = mariadb.parse(spec);
  const own = { "app.kubernetes.io/name": "mariadb", "app.kubernetes.io/instance": name };
  const pods = {
    name,
    replicas,
    labels: { ...inheritMetadata.labels, ...own },
    pod: { ...pod, securityContext: podSecurityContext },
    containers: [
      { name: "mariadb", resources, securityContext },
      ...(galera === undefined ? [] : [{ name: "agent", ...galera.agent }]),
    ],
  };
  return { pods: [pods], budgets: budgetsOf(name, own, podDisruptionBudget) };
}
