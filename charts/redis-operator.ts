import { imageParts, kindsOf, type ChartEntry } from "./catalogue.ts";
import { meshOffLabels, operatorResources } from "./values.ts";

const kind = kindsOf("redis.redis.opstreelabs.in", "v1beta2");

const pods = { name: "redis-operator" };

/**
 * The operator of Redis clusters by Opstree. 0.25.0 is the newest chart that was seen published; it runs operator 0.25.0.
 * https://github.com/OT-CONTAINER-KIT/redis-operator/issues/1841
 */
export const redisOperator: ChartEntry = {
  name: "redis-operator",
  source: "https://ot-container-kit.github.io/helm-charts",
  version: "0.25.0",
  appVersion: "0.25.0",
  licence: "Apache-2.0",
  docs: "https://redis-operator.opstree.dev/",
  // The chart names no range; it uses no API that these have dropped.
  kubernetes: ["1.30", "1.36"],
  kinds: [
    kind("Redis", "redis"),
    kind("RedisCluster", "redisclusters"),
    kind("RedisReplication", "redisreplications"),
    kind("RedisSentinel", "redissentinels"),
  ],
  images: ["redis", "redis-operator"],
  pods,
  values: (surroundings) => ({
    replicas: surroundings.spare ? 2 : 1,
    redisOperator: {
      imageName: imageParts("redis-operator", surroundings.mirrors).repository,
      imagePullPolicy: "IfNotPresent",
      watchNamespace: surroundings.watched,
      podLabels: meshOffLabels,
      // Off, so that no certificate is made anew at every render.
      webhook: false,
    },
    resources: operatorResources("100m", "256Mi"),
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    nodeSelector: surroundings.nodeSelector,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: pods } },
          },
        ],
      },
    },
  }),
};
