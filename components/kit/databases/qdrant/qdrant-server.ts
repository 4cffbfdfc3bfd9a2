import type { Input } from "@pulumi/pulumi";
import type { QdrantWish } from "../../../../environments/schema/stores/qdrant.ts";
import { decideNodeChoice, decideSpread } from "../../cluster/placement.ts";
import { meshOff, podSelector, type Labels } from "../../labels.ts";
import { metricsPorts, ports, qdrantPorts } from "../../network/ports.ts";
import { quantities, sizes } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { qdrantConfigFile, qdrantFolders, qdrantKeyVariable, qdrantStartFile } from "./qdrant-config.ts";
import { qdrantDomain, qdrantNodeEndings, qdrantNodesService, type QdrantNode } from "./qdrant.ts";

/** By which a node is told from the others of its store. It never changes. */
export const qdrantNodeLabel = "landbridge.dev/qdrant-node";

/** Annotation of pods that says which key they have, without saying it. */
const qdrantKeyMark = "landbridge.dev/qdrant-key";

/** Key of the Secret that holds the store's key. */
export const qdrantSecretKey = "api-key";

/** What nodes are made of, besides the wish. */
export interface QdrantParts {
  readonly store: string;
  readonly image: string;
  /** Names of objects: settings, the store's key, the certificate. */
  readonly config: string;
  readonly key: string;
  readonly certificate: string;
  /** Changes with the store's key, so that nodes restart one after another. */
  readonly keyMark: Input<string>;
}

/** How pods of a store's nodes are found. */
export function qdrantSelector(store: string): Labels {
  return podSelector({ name: store, component: "store" });
}

/**
 * The StatefulSet of one node. Its pod's labels hold no tags: a tag that changes restarts nobody.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export function decideQdrantServer(wish: QdrantWish, node: QdrantNode, parts: QdrantParts, surroundings: Surroundings) {
  const { store } = parts;
  const own = { ...qdrantSelector(store), [qdrantNodeLabel]: String(node.number) };
  return {
    serviceName: qdrantNodesService(store),
    replicas: 1,
    selector: { matchLabels: own },
    // The next one restarts only after this one was well for so long.
    minReadySeconds: 10,
    template: {
      metadata: { labels: { ...own, ...meshOff }, annotations: { [qdrantKeyMark]: parts.keyMark } },
      spec: {
        // A node that stops writes what it holds first.
        terminationGracePeriodSeconds: 120,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        topologySpreadConstraints: decideSpread(qdrantSelector(store), surroundings),
        ...decideNodeChoice("data", surroundings),
        containers: [serverContainer(wish, node, parts)],
        volumes: volumesOf(node, parts),
      },
    },
  };
}

function serverContainer(wish: QdrantWish, node: QdrantNode, parts: QdrantParts) {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const probe = (path: "livez" | "readyz", periodSeconds: number, failureThreshold: number) => ({
    httpGet: { scheme: "HTTPS", path: `/${path}`, port: "rest" },
    periodSeconds,
    failureThreshold,
    timeoutSeconds: 5,
  });
  return {
    name: "qdrant",
    image: parts.image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/bash", `${qdrantFolders.config}/${qdrantStartFile}`],
    env: environmentOf(wish, node, parts),
    ports: [
      { name: "rest", containerPort: ports.qdrant },
      { name: "grpc", containerPort: qdrantPorts.grpc },
      { name: "nodes", containerPort: qdrantPorts.nodes },
      { name: "metrics", containerPort: metricsPorts.qdrant },
    ],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    // Clients leave before it stops.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    // Half an hour, in which it reads its collections.
    startupProbe: probe("livez", 5, 360),
    livenessProbe: probe("livez", 10, 6),
    // When it has caught up with the others, and with its copies.
    readinessProbe: probe("readyz", 5, 3),
    volumeMounts: [
      { name: "config", mountPath: qdrantFolders.config, readOnly: true },
      { name: "data", mountPath: qdrantFolders.data },
      { name: "notes", mountPath: qdrantFolders.notes },
      { name: "tls", mountPath: qdrantFolders.tls, readOnly: true },
    ],
  };
}

function environmentOf({ nodes }: QdrantWish, { number }: QdrantNode, { store, key }: QdrantParts) {
  return [
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "CONFIG", value: `${qdrantFolders.config}/${qdrantConfigFile}` },
    { name: "DATA", value: qdrantFolders.data },
    { name: "DOMAIN", value: qdrantDomain(store) },
    { name: "MOST_NODES", value: String(qdrantNodeEndings.length) },
    // Only whether it has others: more of them restart nobody.
    { name: "NODES", value: nodes > 1 ? "2" : "1" },
    { name: "NODES_PORT", value: String(qdrantPorts.nodes) },
    { name: "NUMBER", value: String(number) },
    { name: "QDRANT_INIT_FILE_PATH", value: `${qdrantFolders.notes}/initialized` },
    { name: "STORE", value: store },
    { name: qdrantKeyVariable, valueFrom: { secretKeyRef: { name: key, key: qdrantSecretKey } } },
  ];
}

function volumesOf({ name }: QdrantNode, { config, certificate }: QdrantParts) {
  return [
    { name: "config", configMap: { name: config } },
    { name: "data", persistentVolumeClaim: { claimName: name } },
    { name: "notes", emptyDir: { sizeLimit: "16Mi" } },
    { name: "tls", secret: { secretName: certificate, defaultMode: 0o440 } },
  ];
}
