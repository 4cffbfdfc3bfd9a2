import { decideNodeChoice, decideSpread } from "../../cluster/placement.ts";
import { meshOff } from "../../labels.ts";
import { ports, sentinelPort } from "../../network/ports.ts";
import { quantities } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { decideServerClaim } from "../server-claim.ts";
import { redisDomain, redisNodesService } from "./redis-members.ts";
import {
  exporterContainer,
  keeperContainer,
  redisEnvironment,
  redisMounts,
  redisProbes,
  redisRun,
  redisVolumes,
  sentinelEnvironment,
  type RedisParts,
} from "./redis-server.ts";
import { redisRoleSelector, sentinelCount, sentinelSize, sentinelVolumeGiB } from "./redis-sentinels.ts";

/**
 * The StatefulSet of all sentinels of a store, in zones of their own in production. They begin at once and before servers, which ask them who leads. The
 * volume of each holds what it promised to others, no keys. Its pods' labels hold no tags: a tag that changes restarts nobody.
 * https://valkey.io/topics/sentinel/
 */
export function decideSentinels(parts: RedisParts, surroundings: Surroundings) {
  const { store } = parts;
  const own = redisRoleSelector(store, "sentinel");
  return {
    serviceName: redisNodesService(store),
    replicas: sentinelCount,
    podManagementPolicy: "Parallel",
    selector: { matchLabels: own },
    minReadySeconds: 10,
    template: {
      metadata: { labels: { ...own, ...meshOff } },
      spec: {
        terminationGracePeriodSeconds: 30,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        topologySpreadConstraints: decideSpread(own, surroundings),
        ...decideNodeChoice("data", surroundings),
        containers: [
          sentinelContainer(parts),
          keeperContainer(environmentOf(store), parts),
          exporterContainer(sentinelPort, parts),
        ],
        volumes: redisVolumes(parts),
      },
    },
    volumeClaimTemplates: [
      // What can never change: a claim of a StatefulSet is as it was made.
      { metadata: { name: "data", labels: own }, spec: decideServerClaim(sentinelVolumeGiB, surroundings) },
    ],
  };
}

function sentinelContainer({ store, image }: RedisParts) {
  const { cpu, memory } = quantities(sentinelSize);
  return {
    name: "sentinel",
    image,
    imagePullPolicy: "IfNotPresent",
    command: redisRun("start"),
    env: environmentOf(store),
    ports: [{ name: "sentinel", containerPort: sentinelPort }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...redisProbes,
    volumeMounts: [redisMounts.config, redisMounts.data, redisMounts.tls, redisMounts.users],
  };
}

/** Who leads at first is the first server: it is told so by those who are asked. */
function environmentOf(store: string) {
  return [
    ...redisEnvironment(store, sentinelPort),
    { name: "FIRST", value: `${store}-0-0-0.${redisDomain(store)}` },
    ...sentinelEnvironment(store).filter(({ name }) => name === "SENTINELS"),
    { name: "SERVER_PORT", value: String(ports.redis) },
    { name: "STORE", value: store },
  ];
}
