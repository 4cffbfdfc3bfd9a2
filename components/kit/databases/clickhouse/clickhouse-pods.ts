import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { decideNodeChoice, decideSpread } from "../../cluster/placement.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { clickhousePorts, metricsPorts, ports } from "../../network/ports.ts";
import { quantities, sizes, volumeSize } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import {
  clickhouseHost,
  clickhouseKeepers,
  clickhouseLabels,
  clickhouseNodesService,
  clickhousePod,
  clickhouseSelector,
  keeperSize,
  keeperVolumeGiB,
  type ClickhouseMember,
  type ClickhouseRole,
} from "./clickhouse.ts";
import { clickhouseFolders, clickhouseStopSeconds, clickhouseVariables } from "./clickhouse-config.ts";

/** What pods are made of besides the wish: the names of objects. */
export interface ClickhouseParts {
  readonly store: string;
  readonly image: string;
  /** ConfigMaps: settings of the role, and the list of servers. */
  readonly config: Readonly<Record<ClickhouseRole, string>>;
  readonly cluster: string;
  /** Secrets: the file of users and what servers tell each other; certificates of the role. */
  readonly secrets: string;
  readonly certificates: Readonly<Record<ClickhouseRole, string>>;
}

/** Keys of the Secret beside the file of users. */
export const clickhouseSecretKeys = {
  identity: "keeper-identity",
  cluster: "cluster-secret",
  users: "users.xml",
} as const;

/** How the pods of a role are found: the Service of clients leads to servers alone. */
export function clickhouseRoleSelector(store: string, role: ClickhouseRole) {
  return { ...clickhouseSelector(store), [clickhouseLabels.role]: role };
}

/**
 * The StatefulSet of one server. Copies of a shard are in zones of their own in production, and on nodes of their own where there are enough.
 * Its pod's labels hold no tags: a tag that changes restarts nobody.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export function decideClickhouseServer(
  wish: ClickhouseWish,
  member: ClickhouseMember,
  parts: ClickhouseParts,
  surroundings: Surroundings,
) {
  const { store } = parts;
  const shard = { ...clickhouseRoleSelector(store, "server"), [clickhouseLabels.shard]: String(member.shard) };
  const own = { ...shard, "app.kubernetes.io/instance": member.name };
  return {
    serviceName: clickhouseNodesService(store),
    replicas: 1,
    selector: { matchLabels: own },
    // The next one restarts only after this one was well for so long.
    minReadySeconds: 10,
    template: {
      metadata: { labels: { ...own, ...meshOff } },
      spec: {
        terminationGracePeriodSeconds: 2 * clickhouseStopSeconds,
        ...podOf(shard, surroundings),
        containers: [serverOf(wish, member, parts)],
        volumes: [
          ...volumesOf("server", parts),
          { name: "data", persistentVolumeClaim: { claimName: member.name } },
          { name: "users", secret: { secretName: parts.secrets, defaultMode: 0o440, items: [usersFile] } },
        ],
      },
    },
  };
}

/**
 * The StatefulSet of all keepers. They begin at once, since none is ready before most of them agree, and are changed one after another. The
 * volume of each can't grow, and holds what servers agree on, no rows.
 */
export function decideClickhouseKeepers(wish: ClickhouseWish, parts: ClickhouseParts, surroundings: Surroundings) {
  const { store } = parts;
  const own = clickhouseRoleSelector(store, "keeper");
  const { storageClass } = surroundings;
  return {
    serviceName: clickhouseNodesService(store),
    replicas: clickhouseKeepers(wish),
    podManagementPolicy: "Parallel",
    selector: { matchLabels: own },
    minReadySeconds: 10,
    template: {
      metadata: { labels: { ...own, ...meshOff } },
      spec: {
        terminationGracePeriodSeconds: 60,
        ...podOf(own, surroundings),
        containers: [keeperOf(parts)],
        volumes: volumesOf("keeper", parts),
      },
    },
    volumeClaimTemplates: [
      {
        // What can never change: a claim of a StatefulSet is as it was made.
        metadata: { name: "data", labels: own },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(storageClass === "" ? {} : { storageClassName: storageClass }),
          resources: { requests: { storage: volumeSize(keeperVolumeGiB) } },
        },
      },
    ],
  };
}

/** What pods of both roles have: none has a right to the API server, and those of one group are apart. */
function podOf(group: Labels, surroundings: Surroundings) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(podUser),
    topologySpreadConstraints: decideSpread(group, surroundings),
    ...decideNodeChoice("data", surroundings),
  };
}

const mounts = [
  { name: "config", mountPath: clickhouseFolders.config, readOnly: true },
  { name: "data", mountPath: clickhouseFolders.data },
  { name: "tls", mountPath: clickhouseFolders.tls, readOnly: true },
] as const;

/** What is written into the container itself, and no more: nothing there outlives it. */
const temporary = { name: "tmp", mountPath: "/tmp" } as const;

function serverOf({ size }: ClickhouseWish, member: ClickhouseMember, parts: ClickhouseParts) {
  const { cpu, memory } = quantities(sizes[size]);
  const { store, secrets, image } = parts;
  // It answers when its tables are loaded. https://clickhouse.com/docs/interfaces/http
  const asked = { httpGet: { path: "/ping", port: "https", scheme: "HTTPS" }, timeoutSeconds: 5 };
  const secret = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secrets, key } } });
  return {
    name: "server",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["clickhouse", "server", `--config-file=${clickhouseFolders.config}/config.xml`],
    env: [
      secret(clickhouseVariables.clusterSecret, clickhouseSecretKeys.cluster),
      { name: clickhouseVariables.copy, value: String(member.copy) },
      { name: clickhouseVariables.host, value: clickhouseHost(store, clickhousePod(member)) },
      secret(clickhouseVariables.keeperIdentity, clickhouseSecretKeys.identity),
      { name: clickhouseVariables.shard, value: String(member.shard) },
    ],
    ports: [
      { name: "https", containerPort: ports.clickhouse },
      { name: "native", containerPort: clickhousePorts.native },
      { name: "interserver", containerPort: clickhousePorts.interserver },
      { name: "metrics", containerPort: metricsPorts.clickhouse },
    ],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    // Half an hour, in which it loads tables or brings back parts from its copies.
    startupProbe: { ...asked, periodSeconds: 10, failureThreshold: 180 },
    livenessProbe: { ...asked, periodSeconds: 20, failureThreshold: 6 },
    readinessProbe: { ...asked, periodSeconds: 10, failureThreshold: 2 },
    volumeMounts: [...mounts, { name: "users", mountPath: clickhouseFolders.users, readOnly: true }, temporary],
  };
}

/** By the servers' own image, which has the keeper in it: one version of both. */
function keeperOf({ image }: ClickhouseParts) {
  const { cpu, memory } = quantities(keeperSize);
  const listens = { tcpSocket: { port: "keeper" }, timeoutSeconds: 5 };
  // Whether it follows or leads. https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper#http-control
  const ready = { httpGet: { path: "/ready", port: "ready" }, timeoutSeconds: 5 };
  return {
    name: "keeper",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["clickhouse", "keeper", `--config-file=${clickhouseFolders.config}/config.xml`],
    env: [
      {
        name: clickhouseVariables.keeperId,
        valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
      },
    ],
    ports: [
      { name: "keeper", containerPort: clickhousePorts.keeper },
      { name: "raft", containerPort: clickhousePorts.raft },
      { name: "ready", containerPort: clickhousePorts.keeperReady },
      { name: "metrics", containerPort: metricsPorts.clickhouse },
    ],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    // It listens when most of them agree, for which it waits three minutes before it begins anew.
    startupProbe: { ...listens, periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...listens, periodSeconds: 20, failureThreshold: 6 },
    readinessProbe: { ...ready, periodSeconds: 10, failureThreshold: 3 },
    volumeMounts: [...mounts, temporary],
  };
}

function volumesOf(role: ClickhouseRole, { config, cluster, certificates }: ClickhouseParts) {
  const lists = role === "server" ? [{ configMap: { name: cluster, items: [clusterFile] } }] : [];
  return [
    {
      name: "config",
      projected: { sources: [{ configMap: { name: config[role], items: [configFile] } }, ...lists] },
    },
    { name: "tls", secret: { secretName: certificates[role], defaultMode: 0o440 } },
    { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
  ];
}

const configFile = { key: "config.xml", path: "config.xml" } as const;
/** Settings in this folder are put over those of the file beside it. */
const clusterFile = { key: "cluster.xml", path: "config.d/cluster.xml" } as const;
const usersFile = { key: clickhouseSecretKeys.users, path: clickhouseSecretKeys.users } as const;
