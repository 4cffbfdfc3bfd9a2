import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { concat, interpolate, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { Endpoint, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { poolerOf } from "../../kit/network/store-flows.ts";
import { meshOff, type Labels } from "../../kit/labels.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { after } from "../../kit/outputs.ts";
import { decideNodePreference } from "../../kit/cluster/placement.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../kit/workloads/pod-security.ts";
import {
  decidePool,
  decidePoolerPods,
  decidePoolerFiles,
  decidePoolerHosts,
  decidePoolers,
  loginsFile,
  poolerFilesName,
  poolerFolders,
  poolerName,
  poolerPort,
  poolerSize,
  poolerWatcher,
  type PoolerRole,
} from "../../kit/databases/postgres/postgres-pooler.ts";
import { quantities } from "../../kit/sizes.ts";
import { authoritiesFile } from "../../kit/workloads/authorities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { decideServiceSpread, drainSeconds } from "../../kit/workloads/workload.ts";
import { createPassword } from "../../secrets/password.ts";
import { exporterSize } from "../../kit/monitoring/exporter-size.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { poolerExporter } from "./pooler-exporter.ts";

/** Which PostgreSQL, and how services share their connections to it. */
export interface PostgresPoolerArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly mode: NonNullable<PostgresWish["pooling"]>;
  /** The servers themselves, in the cluster or the cloud's. */
  readonly access: PostgresAccess;
  /** Who signs the poolers' certificate. */
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * PgBouncer between services and PostgreSQL: many connections of theirs share a few to the server, which pays for each with
 * memory. The same before a server in the cluster and before any cloud's; services log in as they would at the server. They are shown
 * a certificate of the environment's authority; the server's is verified where it is known who signed it.
 */
export class PostgresPooler extends Component {
  static readonly type = "landbridge:data:PostgresPooler";
  /** The same logins and database, by way of the poolers. */
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresPoolerArgs, opts: ComponentResourceOptions) {
    super(PostgresPooler.type, name, { store: args.store, mode: args.mode }, opts);
    const { store, wish, mode, access, authority, surroundings, namespace } = args;
    const inside = { parent: this };
    const { labels, metadata } = describeStore(args, wish.dataClass);

    const pods = decidePoolerPods(surroundings);
    const pool = decidePool(wish.size, Object.keys(access.logins).length, pods);
    const roles = decidePoolers({ pooling: mode, replicas: wish.replicas });
    const authorities = createAuthorities(name, args, metadata, this);
    const { database, proof } = access;
    const files = decidePoolerFiles({ mode, database, pool, authorities: authorities?.file, proof });
    const config = new ConfigMap(
      `${name}-config`,
      { metadata: metadata(poolerFilesName(store, files)), immutable: true, data: files },
      inside,
    );
    const watcher = createPassword(`${name}-watch-password`, inside);
    const secret = new Secret(
      `${name}-logins`,
      { metadata: metadata(`${store}-pooler-logins`), stringData: loginsOf(access, watcher) },
      inside,
    );
    const account = new ServiceAccount(
      `${name}-account`,
      { metadata: metadata(`${store}-pooler`), automountServiceAccountToken: false },
      inside,
    );
    const hosts = decidePoolerHosts(store, roles);
    const certificate = createStoreCertificate(
      name,
      { store, role: "pooler", namespace, hosts, authority, surroundings, labels },
      inside,
    );
    const parts = { config, secret, account, labels, pods, certificate, authorities: authorities?.config };
    const endpoints = new Map(
      roles.map((role): [PoolerRole, Endpoint] => [
        role,
        createPooler(`${name}-${role}`, role, args, parts, metadata, this),
      ]),
    );
    const readWrite = endpoints.get("rw") ?? access.readWrite;
    const readOnly = endpoints.get("ro") ?? readWrite;
    this.access = { ...access, readWrite, readOnly, authorities: authority.certificate, proof: "name" };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

/** Key of the address by which numbers are read. */
const watchKey = "watch";

/** A line for each login, and for who reads numbers. Passwords are ours: letters and digits, which need no quotes of their own. */
function loginsOf({ logins }: PostgresAccess, watcher: Output<string>): Record<string, Output<string>> {
  const users = [...Object.values(logins), { user: poolerWatcher, password: watcher }];
  const lines = users.map(({ user, password }) => interpolate`"${user}" "${password}"\n`);
  return {
    [loginsFile]: concat(...lines),
    // In the pod itself, where nobody can be in between: whose certificate it is isn't asked.
    [watchKey]: interpolate`postgres://${poolerWatcher}:${watcher}@127.0.0.1:${poolerPort}/pgbouncer?sslmode=require`,
  };
}

/** Who signed the server's certificate, where that is known. */
function createAuthorities(
  name: string,
  { store, access }: PostgresPoolerArgs,
  metadata: StoreMetadata,
  parent: Component,
) {
  if (access.authorities === undefined) return undefined;
  const file = authoritiesFile(store);
  const args = { metadata: metadata(`${store}-pooler-authorities`), data: { [file]: access.authorities } };
  return { file, config: new ConfigMap(`${name}-authorities`, args, { parent }) };
}

interface PoolerParts {
  readonly config: ConfigMap;
  readonly secret: Secret;
  readonly account: ServiceAccount;
  readonly labels: Labels;
  readonly pods: number;
  readonly certificate: StoreCertificate;
  readonly authorities: ConfigMap | undefined;
}

/** The pods of one pooler, and how they are reached. */
function createPooler(
  name: string,
  role: PoolerRole,
  args: PostgresPoolerArgs,
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

function podSpec(args: PostgresPoolerArgs, parts: PoolerParts, server: Endpoint, matchLabels: Labels) {
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
