import { z } from "zod";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { budgetsOf, placed, resources, security, type MadeByOperator } from "./made-by-operator.ts";

const part = z.object({
  replicas: z.number(),
  ...placed,
  securityContext: security,
  pdb: z.object({ enabled: z.boolean(), maxUnavailable: z.number() }).optional(),
});
const redis = z.object({
  kubernetesConfig: z.object({ resources }),
  podSecurityContext: security,
  redisLeader: part,
  redisFollower: part,
});

/** The leaders and followers of a RedisCluster, each with a budget. What it is labelled with, its pods are too. https://redis-operator.opstree.dev */
export function makeOfRedis({ metadata, spec }: ClusterObject): MadeByOperator {
  const { kubernetesConfig, podSecurityContext, redisLeader, redisFollower } = redis.parse(spec);
  const made = { leader: redisLeader, follower: redisFollower };
  const parts = Object.entries(made).flatMap(([role, { replicas, securityContext, pdb, ...placement }]) => {
    if (replicas === 0) return [];
    const name = `${metadata.name}-${role}`;
    const own = { app: name, redis_setup_type: "cluster", role };
    return [
      {
        pods: {
          name,
          replicas,
          labels: { ...own, ...metadata.labels, cluster: metadata.name },
          pod: { ...placement, securityContext: podSecurityContext },
          containers: [{ name, resources: kubernetesConfig.resources, securityContext }],
        },
        budgets: budgetsOf(name, { app: name, role }, pdb?.enabled === true ? pdb : undefined),
      },
    ];
  });
  return { pods: parts.map(({ pods }) => pods), budgets: parts.flatMap(({ budgets }) => budgets) };
}
