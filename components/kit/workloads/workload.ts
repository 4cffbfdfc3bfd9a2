import type { ServiceWish } from "../../../environments/schema/domains.ts";
import { decideSpread, type Spread } from "../cluster/placement.ts";
import { quantities, sizes } from "../sizes.ts";
import type { Labels } from "../labels.ts";
import type { Surroundings } from "../surroundings.ts";
import { featureHealth } from "./feature-store.ts";

/** A port of a service. */
export interface ServicePort {
  readonly name: "rest" | "grpc";
  readonly port: number;
  /** What is spoken there, for gateways and meshes. */
  readonly appProtocol: "http" | "kubernetes.io/h2c";
}

/** The ports that a service serves on, REST first. A worker has none. */
export function decidePorts({ serves }: Pick<ServiceWish, "serves">): ServicePort[] {
  return [
    ...(serves.rest === undefined
      ? []
      : [{ name: "rest", port: serves.rest.port, appProtocol: "http" } satisfies ServicePort]),
    // https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
    ...(serves.grpc === undefined
      ? []
      : [{ name: "grpc", port: serves.grpc.port, appProtocol: "kubernetes.io/h2c" } satisfies ServicePort]),
  ];
}

/** One question that the kubelet asks a container. */
export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly grpc?: { readonly port: number };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** The three questions: has it started, does it live, may it get traffic. */
export interface Probes {
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

/**
 * Probes by what a service serves: its health paths over HTTP, else gRPC's health service. A worker serves nothing that
 * could be asked, so it has none: it must exit when it can't go on. Starting may take two minutes; living is asked with
 * patience, since a restart under load makes things worse; readiness quickly, since it only moves traffic.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export function decideProbes({
  serves,
  health,
  features,
}: Pick<ServiceWish, "serves" | "health" | "features">): Probes {
  const ask = (path: string): Pick<Probe, "httpGet" | "grpc"> | undefined => {
    if (serves.rest !== undefined) return { httpGet: { path, port: "rest" } };
    return serves.grpc === undefined ? undefined : { grpc: { port: serves.grpc.port } };
  };
  // A feature server isn't the team's own program.
  const paths = features === undefined ? health : { live: featureHealth, ready: featureHealth };
  const [live, ready] = [ask(paths.live), ask(paths.ready)];
  if (live === undefined || ready === undefined) return {};
  return {
    startupProbe: { ...live, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...live, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
  };
}

/** Memory is requested as it is limited, so that a node never promises more than it has. CPU is not limited. */
export function decideResources(size: ServiceWish["size"]) {
  const { cpu, memory } = quantities(sizes[size]);
  return {
    requests: { cpu, memory, "ephemeral-storage": "128Mi" },
    limits: { memory, "ephemeral-storage": "1Gi" },
  };
}

/**
 * How many pods may be evicted at once. One, or a tenth of a large service so that draining a node ends; never none, which
 * would block every upgrade of nodes. A service that never has two pods gets no budget: its owner accepted the gap.
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function decideDisruption({ min, max }: ServiceWish["scale"]): { maxUnavailable: number | string } | undefined {
  if (max === 1) return undefined;
  return { maxUnavailable: min > 10 ? "10%" : 1 };
}

/**
 * Growing is immediate and at most doubles in half a minute; shrinking waits five minutes and gives up a tenth a minute,
 * so that the trough between two peaks costs no cold starts.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export function decideScaling({ min, max, cpuPercent }: ServiceWish["scale"]) {
  return {
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpuPercent } },
      },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 100, periodSeconds: 30 },
          { type: "Pods", value: 4, periodSeconds: 30 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 10, periodSeconds: 60 },
          { type: "Pods", value: 1, periodSeconds: 60 },
        ],
      },
    },
  };
}

/** Seconds between an eviction and the signal to stop, in which load balancers forget the pod. */
export const drainSeconds = 10;
/** Seconds that a pod has to stop, draining included. */
export const stopSeconds = 45;

/** Spread of a service's pods; each rollout is spread by itself, so that the pods it replaces don't count. */
export function decideServiceSpread(selector: Labels, surroundings: Pick<Surroundings, "zones" | "tier">): Spread[] {
  return decideSpread(selector, surroundings, { matchLabelKeys: ["pod-template-hash"], nodeTaintsPolicy: "Honor" });
}
