import type { Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { FlinkWish } from "../../../../environments/schema/services/flink.ts";
import { decideNodePreference } from "../../cluster/placement.ts";
import { podSelector, type Labels } from "../../labels.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedContainer, restrictedPod } from "../pod-security.ts";
import { decideServiceSpread } from "../workload.ts";
import { flinkFolders, flinkUser } from "./flink-config.ts";
import { flinkMetrics, flinkPart, flinkPorts, flinkRoleLabel, flinkSizes, type FlinkRole } from "./flink.ts";

/** GiB for logs, files in transit and a JVM's own, besides state. */
const scratchGiB = 2;

/** Labels by which the pods of a role are found. */
export function flinkSelector(service: string, role: FlinkRole): Labels {
  return { ...podSelector({ name: service, component: "service" }), ...flinkRoleLabel(role) };
}

/** Why its pods have a token for the API server, for whoever judges them. */
export const flinkNeedsApi = { "landbridge.dev/needs-api": "JobManagers elect a leader in ConfigMaps" } as const;

/** What a container of a role requests, and the scratch space of its pod in GiB. */
export function decideFlinkResources(
  role: FlinkRole,
  { size, flink }: Pick<ServiceWish, "size"> & { flink: FlinkWish },
) {
  const capacity: Capacity = role === "taskmanager" ? sizes[size] : flinkSizes[role];
  const { cpu, memory } = quantities(capacity);
  const scratch = `${scratchGiB + (role === "taskmanager" ? flink.stateGiB : 0)}Gi`;
  return {
    scratch,
    resources: {
      requests: { cpu, memory, "ephemeral-storage": scratch },
      // A little more than its folder may hold, so that the folder's own limit is the one that is met.
      limits: { memory, "ephemeral-storage": `${scratchGiB + 1 + (role === "taskmanager" ? flink.stateGiB : 0)}Gi` },
    },
  };
}

/** The parts of a pod that don't depend on what it is told. */
export function decideFlinkPod(service: string, role: FlinkRole, surroundings: Surroundings) {
  return {
    // The API server is asked by what elects, and by who submits a job.
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: restrictedPod(flinkUser),
    ...(role === "submit"
      ? {}
      : {
          terminationGracePeriodSeconds: 60,
          topologySpreadConstraints: decideServiceSpread(flinkSelector(service, role), surroundings),
        }),
    ...decideNodePreference("general", surroundings),
  };
}

/** Folders of a pod: settings, the certificate, who signed others', and what is written. */
export function decideFlinkVolumes(
  service: string,
  scratch: string,
  names: { readonly files: Input<string>; readonly authorities: Input<string> | undefined },
) {
  return [
    { name: "files", configMap: { name: names.files } },
    // The group of Flink's user may read it, and nobody else.
    { name: "certificate", secret: { secretName: flinkPart(service, "tls"), defaultMode: 0o440 } },
    ...(names.authorities === undefined ? [] : [{ name: "authorities", configMap: { name: names.authorities } }]),
    { name: "prepared", emptyDir: { sizeLimit: "256Mi" } },
    { name: "work", emptyDir: { sizeLimit: scratch } },
    { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
  ];
}

/** Where a container finds them. */
export function decideFlinkMounts(hasAuthorities: boolean) {
  const readOnly = true;
  return [
    { name: "files", mountPath: flinkFolders.files, readOnly },
    { name: "certificate", mountPath: flinkFolders.certificate, readOnly },
    ...(hasAuthorities ? [{ name: "authorities", mountPath: flinkFolders.authorities, readOnly }] : []),
    { name: "prepared", mountPath: flinkFolders.prepared },
    { name: "work", mountPath: flinkFolders.work },
    { name: "tmp", mountPath: "/tmp" },
  ];
}

/** Ports and questions of a role. Over TLS with certificates on both sides the kubelet can ask no more than whether somebody listens. */
export function decideFlinkProbes(role: "jobmanager" | "taskmanager") {
  const [live, ready] = role === "jobmanager" ? (["rpc", "rest"] as const) : (["rpc", "rpc"] as const);
  const ports =
    role === "jobmanager"
      ? { rpc: flinkPorts.jobManager, blobs: flinkPorts.blobs, rest: flinkPorts.rest }
      : { rpc: flinkPorts.taskManager, data: flinkPorts.data };
  const told = { ...ports, [flinkMetrics.name]: flinkMetrics.port };
  return {
    ports: Object.entries(told).map(([name, containerPort]) => ({ name, containerPort, protocol: "TCP" })),
    startupProbe: { tcpSocket: { port: live }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 60 },
    livenessProbe: { tcpSocket: { port: live }, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { tcpSocket: { port: ready }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
  };
}

/** Security of its containers. */
export const flinkContainerSecurity = restrictedContainer();
