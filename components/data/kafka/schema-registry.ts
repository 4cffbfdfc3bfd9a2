import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { concat, interpolate, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { SchemasWish } from "../../../environments/schema/messaging/schema-registry.ts";
import type { KafkaWish } from "../../../environments/schema/stores/stores.ts";
import type { KafkaAccess, Login, SchemaRegistryAccess } from "../../cloud.ts";
import { decideNodePreference } from "../../kit/cluster/placement.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { meshOff, type Labels } from "../../kit/labels.ts";
import {
  decideRegistryHosts,
  decideRegistryPods,
  decideRegistrySettings,
  loginModules,
  registryFile,
  registryFilesName,
  registryFolders,
  registryHealthPort,
  registryLoginsFile,
  registryName,
  registryPods,
  registrySize,
} from "../../kit/messaging/kafka/schema-registry.ts";
import { registryLogin, type SchemaUser } from "../../kit/messaging/kafka/topic-schemas.ts";
import { schemaRegistryPort } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { quantities } from "../../kit/sizes.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile } from "../../kit/workloads/authorities.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../kit/workloads/pod-security.ts";
import { decideServiceSpread, drainSeconds } from "../../kit/workloads/workload.ts";
import { createPassword } from "../../secrets/password.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** Whose schemas, for whom, and where. */
export interface SchemaRegistryArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly schemas: SchemasWish;
  /** Topics that have schemas. */
  readonly topics: readonly string[];
  readonly users: readonly SchemaUser[];
  /** The Kafka, in the cluster or the cloud's, with a login for the registry. */
  readonly access: KafkaAccess;
  /** Who signs the registry's certificate. */
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * A registry of schemas beside a Kafka, in the cluster or a cloud's: Apicurio Registry, spoken to by Confluent's API. It keeps what it
 * knows in topics of that Kafka, so that each pod can be lost. A topic's publishers write its schemas, everyone with a login reads.
 * https://www.apicur.io/registry/docs/
 */
export class SchemaRegistry extends Component {
  static readonly type = "landbridge:data:SchemaRegistry";
  readonly access: SchemaRegistryAccess;

  constructor(name: string, args: SchemaRegistryArgs, opts: ComponentResourceOptions) {
    super(SchemaRegistry.type, name, { store: args.store, topics: args.topics }, opts);
    const { store, wish, users, authority, surroundings, namespace } = args;
    const inside = { parent: this };
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const passwords = users.map((user): [string, Output<string>] => [
      user.name,
      createPassword(`${name}-login-${user.name}-password`, inside),
    ]);
    const parts: Parts = {
      config: createSettings(name, args, metadata, this),
      secret: new Secret(
        `${name}-logins`,
        {
          metadata: metadata(`${registryName(store)}-logins`),
          stringData: { [registryLoginsFile]: loginsText(args.access, passwords) },
        },
        inside,
      ),
      account: new ServiceAccount(
        `${name}-account`,
        { metadata: metadata(registryName(store)), automountServiceAccountToken: false },
        inside,
      ),
      authorities: createAuthorities(name, args, metadata, this),
      certificate: createStoreCertificate(
        name,
        { store, role: "schemas-tls", namespace, hosts: decideRegistryHosts(store), authority, surroundings, labels },
        inside,
      ),
      labels,
    };
    const url = createServer(name, args, parts, metadata, this);
    const logins = passwords.map(([user, password]): [string, Login] => [
      user,
      { user: after(parts.secret, user), password },
    ]);
    this.access = { url, logins: Object.fromEntries(logins), authorities: authority.certificate };
    this.registerOutputs({ url });
  }
}

interface Parts {
  readonly config: ConfigMap;
  readonly secret: Secret;
  readonly account: ServiceAccount;
  readonly authorities: ConfigMap | undefined;
  readonly certificate: StoreCertificate;
  readonly labels: Labels;
}

function createSettings(name: string, args: SchemaRegistryArgs, metadata: StoreMetadata, parent: Component): ConfigMap {
  const { store, schemas, topics, users, access } = args;
  const settings = decideRegistrySettings({
    ...{ store, topics, users, compatibility: schemas.compatibility },
    ...{ mechanism: access.mechanism, knowsAuthority: access.authorities !== undefined },
  });
  return new ConfigMap(
    `${name}-config`,
    { metadata: metadata(registryFilesName(store, settings)), immutable: true, data: { [registryFile]: settings } },
    { parent },
  );
}

/** Its own login in Kafka, and those of services in itself. */
function loginsText(
  { logins, mechanism }: KafkaAccess,
  passwords: readonly (readonly [string, Output<string>])[],
): Output<string> {
  const own = logins[registryLogin];
  if (own === undefined) throw new Error(`a registry of schemas has no login ${registryLogin} in its Kafka`);
  const jaas = interpolate`apicurio.kafka.common.sasl.jaas.config=${loginModules[mechanism]} required username="${own.user}" password="${own.password}";\n`;
  const users = passwords.map(
    ([user, password]) => interpolate`quarkus.security.users.embedded.users."${user}"=${password}\n`,
  );
  return concat(jaas, ...users);
}

/** Who signed the brokers' certificates, where an image can't know. */
function createAuthorities(
  name: string,
  { store, access: { authorities } }: SchemaRegistryArgs,
  metadata: StoreMetadata,
  parent: Component,
): ConfigMap | undefined {
  if (authorities === undefined) return undefined;
  const data = { [authoritiesFile(store)]: authorities };
  return new ConfigMap(
    `${name}-authorities`,
    { metadata: metadata(`${registryName(store)}-authorities`), data },
    { parent },
  );
}

/** The pods, and how they are reached. */
function createServer(
  name: string,
  args: SchemaRegistryArgs,
  parts: Parts,
  metadata: StoreMetadata,
  parent: Component,
): Output<string> {
  const { store, surroundings } = args;
  const object = registryName(store);
  const matchLabels = registryPods(store).labels;
  const replicas = decideRegistryPods(surroundings);
  const template = {
    metadata: { labels: { ...parts.labels, ...matchLabels, ...meshOff } },
    spec: podSpec(args, parts, matchLabels),
  };
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
  const deployment = new Deployment(
    `${name}-deployment`,
    {
      metadata: metadata(object),
      spec: {
        ...{ replicas, minReadySeconds: 10, revisionHistoryLimit: 5, progressDeadlineSeconds: 900, strategy, template },
        selector: { matchLabels },
      },
    },
    { parent, dependsOn: [parts.certificate.ready], customTimeouts: { create: "20m", update: "20m" } },
  );
  const ports = [{ name: "https", port: schemaRegistryPort, targetPort: "https", protocol: "TCP" }];
  const service = new Service(
    `${name}-service`,
    { metadata: metadata(object), spec: { type: "ClusterIP", selector: matchLabels, ports } },
    // Who asks it waits until a pod is there.
    { parent, dependsOn: [deployment] },
  );
  if (replicas > 1) createBudget(`${name}-budget`, matchLabels, metadata(object), parent);
  return after(service, `https://${object}.${namespaces.data}.svc:${schemaRegistryPort}/apis/ccompat/v7`);
}

/** Not for one pod alone: it would only block the draining of its node. */
function createBudget(name: string, matchLabels: Labels, metadata: ReturnType<StoreMetadata>, parent: Component): void {
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } };
  new PodDisruptionBudget(name, { metadata, spec }, { parent });
}

function podSpec(args: SchemaRegistryArgs, parts: Parts, matchLabels: Labels) {
  const { surroundings } = args;
  const secretVolume = (name: string, secretName: Input<string>) => ({
    name,
    secret: { secretName, defaultMode: 0o440 },
  });
  return {
    serviceAccountName: parts.account.metadata.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(podUser),
    terminationGracePeriodSeconds: 45,
    topologySpreadConstraints: decideServiceSpread(matchLabels, surroundings),
    ...decideNodePreference("general", surroundings),
    containers: [registryContainer(args, parts)],
    volumes: [
      { name: "files", configMap: { name: parts.config.metadata.name } },
      secretVolume("logins", parts.secret.metadata.name),
      secretVolume("certificate", parts.certificate.secretName),
      ...(parts.authorities === undefined
        ? []
        : [{ name: "authorities", configMap: { name: parts.authorities.metadata.name } }]),
      { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
    ],
  };
}

/**
 * By Java itself, not by the image's script, which has a mind of its own about memory. The program lies where it did in
 * https://github.com/Apicurio/apicurio-registry/blob/main/distro/docker/src/main/docker/Dockerfile.jvm
 */
const command = [
  "java",
  "-XX:MaxRAMPercentage=50",
  "-XX:+ExitOnOutOfMemoryError",
  "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
  "-jar",
  "/deployments/quarkus-run.jar",
];

function registryContainer({ surroundings, access }: SchemaRegistryArgs, { authorities }: Parts) {
  const { cpu, memory } = quantities(registrySize);
  const { files, logins, certificate, authorities: trusted } = registryFolders;
  const probe = (path: string) => ({ httpGet: { path, port: "health", scheme: "HTTP" }, timeoutSeconds: 5 });
  const readOnly = true;
  return {
    name: "registry",
    image: imageReference("apicurio-registry", surroundings.mirrors),
    imagePullPolicy: "IfNotPresent",
    command,
    env: [
      { name: "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", value: access.bootstrap },
      { name: "QUARKUS_CONFIG_LOCATIONS", value: `${files}/${registryFile},${logins}/${registryLoginsFile}` },
    ],
    ports: [
      { name: "https", containerPort: schemaRegistryPort, protocol: "TCP" },
      { name: "health", containerPort: registryHealthPort, protocol: "TCP" },
    ],
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "64Mi" },
      limits: { memory, "ephemeral-storage": "256Mi" },
    },
    securityContext: restrictedContainer(),
    // It reads everything that was ever written before it says that it is there.
    startupProbe: { ...probe("/health/ready"), periodSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...probe("/health/ready"), periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe("/health/live"), periodSeconds: 20, failureThreshold: 6 },
    // The kubelet sleeps by itself.
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
    volumeMounts: [
      { name: "files", mountPath: files, readOnly },
      { name: "logins", mountPath: logins, readOnly },
      { name: "certificate", mountPath: certificate, readOnly },
      ...(authorities === undefined ? [] : [{ name: "authorities", mountPath: trusted, readOnly }]),
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
