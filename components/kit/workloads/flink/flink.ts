import { createHash } from "node:crypto";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { FlinkWish } from "../../../../environments/schema/services/flink.ts";
import type { Labels } from "../../labels.ts";
import { sizes, type Capacity } from "../../sizes.ts";
import { decideSpare, type Surroundings } from "../../surroundings.ts";

/** What a pod of a Flink cluster is for. */
export type FlinkRole = "jobmanager" | "taskmanager" | "submit";

/** What a JobManager gets, and who submits a job. TaskManagers get the service's size. */
export const flinkSizes = {
  jobmanager: { cpu: 0.5, memoryGiB: 2 },
  submit: { cpu: 0.25, memoryGiB: 1 },
} as const satisfies Record<string, Capacity>;

/**
 * Least memory of a TaskManager in GiB: of 1 GiB, metaspace and the JVM take 448 MiB, managed memory and the network 294 MiB.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/memory/mem_setup_tm/
 */
export const leastFlinkMemoryGiB = 2;

/**
 * TCP ports of a cluster's pods. Those of TaskManagers would be chosen by chance, which no policy of the network can name.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/config/
 */
export const flinkPorts = { data: 6121, taskManager: 6122, jobManager: 6123, blobs: 6124, rest: 8081 } as const;

/** Where each pod tells its numbers, without TLS. */
export const flinkMetrics = { name: "metrics", port: 9249 } as const;

/** How many JobManagers there are: one leads, what it knows is in the bucket, and another takes over within seconds. */
export function decideJobManagers(surroundings: Pick<Surroundings, "tier" | "costMode">): number {
  if (surroundings.tier === "production") return 3;
  return decideSpare(surroundings) ? 2 : 1;
}

/** Name of a part of a cluster. */
export function flinkPart(service: string, part: FlinkRole | "tls" | "authority" | "jobs" | "files"): string {
  return `${service}-flink-${part}`;
}

/** Name of the Kubernetes Job that brings a job to the cluster as it is wished, and of what is known of that job. */
export function flinkJobName(service: string, job: string): string {
  return `${service}-flink-job-${job}`;
}

/** Names of Deployments and Services of a cluster. */
export function flinkObjects(service: string): string[] {
  return [flinkPart(service, "jobmanager"), flinkPart(service, "taskmanager")];
}

/** Label of a pod's role. By the others flows find all pods of a cluster, as those of any service. */
export function flinkRoleLabel(role: FlinkRole): Labels {
  return { "landbridge.dev/flink": role };
}

/** What a cluster calls itself. Names of the ConfigMaps in which it elects who leads begin with it. */
export function flinkClusterId(service: string): string {
  return `${service}-flink`;
}

/** How many ids a job has. */
const jobIds = 8;

/**
 * Ids of a job, of which it takes one after the other: a cluster remembers for an hour what ended and refuses an id that it knows. Always the same ones, so that
 * rights can name what a JobManager writes down of the job. Mostly zeros, since nobody shall take them for keys.
 */
export function flinkJobIds(domain: string, service: string, job: string): string[] {
  return Array.from({ length: jobIds }, (_, index) =>
    createHash("sha256").update(`${domain}/${service}/${job}/${index}`).digest("hex").slice(0, 12).padStart(32, "0"),
  );
}

/** Slots that a cluster has, and that its jobs take: a job's operators share. */
export function decideFlinkSlots({ taskManagers, slots, jobs }: FlinkWish): { needed: number; given: number } {
  const running = Object.values(jobs).filter(({ stopped }) => !stopped);
  return { needed: running.reduce((sum, { parallelism }) => sum + parallelism, 0), given: taskManagers * slots };
}

/** What a service takes of its domain's quota at its smallest, pods of a kind at a time. */
export function decideServiceDemand(
  { size, scale, flink }: Pick<ServiceWish, "size" | "scale" | "flink">,
  surroundings: Pick<Surroundings, "tier" | "costMode">,
): (Capacity & { readonly pods: number })[] {
  if (flink === undefined) return [{ ...sizes[size], pods: scale.min }];
  return [
    { ...sizes[size], pods: flink.taskManagers },
    { ...flinkSizes.jobmanager, pods: decideJobManagers(surroundings) },
    { ...flinkSizes.submit, pods: Object.keys(flink.jobs).length },
  ];
}
