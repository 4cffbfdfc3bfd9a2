import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { decideNodeChoice, decideSpread, hostKey, zoneKey } from "../../cluster/placement.ts";
import { meshOff, podSelector, type Labels } from "../../labels.ts";
import { metricsPorts, ports, sentinelPort } from "../../network/ports.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { decideServerClaim } from "../server-claim.ts";
import { redisDomain, redisNodesService, type RedisMember } from "./redis-members.ts";
import { hasSentinels, redisRoleSelector, sentinelPods } from "./redis-sentinels.ts";
import { redisMetrics } from "./redis-users.ts";
import { redisFiles, redisFolders, redisPauseSeconds } from "./redis-scripts.ts";
import { isPersistent } from "./redis.ts";

/** GiB of the volume of a server that keeps nothing but who it is in the cluster; the file has kilobytes. */
const memoryGiB = 1;

/** The claim of a server's volume. */
export function decideRedisClaim(wish: RedisWish, surroundings: Pick<Surroundings, "storageClass">) {
  return decideServerClaim(isPersistent(wish) ? wish.storageGiB : memoryGiB, surroundings);
}

/** What stands beside each server asks for: who looks after it, and who reads its numbers. */
const keeperSize: Capacity = { cpu: 0.025, memoryGiB: 0.0625 };
const exporterSize: Capacity = { cpu: 0.025, memoryGiB: 0.0625 };

/** Both together. */
export const redisAsideSize: Capacity = { cpu: 0.05, memoryGiB: 0.125 };

/** By which a server's shard, copy and zone can be told. None of them ever changes. */
export const redisLabels = {
  shard: "landbridge.dev/shard",
  copy: "landbridge.dev/copy",
  rack: "landbridge.dev/rack",
} as const;

/** A variable of a container, by its value or from where the kubelet knows it. */
type EnvVar =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

/** What servers are made of, besides the wish. */
export interface RedisParts {
  readonly store: string;
  readonly image: string;
  readonly exporterImage: string;
  /** Names of objects: settings and scripts, names of all servers, users with their passwords, the certificate. */
  readonly config: string;
  readonly members: string;
  readonly users: string;
  readonly certificate: string;
}

/** How pods of a store's servers are found. */
export function redisSelector(store: string): Labels {
  return podSelector({ name: store, component: "store" });
}

/**
 * The StatefulSet of one server. Its pod's labels hold no tags: a tag that changes restarts nobody.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export function decideRedisServer(wish: RedisWish, member: RedisMember, parts: RedisParts, surroundings: Surroundings) {
  const { store } = parts;
  const all = hasSentinels(wish) ? redisRoleSelector(store, "server") : redisSelector(store);
  const own = {
    ...all,
    [redisLabels.shard]: String(member.shard),
    [redisLabels.copy]: String(member.copy),
  };
  return {
    serviceName: redisNodesService(store),
    replicas: 1,
    selector: { matchLabels: own },
    // The next one restarts only after this one was well for so long.
    minReadySeconds: 10,
    template: {
      metadata: { labels: { ...own, [redisLabels.rack]: `r${member.rack}`, ...meshOff } },
      spec: {
        // A server that stops first hands over what it leads, which takes seconds.
        terminationGracePeriodSeconds: 60,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        affinity: decideAffinity(all, member, surroundings),
        // A wish everywhere: racks decide, and they are uneven by two while servers come one after the other.
        topologySpreadConstraints: decideSpread(all, surroundings, { firm: false }),
        ...decideNodeChoice("data", surroundings),
        containers: [
          serverContainer(wish, member, parts),
          keeperContainer(serverEnvironment(wish, member, store), parts),
          exporterContainer(ports.redis, parts),
        ],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: member.name } }, ...redisVolumes(parts)],
      },
    },
  };
}

/**
 * In production each of a store's zones holds servers of one rack alone, and a rack servers of one zone: whoever comes first decides which, and
 * its volume keeps it there. So no zone has to be named, and none holds two copies of a shard. Everywhere two servers would rather not share a node.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
function decideAffinity(
  matchLabels: Labels,
  { rack }: RedisMember,
  { zones, tier }: Pick<Surroundings, "zones" | "tier">,
) {
  const nearby = { weight: 100, podAffinityTerm: { topologyKey: hostKey, labelSelector: { matchLabels } } };
  const apart = { preferredDuringSchedulingIgnoredDuringExecution: [nearby] };
  if (zones <= 1 || tier !== "production") return { podAntiAffinity: apart };
  const inZone = (operator: "In" | "NotIn") => ({
    topologyKey: zoneKey,
    labelSelector: {
      matchLabels,
      matchExpressions: [
        { key: redisLabels.rack, operator: "Exists" },
        { key: redisLabels.rack, operator, values: [`r${rack}`] },
      ],
    },
  });
  return {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [inZone("In")] },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [inZone("NotIn")], ...apart },
  };
}

/** What containers of servers and sentinels find where. */
export const redisMounts = {
  config: { name: "config", mountPath: redisFolders.config, readOnly: true },
  members: { name: "members", mountPath: redisFolders.members, readOnly: true },
  tls: { name: "tls", mountPath: redisFolders.tls, readOnly: true },
  users: { name: "users", mountPath: redisFolders.users, readOnly: true },
  data: { name: "data", mountPath: redisFolders.data },
  beat: { name: "beat", mountPath: redisFolders.beat },
} as const;

function serverContainer(wish: RedisWish, member: RedisMember, parts: RedisParts) {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const pause = wish.replicasPerShard === 0 || isPersistent(wish) ? 0 : redisPauseSeconds;
  const bus = { name: "bus", containerPort: ports.redis + 10000 };
  return {
    name: "server",
    image: parts.image,
    imagePullPolicy: "IfNotPresent",
    command: redisRun("start"),
    env: [...serverEnvironment(wish, member, parts.store), { name: "PAUSE", value: String(pause) }],
    ports: [{ name: "redis", containerPort: ports.redis }, ...(hasSentinels(wish) ? [] : [bus])],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...redisProbes,
    // A server of a cluster hands over by itself.
    ...(hasSentinels(wish) ? { lifecycle: { preStop: { exec: { command: redisRun("stop") } } } } : {}),
    volumeMounts: [redisMounts.config, redisMounts.data, redisMounts.tls, redisMounts.users],
  };
}

const probe = (script: "alive" | "ready", periodSeconds: number, failureThreshold: number) => ({
  exec: { command: redisRun(script) },
  periodSeconds,
  failureThreshold,
  timeoutSeconds: 6,
});

/** How the kubelet asks a server, or a sentinel. */
export const redisProbes = {
  // Ten minutes, in which it pauses or reads what it wrote.
  startupProbe: probe("alive", 5, 120),
  livenessProbe: probe("alive", 10, 6),
  readinessProbe: probe("ready", 5, 2),
};

/** Who looks after the server or sentinel whose variables it has. */
export function keeperContainer(env: readonly EnvVar[], { image }: Pick<RedisParts, "image">) {
  const { cpu, memory } = quantities(keeperSize);
  return {
    name: "keeper",
    image,
    imagePullPolicy: "IfNotPresent",
    command: redisRun("keep"),
    env: [...env],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...probes({ exec: { command: redisRun("keeps") } }),
    volumeMounts: [redisMounts.config, redisMounts.members, redisMounts.tls, redisMounts.users, redisMounts.beat],
  };
}

/**
 * Who reads the numbers of what listens at a port of the pod.
 * https://github.com/oliver006/redis_exporter#command-line-flags
 */
export function exporterContainer(
  port: number,
  { store, exporterImage, users }: Pick<RedisParts, "store" | "exporterImage" | "users">,
) {
  const { cpu, memory } = quantities(exporterSize);
  return {
    name: "redis-exporter",
    image: exporterImage,
    imagePullPolicy: "IfNotPresent",
    env: [
      podName,
      { name: "REDIS_ADDR", value: `rediss://$(POD_NAME).${redisDomain(store)}:${port}` },
      { name: "REDIS_EXPORTER_TLS_CA_CERT_FILE", value: caFile },
      { name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { name: users, key: redisMetrics } } },
      { name: "REDIS_USER", value: redisMetrics },
    ],
    ports: [{ name: "redis-exporter", containerPort: metricsPorts.redis }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...probes({ httpGet: { path: "/health", port: "redis-exporter" } }),
    volumeMounts: [redisMounts.tls],
  };
}

/** Of what stands beside a server: a minute to begin. It is begun anew when it is stuck, without the server. */
function probes<T>(question: T) {
  const asked = { ...question, timeoutSeconds: 5 };
  return {
    startupProbe: { ...asked, periodSeconds: 5, failureThreshold: 12 },
    livenessProbe: { ...asked, periodSeconds: 30, failureThreshold: 6 },
    readinessProbe: { ...asked, periodSeconds: 30, failureThreshold: 3 },
  };
}

const caFile = `${redisFolders.tls}/ca.crt`;

const podName = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } } as const;

/** How a script of the settings is run. */
export function redisRun(script: "start" | "stop" | "keep" | "keeps" | "alive" | "ready"): string[] {
  return ["/bin/sh", `${redisFolders.config}/${script}.sh`];
}

function serverEnvironment(wish: RedisWish, { shard, copy }: RedisMember, store: string): EnvVar[] {
  const [pod, ip, ca, ...rest] = redisEnvironment(store, ports.redis);
  return [
    ...[pod, ip, ca],
    { name: "COPY", value: String(copy) },
    ...rest,
    { name: "SHARD", value: String(shard) },
    { name: "STORE", value: store },
    ...(hasSentinels(wish) ? sentinelEnvironment(store) : []),
  ];
}

/** By which a script asks sentinels. */
export function sentinelEnvironment(store: string): { name: string; value: string }[] {
  return [
    { name: "SENTINEL_PORT", value: String(sentinelPort) },
    { name: "SENTINELS", value: sentinelPods(store).join(" ") },
  ];
}

/** What scripts are told of the pod, and of what listens at a port of it. */
export function redisEnvironment(store: string, port: number) {
  return [
    podName,
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "CA_FILE", value: caFile },
    { name: "DOMAIN", value: redisDomain(store) },
    { name: "PASSWORD_FILE", value: `${redisFolders.users}/${redisFiles.adminPassword}` },
    { name: "PORT", value: String(port) },
  ] as const;
}

/** What pods have besides the volume of their data. */
export function redisVolumes({
  config,
  members,
  users,
  certificate,
}: Pick<RedisParts, "config" | "members" | "users" | "certificate">) {
  const defaultMode = 0o440;
  return [
    { name: "beat", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    { name: "config", configMap: { name: config } },
    { name: "members", configMap: { name: members } },
    { name: "tls", secret: { secretName: certificate, defaultMode } },
    { name: "users", secret: { secretName: users, defaultMode } },
  ];
}
