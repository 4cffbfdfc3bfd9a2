import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import {
  budget,
  budgetsOf,
  labels,
  placed,
  resources,
  security,
  type MadeByOperator,
  type PodsOfOperator,
} from "./made-by-operator.ts";

const container = z.object({ resources, securityContext: security });
const mariadb = z.object({
  replicas: z.number(),
  ...container.shape,
  ...placed,
  podSecurityContext: security,
  inheritMetadata: z.object({ labels }).default({ labels: {} }),
  podDisruptionBudget: budget,
  galera: z.object({ agent: container }).optional(),
  metrics: z.object({ exporter: container.extend({ podSecurityContext: security }) }).optional(),
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
    metrics,
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
  const exporter = metrics === undefined ? [] : [exporterOf(name, inheritMetadata.labels, metrics.exporter)];
  return { pods: [pods, ...exporter], budgets: budgetsOf(name, own, podDisruptionBudget) };
}

/** The pod that asks each server for its numbers. https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/metrics.md */
function exporterOf(
  store: string,
  inherited: Readonly<Record<string, string>>,
  { podSecurityContext, ...container }: NonNullable<z.infer<typeof mariadb>["metrics"]>["exporter"],
): PodsOfOperator {
  const name = `${store}-metrics`;
  return {
    name,
    replicas: 1,
    labels: { ...inherited, "app.kubernetes.io/name": "exporter", "app.kubernetes.io/instance": name },
    pod: { securityContext: podSecurityContext },
    containers: [{ name: "exporter", ...container }],
  };
}
