import { interpolate } from "@pulumi/pulumi";
import { bucketVariable } from "../../kit/workloads/bindings.ts";
import { flinkPart, type FlinkRole } from "../../kit/workloads/flink/flink.ts";
import { flinkEnvironment, flinkFolders, flinkVariables } from "../../kit/workloads/flink/flink-config.ts";
import {
  decideFlinkMounts,
  decideFlinkPod,
  decideFlinkProbes,
  decideFlinkResources,
  decideFlinkVolumes,
  flinkContainerSecurity,
} from "../../kit/workloads/flink/flink-pods.ts";
import { variablesOf } from "../pod.ts";
import type { FlinkParts } from "./flink-workload.ts";

/** The specification of a pod of a cluster: one container prepares settings, the other runs. Who submits a job is given the script that does. */
export function flinkPodSpec(role: FlinkRole, { args, access, files }: FlinkParts, script?: string) {
  const { service, wish, flink, surroundings } = args;
  const { resources, scratch } = decideFlinkResources(role, { size: wish.size, flink });
  const container = {
    image: interpolate`${args.registryHost}/${wish.image}`,
    imagePullPolicy: "IfNotPresent",
    envFrom: access.config === undefined ? [] : [{ configMapRef: { name: access.config.metadata.name } }],
    env: [...variablesOf(args.variables, access.secret), ...ownVariables(role, args, access)],
    securityContext: flinkContainerSecurity,
    resources,
    volumeMounts: decideFlinkMounts(access.authorities !== undefined),
  };
  const file = (name: string) => ["bash", `${flinkFolders.files}/${name}`];
  return {
    serviceAccountName: access.account.metadata.name,
    ...decideFlinkPod(service, role, surroundings),
    initContainers: [{ name: "prepare", command: file("prepare.sh"), ...container }],
    containers: [
      {
        name: role,
        command: script === undefined ? file("run.sh") : ["bash", "-c", script],
        ...container,
        ...(role === "submit" ? {} : decideFlinkProbes(role)),
      },
    ],
    volumes: decideFlinkVolumes(service, scratch, {
      files: files.metadata.name,
      authorities: access.authorities?.metadata.name,
    }),
  };
}

function ownVariables(
  role: FlinkRole,
  { domain, service, flink }: FlinkParts["args"],
  { password }: FlinkParts["access"],
) {
  const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
  return [
    ...Object.entries(flinkEnvironment).map(([name, value]) => ({ name, value })),
    { name: flinkVariables.role, value: role },
    { name: flinkVariables.address, ...field("status.podIP") },
    { name: flinkVariables.namespace, ...field("metadata.namespace") },
    // The kubelet puts in what comes before in this list.
    { name: flinkVariables.place, value: `$(${bucketVariable(flink.checkpoints)})/flink/${domain}/${service}` },
    { name: "FLINK_REST_HOST", value: `${flinkPart(service, "jobmanager")}.${domain}.svc` },
    {
      name: flinkVariables.keystorePassword,
      valueFrom: { secretKeyRef: { name: password.metadata.name, key: "password" } },
    },
  ];
}
