import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import {
  all,
  interpolate,
  unsecret,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { DataClass } from "../../../environments/schema/names.ts";
import type { KafkaAccess, RabbitmqAccess } from "../../cloud.ts";
import { decideNodePreference } from "../../kit/cluster/placement.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { meshOff, type Labels } from "../../kit/labels.ts";
import {
  bridgeFolder,
  bridgeSecrets,
  decideBridgeDirections,
  type BridgeDirection,
} from "../../kit/messaging/rabbitmq/bridge-directions.ts";
import {
  bridgeKafkaLogin,
  bridgeLogin,
  bridgeName,
  bridgePods,
  bridgeSize,
  decideBridgeAcls,
  decideBridgeReplicas,
  type DeviceBridge as Bridge,
} from "../../kit/messaging/rabbitmq/device-bridge.ts";
import { contentHash } from "../../kit/names.ts";
import { ports } from "../../kit/network/ports.ts";
import { quantities } from "../../kit/sizes.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../kit/workloads/pod-security.ts";
import { decideServiceSpread } from "../../kit/workloads/workload.ts";
import { createKafkaUser, type KafkaUser } from "../kafka/kafka-user.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** What is moved, between whom, and where. */
export interface DeviceBridgeArgs {
  readonly bridge: Bridge;
  /** Class of the RabbitMQ store. */
  readonly dataClass: DataClass;
  readonly rabbitmq: RabbitmqAccess;
  readonly kafka: KafkaAccess;
  /** The RabbitMQ with what is inside of it, and the Kafka with its topics. */
  readonly ends: readonly Resource[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * What moves devices' messages from a RabbitMQ to a Kafka, and commands back: Bento, with a login of its own at each end that may do that
 * alone. It keeps nothing: what isn't acknowledged waits where it came from.
 * https://warpstreamlabs.github.io/bento/docs/about
 */
export class DeviceBridge extends Component {
  static readonly type = "landbridge:data:DeviceBridge";

  constructor(name: string, args: DeviceBridgeArgs, opts: ComponentResourceOptions) {
    const { bridge, dataClass, surroundings, namespace } = args;
    super(DeviceBridge.type, name, { bridge }, opts);
    const inside = { parent: this };
    const { labels, metadata } = describeStore({ store: bridge.store, surroundings, namespace }, dataClass);
    const user = createKafkaUser(
      `${name}-user`,
      {
        ...{ store: bridge.kafka, login: bridgeKafkaLogin(bridge.store), acls: decideBridgeAcls(bridge) },
        ...{ namespace, surroundings, labels: { ...labels, "strimzi.io/cluster": bridge.kafka } },
      },
      { ...inside, dependsOn: [...args.ends] },
    );
    const directions = decideBridgeDirections(bridge, {
      kafkaHost: `${bridge.kafka}-kafka-bootstrap.${namespaces.data}.svc:${ports.kafka}`,
      kafkaUser: user.user,
    });
    const parts: Parts = {
      directions,
      labels,
      config: createSettings(name, bridge, directions, metadata, this),
      authorities: createAuthorities(name, args, metadata, this),
      secret: createLogins(name, args, user, metadata, this),
      loginsMark: markOf(loginOf(args).password, user.login.password),
      account: new ServiceAccount(
        `${name}-account`,
        { metadata: metadata(bridgeName(bridge.store)), automountServiceAccountToken: false },
        inside,
      ),
    };
    createPods(name, args, parts, [...args.ends, user.ready], metadata, this);
    this.registerOutputs({});
  }
}

interface Parts {
  readonly directions: readonly BridgeDirection[];
  readonly labels: Labels;
  readonly config: ConfigMap;
  readonly authorities: ConfigMap;
  readonly secret: Secret;
  /** Changes with the passwords. */
  readonly loginsMark: Output<string>;
  readonly account: ServiceAccount;
}

/** Named by its contents, so that a change rolls out. */
function createSettings(
  name: string,
  { store }: Bridge,
  directions: readonly BridgeDirection[],
  metadata: StoreMetadata,
  parent: Component,
): ConfigMap {
  const data = Object.fromEntries(directions.map(({ name: direction, settings }) => [`${direction}.yaml`, settings]));
  const object = metadata(`${bridgeName(store)}-${contentHash(data)}`);
  return new ConfigMap(`${name}-config`, { metadata: object, immutable: true, data }, { parent });
}

/** Who signed the certificates of both. */
function createAuthorities(
  name: string,
  { bridge, rabbitmq, kafka }: DeviceBridgeArgs,
  metadata: StoreMetadata,
  parent: Component,
): ConfigMap {
  if (rabbitmq.authorities === undefined || kafka.authorities === undefined)
    throw new Error(`the bridge of ${bridge.store} isn't told who signed certificates`);
  const data = {
    [authoritiesFile(bridge.store)]: rabbitmq.authorities,
    [authoritiesFile(bridge.kafka)]: kafka.authorities,
  };
  const object = metadata(`${bridgeName(bridge.store)}-authorities`);
  return new ConfigMap(`${name}-authorities`, { metadata: object, data }, { parent });
}

/** The bridge's own at RabbitMQ. */
function loginOf({ bridge, rabbitmq }: DeviceBridgeArgs): RabbitmqAccess["logins"][string] {
  const login = rabbitmq.logins[bridgeLogin];
  if (login === undefined) throw new Error(`the bridge of ${bridge.store} has no login there`);
  return login;
}

/** Another password restarts the pods, which read theirs when they start. Of random bits nothing can be told by a part of their hash. */
function markOf(...passwords: readonly Input<string>[]): Output<string> {
  return unsecret(all([...passwords]).apply((known) => contentHash(known)));
}

function createLogins(
  name: string,
  args: DeviceBridgeArgs,
  user: KafkaUser,
  metadata: StoreMetadata,
  parent: Component,
): Secret {
  const { bridge, rabbitmq } = args;
  const login = loginOf(args);
  const { host, port } = rabbitmq.endpoint;
  const url = interpolate`amqps://${bridgeLogin}:${login.password}@${host}:${port}/${rabbitmq.vhost}`;
  const stringData = { [bridgeSecrets.rabbitmq]: url, [bridgeSecrets.kafka]: user.login.password };
  return new Secret(
    `${name}-logins`,
    { metadata: metadata(`${bridgeName(bridge.store)}-logins`), stringData },
    { parent },
  );
}

function createPods(
  name: string,
  args: DeviceBridgeArgs,
  parts: Parts,
  dependsOn: Resource[],
  metadata: StoreMetadata,
  parent: Component,
): void {
  const { bridge, surroundings } = args;
  const object = metadata(bridgeName(bridge.store));
  const matchLabels = bridgePods(bridge.store).labels;
  const replicas = decideBridgeReplicas(surroundings);
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
  const template = {
    metadata: {
      labels: { ...parts.labels, ...matchLabels, ...meshOff },
      annotations: { "landbridge.dev/logins": parts.loginsMark },
    },
    spec: podSpec(args, parts, matchLabels),
  };
  new Deployment(
    `${name}-deployment`,
    {
      metadata: object,
      spec: {
        ...{ replicas, minReadySeconds: 10, revisionHistoryLimit: 5, progressDeadlineSeconds: 600, strategy, template },
        selector: { matchLabels },
      },
    },
    { parent, dependsOn, customTimeouts: { create: "15m", update: "15m" } },
  );
  if (replicas === 1) return;
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } };
  new PodDisruptionBudget(`${name}-budget`, { metadata: object, spec }, { parent });
}

function podSpec({ surroundings }: DeviceBridgeArgs, parts: Parts, matchLabels: Labels) {
  return {
    serviceAccountName: parts.account.metadata.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(podUser),
    // Longer than it waits for what is under way to be acknowledged.
    terminationGracePeriodSeconds: 30,
    topologySpreadConstraints: decideServiceSpread(matchLabels, surroundings),
    ...decideNodePreference("general", surroundings),
    containers: parts.directions.map((direction) => containerOf(direction, parts, surroundings)),
    volumes: [
      { name: "settings", configMap: { name: parts.config.metadata.name } },
      { name: "authorities", configMap: { name: parts.authorities.metadata.name } },
    ],
  };
}

function containerOf({ name, port }: BridgeDirection, { secret }: Parts, surroundings: Surroundings) {
  const { cpu, memory } = quantities(bridgeSize);
  const probe = (path: string) => ({ httpGet: { path, port: name, scheme: "HTTP" }, timeoutSeconds: 5 });
  const readOnly = true;
  return {
    name,
    image: imageReference("bento", surroundings.mirrors),
    imagePullPolicy: "IfNotPresent",
    args: ["-c", `${bridgeFolder}/${name}.yaml`],
    env: [
      ...Object.values(bridgeSecrets).map((variable) => ({
        name: variable,
        valueFrom: { secretKeyRef: { name: secret.metadata.name, key: variable } },
      })),
      { name: "GOMEMLIMIT", value: `${Math.floor(bridgeSize.memoryGiB * 1024 * 0.8)}MiB` },
    ],
    ports: [{ name, containerPort: port, protocol: "TCP" }],
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "16Mi" },
      limits: { memory, "ephemeral-storage": "64Mi" },
    },
    securityContext: restrictedContainer(),
    // Ready while both ends are connected; alive in any case: a store that is away doesn't get better by a restart.
    startupProbe: { ...probe("/ping"), periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { ...probe("/ready"), periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe("/ping"), periodSeconds: 20, failureThreshold: 6 },
    volumeMounts: [
      { name: "settings", mountPath: bridgeFolder, readOnly },
      { name: "authorities", mountPath: authoritiesFolder, readOnly },
    ],
  };
}
