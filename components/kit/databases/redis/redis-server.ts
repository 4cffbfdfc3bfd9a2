import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { decideNodeChoice, decideSpread, hostKey, zoneKey } from "../../cluster/placement.ts";
import { meshOff, podSelector, type Labels } from "../../labels.ts";
import { metricsPorts, ports } from "../../network/ports.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { decideServerClaim } from "../server-claim.ts";
import { redisDomain, redisNodesService, type RedisMember } from "./redis-members.ts";
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
  const own = {
    ...redisSelector(store),
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
        affinity: decideAffinity(store, member, surroundings),
        // A wish everywhere: racks decide, and they are uneven by two while servers come one after the other.
        topologySpreadConstraints: decideSpread(redisSelector(store), surroundings, { firm: false }),
        ...decideNodeChoice("data", surroundings),
        containers: [serverContainer(wish, member, parts), keeperContainer(member, parts), exporterContainer(parts)],
        volumes: volumesOf(member, parts),
      },
    },
  };
}

/**
 * In production each of a store's zones holds servers of one rack alone, and a rack servers of one zone: whoever comes first decides which, and
 * its volume keeps it there. So no zone has to be named, and none holds two copies of a shard. Everywhere two servers would rather not share a node.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
function decideAffinity(store: string, { rack }: RedisMember, { zones, tier }: Pick<Surroundings, "zones" | "tier">) {
  const matchLabels = redisSelector(store);
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

const mounts = {
  config: { name: "config", mountPath: redisFolders.config, readOnly: true },
  members: { name: "members", mountPath: redisFolders.members, readOnly: true },
  tls: { name: "tls", mountPath: redisFolders.tls, readOnly: true },
  users: { name: "users", mountPath: redisFolders.users, readOnly: true },
  data: { name: "data", mountPath: redisFolders.data },
  beat: { name: "beat", mountPath: redisFolders.beat },
} as const;

function serverContainer(wish: RedisWish, member: RedisMember, parts: RedisParts) {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const probe = (script: "alive" | "ready", periodSeconds: number, failureThreshold: number) => ({
    exec: { command: run(script) },
    periodSeconds,
    failureThreshold,
    timeoutSeconds: 6,
  });
  const pause = wish.replicasPerShard === 0 || isPersistent(wish) ? 0 : redisPauseSeconds;
  return {
    name: "server",
    image: parts.image,
    imagePullPolicy: "IfNotPresent",
    command: run("start"),
    env: [...environmentOf(member, parts.store), { name: "PAUSE", value: String(pause) }],
    ports: [
      { name: "redis", containerPort: ports.redis },
      { name: "bus", containerPort: ports.redis + 10000 },
    ],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    // Ten minutes, in which it pauses or reads what it wrote.
    startupProbe: probe("alive", 5, 120),
    livenessProbe: probe("alive", 10, 6),
    readinessProbe: probe("ready", 5, 2),
    volumeMounts: [mounts.config, mounts.data, mounts.tls, mounts.users],
  };
}

function keeperContainer(member: RedisMember, parts: RedisParts) {
  const { cpu, memory } = quantities(keeperSize);
  return {
    name: "keeper",
    image: parts.image,
    imagePullPolicy: "IfNotPresent",
    command: run("keep"),
    env: environmentOf(member, parts.store),
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...probes({ exec: { command: run("keeps") } }),
    volumeMounts: [mounts.config, mounts.members, mounts.tls, mounts.users, mounts.beat],
  };
}

/** https://github.com/oliver006/redis_exporter#command-line-flags */
function exporterContainer({ store, exporterImage, users }: RedisParts) {
  const { cpu, memory } = quantities(exporterSize);
  return {
    name: "redis-exporter",
    image: exporterImage,
    imagePullPolicy: "IfNotPresent",
    env: [
      podName,
      { name: "REDIS_ADDR", value: `rediss://$(POD_NAME).${redisDomain(store)}:${ports.redis}` },
      { name: "REDIS_EXPORTER_TLS_CA_CERT_FILE", value: caFile },
      { name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { name: users, key: redisMetrics } } },
      { name: "REDIS_USER", value: redisMetrics },
    ],
    ports: [{ name: "redis-exporter", containerPort: metricsPorts.redis }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    ...probes({ httpGet: { path: "/health", port: "redis-exporter" } }),
    volumeMounts: [mounts.tls],
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

function run(script: "start" | "keep" | "keeps" | "alive" | "ready"): string[] {
  return ["/bin/sh", `${redisFolders.config}/${script}.sh`];
}

function environmentOf({ shard, copy }: RedisMember, store: string) {
  return [
    podName,
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "CA_FILE", value: caFile },
    { name: "COPY", value: String(copy) },
    { name: "DOMAIN", value: redisDomain(store) },
    { name: "PASSWORD_FILE", value: `${redisFolders.users}/${redisFiles.adminPassword}` },
    { name: "PORT", value: String(ports.redis) },
    { name: "SHARD", value: String(shard) },
    { name: "STORE", value: store },
  ];
}

function volumesOf({ name }: RedisMember, { config, members, users, certificate }: RedisParts) {
  const defaultMode = 0o440;
  return [
    { name: "data", persistentVolumeClaim: { claimName: name } },
    { name: "beat", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    { name: "config", configMap: { name: config } },
    { name: "members", configMap: { name: members } },
    { name: "tls", secret: { secretName: certificate, defaultMode } },
    { name: "users", secret: { secretName: users, defaultMode } },
  ];
}
