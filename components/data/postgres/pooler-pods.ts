import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { Endpoint, PostgresAccess } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { decideNodePreference } from "../../kit/cluster/placement.ts";
import type { Component } from "../../kit/component.ts";
import {
  loginsFile,
  poolerFolders,
  poolerName,
  poolerPort,
  poolerSize,
  type PoolerRole,
} from "../../kit/databases/postgres/postgres-pooler.ts";
import { meshOff, type Labels } from "../../kit/labels.ts";
import { exporterSize } from "../../kit/monitoring/exporter-size.ts";
import { poolerOf } from "../../kit/network/flows/store-flows.ts";
import { after } from "../../kit/outputs.ts";
import { quantities } from "../../kit/sizes.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../kit/workloads/pod-security.ts";
import { decideServiceSpread, drainSeconds } from "../../kit/workloads/workload.ts";
import type { StoreCertificate } from "../store-certificate.ts";
import type { StoreMetadata } from "../store-metadata.ts";
import { poolerExporter, watchKey } from "./pooler-exporter.ts";

/** Whose connections are shared, and where. */
export interface PoolerPlace {
  readonly store: string;
  readonly access: Pick<PostgresAccess, "readWrite" | "readOnly">;
  readonly surroundings: Surroundings;
}

/** What pods of a store's poolers have in common. */
export interface PoolerParts {
  readonly config: ConfigMap;
  readonly secret: Secret;
  readonly account: ServiceAccount;
  readonly labels: Labels;
  readonly pods: number;
  readonly certificate: StoreCertificate;
  readonly authorities: ConfigMap | undefined;
}

/** The pods of one pooler, and how they are reached. */
export function createPooler(
  name: string,
  role: PoolerRole,
  args: PoolerPlace,
  parts: PoolerParts,
  metadata: StoreMetadata,
  parent: Component,
): Endpoint {
  const { store, access } = args;
  const object = poolerName(store, role);
  const matchLabels = poolerOf(store, role).labels;
  const deployment = new Deployment(
    `${name}-deployment`,
    {
      metadata: metadata(object),
      spec: {
        replicas: parts.pods,
        minReadySeconds: 10,
        revisionHistoryLimit: 5,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        selector: { matchLabels },
        template: {
          metadata: { labels: { ...parts.labels, ...matchLabels, ...meshOff } },
          spec: podSpec(args, parts, role === "rw" ? access.readWrite : access.readOnly, matchLabels),
        },
      },
    },
    { parent, dependsOn: [parts.certificate.ready], customTimeouts: { create: "15m", update: "15m" } },
  );
  const service = createService(`${name}-service`, matchLabels, metadata(object), deployment, parent);
  if (parts.pods > 1) createBudget(`${name}-budget`, matchLabels, metadata(object), parent);
  return { host: after(service, `${object}.${namespaces.data}.svc`), port: poolerPort };
}

type ObjectMetadata = ReturnType<StoreMetadata>;

function createService(
  name: string,
  selector: Labels,
  metadata: ObjectMetadata,
  deployment: Deployment,
  parent: Component,
): Service {
  const port = { name: "postgres", port: poolerPort, targetPort: "postgres", protocol: "TCP" };
  // Who connects waits until a pod is there.
  return new Service(
    name,
    { metadata, spec: { type: "ClusterIP", selector, ports: [port] } },
    { parent, dependsOn: [deployment] },
  );
}

/** Not for one pod alone: it would only block the draining of its node. */
function createBudget(name: string, matchLabels: Labels, metadata: ObjectMetadata, parent: Component): void {
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } };
  new PodDisruptionBudget(name, { metadata, spec }, { parent });
}

/** Seconds in which services finish what they do with a pod that goes; those in which Services forget it are among them. */
const stopSeconds = 120;

function podSpec(args: PoolerPlace, parts: PoolerParts, server: Endpoint, matchLabels: Labels) {
  const { surroundings } = args;
  const image = imageReference("pgbouncer", surroundings.mirrors);
  const address = { name: parts.secret.metadata.name, key: watchKey };
  const mounts: Mounts = [
    { name: "files", mountPath: poolerFolders.files, readOnly: true },
    { name: "own", mountPath: poolerFolders.own },
  ];
  const common = {
    image,
    imagePullPolicy: "IfNotPresent",
    resources: resourcesOf(),
    securityContext: restrictedContainer(),
  };
  return {
    serviceAccountName: parts.account.metadata.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(podUser),
    terminationGracePeriodSeconds: stopSeconds,
    topologySpreadConstraints: decideServiceSpread(matchLabels, surroundings),
    ...decideNodePreference("general", surroundings),
    initContainers: [beginContainer(common, server, mounts)],
    containers: [
      poolerContainer(common, [...mounts, ...ownMounts(parts)]),
      poolerExporter({ address, resources: resourcesOf(exporterSize), surroundings }),
    ],
    volumes: [
      { name: "files", configMap: { name: parts.config.metadata.name } },
      {
        name: "logins",
        secret: {
          secretName: parts.secret.metadata.name,
          defaultMode: 0o440,
          items: [{ key: loginsFile, path: loginsFile }],
        },
      },
      { name: "certificate", secret: { secretName: parts.certificate.secretName, defaultMode: 0o440 } },
      ...(parts.authorities === undefined
        ? []
        : [{ name: "authorities", configMap: { name: parts.authorities.metadata.name } }]),
      { name: "own", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    ],
  };
}

type Common = Readonly<Record<"image" | "imagePullPolicy", string>> & {
  readonly resources: ReturnType<typeof resourcesOf>;
  readonly securityContext: ReturnType<typeof restrictedContainer>;
};
type Mounts = { name: string; mountPath: string; readOnly?: boolean }[];

/** What the pooler itself reads. */
function ownMounts({ authorities }: PoolerParts): Mounts {
  const readOnly = true;
  return [
    { name: "logins", mountPath: poolerFolders.logins, readOnly },
    { name: "certificate", mountPath: poolerFolders.certificate, readOnly },
    ...(authorities === undefined ? [] : [{ name: "authorities", mountPath: poolerFolders.authorities, readOnly }]),
  ];
}

function beginContainer(common: Common, server: Endpoint, volumeMounts: Mounts) {
  return {
    ...common,
    name: "begin",
    command: ["/bin/sh", `${poolerFolders.files}/begin.sh`],
    env: [
      { name: "SERVER_HOST", value: server.host },
      { name: "SERVER_PORT", value: String(server.port) },
    ],
    volumeMounts,
  };
}

function poolerContainer(common: Common, volumeMounts: Mounts) {
  const tcpSocket = { port: "postgres" };
  return {
    ...common,
    name: "pgbouncer",
    command: ["/bin/sh", `${poolerFolders.files}/run.sh`],
    ports: [{ name: "postgres", containerPort: poolerPort, protocol: "TCP" }],
    startupProbe: { tcpSocket, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
    readinessProbe: { tcpSocket, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { tcpSocket, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
    // The kubelet sleeps by itself.
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
    volumeMounts,
  };
}

function resourcesOf(size = poolerSize) {
  const { cpu, memory } = quantities(size);
  return {
    requests: { cpu, memory, "ephemeral-storage": "16Mi" },
    limits: { memory, "ephemeral-storage": "256Mi" },
  };
}
