import type { Input } from "@pulumi/pulumi";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import { podSelector } from "../kit/labels.ts";
import { authoritiesFolder } from "../kit/workloads/authorities.ts";
import { featureFolder, serveCommand } from "../kit/workloads/feature-store.ts";
import { decideNodePreference } from "../kit/cluster/placement.ts";
import { podUser, restrictedContainer, restrictedPod } from "../kit/workloads/pod-security.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import {
  decidePorts,
  decideProbes,
  decideResources,
  decideServiceSpread,
  drainSeconds,
  stopSeconds,
} from "../kit/workloads/workload.ts";
import type { Variables } from "./bindings.ts";

/** What a service's pod is made of. */
export interface PodParts {
  readonly service: string;
  readonly wish: ServiceWish;
  readonly surroundings: Surroundings;
  readonly image: Input<string>;
  readonly account: ServiceAccount;
  readonly config: ConfigMap | undefined;
  readonly secret: Secret | undefined;
  /** Files with who signed the certificates of stores. */
  readonly authorities: ConfigMap | undefined;
  /** A feature store's settings. - behaviour: it is none. */
  readonly features?: ConfigMap | undefined;
  readonly variables: Variables;
}

/**
 * How pods are replaced: new ones first, a quarter at a time, and an old one goes only after a new one has been ready for
 * ten seconds. Five earlier versions stay to compare with; going back is another `up`, since the settings of an earlier
 * version are gone with its ConfigMap.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export const rollout = {
  minReadySeconds: 10,
  progressDeadlineSeconds: 600,
  revisionHistoryLimit: 5,
  strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
} as const;

/** The specification of a service's pod, under the restricted Pod Security Standard. */
export function podSpec(parts: PodParts) {
  const { service, surroundings } = parts;
  return {
    ...commonSpec(parts),
    terminationGracePeriodSeconds: stopSeconds,
    topologySpreadConstraints: decideServiceSpread(podSelector({ name: service, component: "service" }), surroundings),
    containers: [container(parts)],
  };
}

/** The specification of a pod that does one thing for a service and ends: with what the service has, and what it may. */
export function taskSpec(parts: PodParts, name: string, command: readonly string[]) {
  return {
    ...commonSpec(parts),
    restartPolicy: "Never",
    containers: [{ name, command: [...command], ...commonContainer(parts) }],
  };
}

function commonSpec({ surroundings, account, authorities, features }: PodParts) {
  return {
    serviceAccountName: account.metadata.name,
    automountServiceAccountToken: false,
    // Variables for every Service of the namespace are thousands of surprises in a large one.
    enableServiceLinks: false,
    securityContext: restrictedPod(podUser),
    ...decideNodePreference("general", surroundings),
    // Read-only roots still need a place for temporary files.
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
      ...(authorities === undefined ? [] : [{ name: "authorities", configMap: { name: authorities.metadata.name } }]),
      ...(features === undefined ? [] : [{ name: "features", configMap: { name: features.metadata.name } }]),
    ],
  };
}

function container(parts: PodParts) {
  const { service, wish } = parts;
  const ports = decidePorts(wish);
  return {
    name: service,
    ...(wish.features === undefined ? {} : { command: serveCommand(wish) }),
    ports: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: "TCP" })),
    ...decideProbes(wish),
    // The kubelet sleeps by itself, so that the image needs no shell.
    ...(ports.length === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drainSeconds } } } }),
    ...commonContainer(parts),
  };
}

function commonContainer({ wish, image, config, secret, authorities, features, variables }: PodParts) {
  return {
    image,
    imagePullPolicy: "IfNotPresent",
    envFrom: config === undefined ? [] : [{ configMapRef: { name: config.metadata.name } }],
    env: variablesOf(variables, secret),
    resources: decideResources(wish.size),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...(authorities === undefined ? [] : [{ name: "authorities", mountPath: authoritiesFolder, readOnly: true }]),
      ...(features === undefined ? [] : [{ name: "features", mountPath: featureFolder, readOnly: true }]),
    ],
  };
}

/** What a container finds in its environment besides its settings: values in the clear, then those of its Secret. */
export function variablesOf(variables: Variables, secret: Secret | undefined) {
  return [
    ...Object.entries(variables.clear)
      .sort(byName)
      .map(([name, value]) => ({ name, value })),
    ...(secret === undefined
      ? []
      : Object.keys(variables.secret)
          .sort()
          .map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret.metadata.name, key: name } } }))),
  ];
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
