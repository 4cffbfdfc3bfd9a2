import type { InfluxdbWish } from "../../../../environments/schema/stores/influxdb.ts";
import { decideNodeChoice, decideSpread } from "../../cluster/placement.ts";
import { meshOff } from "../../labels.ts";
import { ports } from "../../network/ports.ts";
import { quantities, sizes } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { decideInfluxdbSettings, influxdbClaim, influxdbFolders, influxdbSelector } from "./influxdb.ts";

/** What a server is made of, besides the wish. */
export interface InfluxdbParts {
  readonly store: string;
  readonly image: string;
  /** Name of the ConfigMap with what begins the server. */
  readonly config: string;
  /** Name of the Secret with its certificate. */
  readonly certificate: string;
}

/** Name of the server's port, by which its numbers are read as well. */
export const influxdbPortName = "https";

/**
 * The StatefulSet of the one server. Its pod's labels hold no tags: a tag that changes restarts nobody. No budget guards it: of one pod none can be
 * spared, and a budget would only keep its node from being drained.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export function decideInfluxdbServer(wish: InfluxdbWish, parts: InfluxdbParts, surroundings: Surroundings) {
  const matchLabels = influxdbSelector(parts.store);
  const defaultMode = 0o440;
  return {
    serviceName: parts.store,
    replicas: 1,
    selector: { matchLabels },
    template: {
      metadata: { labels: { ...matchLabels, ...meshOff } },
      spec: {
        // Until what it holds in memory is written and its files are closed.
        terminationGracePeriodSeconds: 120,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        topologySpreadConstraints: decideSpread(matchLabels, surroundings),
        ...decideNodeChoice("data", surroundings),
        containers: [serverContainer(wish, parts)],
        volumes: [
          { name: "data", persistentVolumeClaim: { claimName: influxdbClaim(parts.store) } },
          { name: "files", configMap: { name: parts.config } },
          { name: "tls", secret: { secretName: parts.certificate, defaultMode } },
          { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
        ],
      },
    },
  };
}

function serverContainer(wish: InfluxdbWish, { image }: InfluxdbParts) {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const { data, files, tls, temporary } = influxdbFolders;
  const probe = (path: string) => ({
    httpGet: { path, port: influxdbPortName, scheme: "HTTPS" },
    timeoutSeconds: 5,
  });
  const settings = Object.entries(decideInfluxdbSettings(wish)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: "server",
    image,
    imagePullPolicy: "IfNotPresent",
    // Not by the image's own script, which would set the server up by itself.
    command: ["/bin/sh", `${files}/start.sh`],
    env: settings.map(([name, value]) => ({ name, value })),
    ports: [{ name: influxdbPortName, containerPort: ports.influxdb, protocol: "TCP" }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    // It listens when it has read the log of writes, which takes minutes after it was killed under load.
    startupProbe: { ...probe("/health"), periodSeconds: 5, failureThreshold: 240 },
    readinessProbe: { ...probe("/ready"), periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe("/health"), periodSeconds: 20, failureThreshold: 6 },
    volumeMounts: [
      { name: "data", mountPath: data },
      { name: "files", mountPath: files, readOnly: true },
      { name: "tls", mountPath: tls, readOnly: true },
      { name: "tmp", mountPath: temporary },
    ],
  };
}
