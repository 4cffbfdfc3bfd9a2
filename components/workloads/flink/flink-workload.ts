import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type { FlinkWish } from "../../../environments/schema/services/flink.ts";
import { Component } from "../../kit/component.ts";
import { contentHash } from "../../kit/names.ts";
import { decideJobManagers, flinkJobName, flinkPart, flinkPorts } from "../../kit/workloads/flink/flink.ts";
import {
  decideFlinkSettings,
  flinkLogging,
  flinkPrepare,
  flinkRun,
  renderFlinkSettings,
} from "../../kit/workloads/flink/flink-config.ts";
import { renderSubmit, submitSeconds } from "../../kit/workloads/flink/flink-jobs.ts";
import { flinkNeedsApi, flinkSelector } from "../../kit/workloads/flink/flink-pods.ts";
import type { ServiceWorkloadArgs } from "../service-workload.ts";
import { createFlinkAccess, type FlinkAccess } from "./flink-access.ts";
import { createFlinkCertificate } from "./flink-certificate.ts";
import { flinkPodSpec } from "./flink-pod.ts";

/** A Flink cluster, and what besides a service it needs. */
export interface FlinkWorkloadArgs extends ServiceWorkloadArgs {
  readonly flink: FlinkWish;
  /** What certificates are made by, ready. - behaviour: it is in the cluster already. */
  readonly certificates?: Resource | undefined;
}

/** What all objects of a cluster are made from. */
export interface FlinkParts {
  readonly args: FlinkWorkloadArgs;
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: (object: string) => { name: string; namespace: Input<string>; labels: Record<string, string> };
  readonly access: FlinkAccess;
  readonly files: ConfigMap;
}

/**
 * A Flink session cluster with its jobs, which are reached by nobody and reach what their service declares. JobManagers elect who leads in ConfigMaps; what they know,
 * checkpoints and savepoints are in a bucket. Each job has a Kubernetes Job that brings it to the cluster as it is wished.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/resource-providers/standalone/kubernetes/
 */
export class FlinkWorkload extends Component {
  static readonly type = "landbridge:workloads:FlinkWorkload";

  constructor(name: string, args: FlinkWorkloadArgs, opts: ComponentResourceOptions) {
    super(FlinkWorkload.type, name, { service: args.service, wish: args.wish }, opts);
    const access = createFlinkAccess(name, args, { parent: this });
    const { labels, metadata } = access;
    const files = createFiles(name, args, metadata, this);
    const certificate = createFlinkCertificate(
      name,
      { ...args, labels, password: access.password.metadata.name },
      { parent: this },
    );
    const parts: FlinkParts = { args, labels, metadata, access, files };
    createJobManagerService(name, parts, this);
    const servers = (["jobmanager", "taskmanager"] as const).map((role) =>
      createServers(name, role, parts, [certificate], this),
    );
    for (const job of Object.keys(args.flink.jobs).sort()) createSubmission(name, job, parts, servers, this);
    this.registerOutputs({});
  }
}

function createFiles(
  name: string,
  { service, flink, wish }: FlinkWorkloadArgs,
  metadata: FlinkParts["metadata"],
  parent: Component,
): ConfigMap {
  const data = {
    "config.yaml": renderFlinkSettings(decideFlinkSettings(service, flink, wish.size)),
    "log4j-console.properties": flinkLogging,
    "prepare.sh": flinkPrepare,
    "run.sh": flinkRun,
  };
  const object = `${flinkPart(service, "files")}-${contentHash(data)}`;
  return new ConfigMap(`${name}-files`, { metadata: metadata(object), immutable: true, data }, { parent });
}

function createJobManagerService(name: string, { args: { service }, metadata }: FlinkParts, parent: Component): void {
  const ports = [{ name: "rest", port: flinkPorts.rest, targetPort: "rest", protocol: "TCP", appProtocol: "https" }];
  const spec = { type: "ClusterIP", selector: flinkSelector(service, "jobmanager"), ports };
  new Service(`${name}-jobmanager-service`, { metadata: metadata(flinkPart(service, "jobmanager")), spec }, { parent });
}

/**
 * TaskManagers go all at once: their jobs have to begin anew from a checkpoint with each one that goes, so that one after the other would
 * interrupt them as often. JobManagers go one by one, and nothing needs more room than the quota has.
 */
const rollouts = {
  jobmanager: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
  taskmanager: { type: "Recreate" },
} as const;

function createServers(
  name: string,
  role: "jobmanager" | "taskmanager",
  parts: FlinkParts,
  dependsOn: Resource[],
  parent: Component,
): Deployment {
  const { args, labels, metadata } = parts;
  const { service, flink, surroundings, identity } = args;
  const matchLabels = flinkSelector(service, role);
  const own = metadata(flinkPart(service, role));
  const deployment = new Deployment(
    `${name}-${role}`,
    {
      metadata: own,
      spec: {
        replicas: role === "taskmanager" ? flink.taskManagers : decideJobManagers(surroundings),
        selector: { matchLabels },
        strategy: rollouts[role],
        progressDeadlineSeconds: 900,
        revisionHistoryLimit: 2,
        template: {
          metadata: {
            labels: { ...labels, ...matchLabels, ...identity?.podLabels },
            annotations: { ...flinkNeedsApi },
          },
          spec: flinkPodSpec(role, parts),
        },
      },
    },
    { parent, dependsOn, customTimeouts: { create: "20m", update: "20m" } },
  );
  new PodDisruptionBudget(
    `${name}-${role}-budget`,
    {
      metadata: own,
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } },
    },
    { parent },
  );
  return deployment;
}

/** A Job that failed is made again by the next `up`; it can run any number of times. */
const againWhenFailed = { "pulumi.com/replaceUnready": "true" } as const;

/**
 * What is known of a job, and the Job that brings it to the cluster: named by what it does, so that it runs again when the job or the image changes.
 * It stays when it is done: without it the next `up` would stop and begin the job again.
 */
function createSubmission(
  name: string,
  job: string,
  parts: FlinkParts,
  dependsOn: Resource[],
  parent: Component,
): void {
  const { args, labels, metadata, access } = parts;
  const { domain, service, flink, wish, identity } = args;
  const asked = flink.jobs[job];
  if (asked === undefined) return;
  const object = flinkJobName(service, job);
  const script = renderSubmit({ domain, service, job }, asked);
  const record = new ConfigMap(`${name}-job-${job}-record`, { metadata: metadata(object) }, { parent });
  new Job(
    `${name}-job-${job}`,
    {
      metadata: {
        ...metadata(`${object}-${contentHash({ script, config: args.config, image: wish.image })}`),
        annotations: againWhenFailed,
      },
      spec: {
        backoffLimit: 4,
        activeDeadlineSeconds: submitSeconds.whole,
        template: {
          metadata: {
            labels: { ...labels, ...flinkSelector(service, "submit"), ...identity?.podLabels },
            annotations: { ...flinkNeedsApi },
          },
          spec: { restartPolicy: "Never", ...flinkPodSpec("submit", parts, script) },
        },
      },
    },
    { parent, dependsOn: [...dependsOn, record, ...access.rights], customTimeouts: { create: "35m" } },
  );
}
