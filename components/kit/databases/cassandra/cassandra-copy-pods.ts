import { decideScratchClass } from "../../cluster/storage-classes.ts";
import type { Labels } from "../../labels.ts";
import { quantities, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { authoritiesFolder } from "../../workloads/authorities.ts";
import { restrictedContainer } from "../../workloads/pod-security.ts";
import { remoteAuthority } from "../bucket-remote.ts";
import {
  authorityVolume,
  copyContainerSizes,
  decideCopierPod,
  dataVolume,
  type CopyVariable,
} from "../copies/copy-pod.ts";
import { copyFolders } from "../copies/copy-scripts.ts";
import { cassandraUser, type CassandraDatacenterSpec } from "./cassandra-cluster.ts";
import { tlsFolder } from "./cassandra-config.ts";
import { nodeVolume } from "./cassandra-copies.ts";
import { repairFolders } from "./cassandra-repair.ts";
import { readerCapacity } from "./cassandra-restore.ts";

/** What the container beside each node requests: rclone holds the parts that it uploads in memory. */
export const nodeCopierSize: Capacity = copyContainerSizes.rclone;

/** What a pod of the Jobs requests at most: that which reads a night. */
export const cassandraCopyPodSize: Capacity = readerCapacity;

/** What a step of a pod needs besides its script. */
type StepNeed =
  /** Its bucket. */
  | "bucket"
  /** The nodes' management API. */
  | "management"
  /** The nodes, as a client of theirs and as one of them. */
  | "nodes"
  /** A disk. */
  | "disk";

/** A container that is there until its script ends; then the next one begins. */
export interface CopyStep<T> {
  readonly name: string;
  readonly image: string;
  readonly shell: "/bin/sh" | "/bin/bash";
  readonly script: string;
  readonly needs: readonly StepNeed[];
  readonly size: Capacity;
  readonly variables: readonly CopyVariable<T>[];
}

/** What a pod of steps is put together from. */
interface CopyStepsParts<T> {
  readonly store: string;
  readonly labels: Labels;
  readonly account: T;
  /** The ConfigMap with the scripts. */
  readonly files: T;
  /** In their order; the last one is the pod's container. */
  readonly steps: readonly [CopyStep<T>, ...CopyStep<T>[]];
  /** Secrets: the certificate that the management API knows, and the nodes' own. */
  readonly secrets: Readonly<Record<"management" | "certificate", string>>;
  /** The ConfigMap with who signed the nodes' certificate. - behaviour: no node is asked. */
  readonly authorities?: T | undefined;
  /** The Secret with who signed the certificate of buckets in the cluster. - behaviour: they are the cloud's. */
  readonly bucketAuthority?: T | undefined;
  /** Its disk in GiB. - behaviour: it has none. */
  readonly diskGiB?: number;
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: true;
}

const mounts = {
  files: { name: "files", mountPath: copyFolders.files, readOnly: true },
  work: { name: "work", mountPath: copyFolders.work },
  // Programs in Java unpack what they need there; a password is no file on a disk.
  memory: { name: "memory", mountPath: "/tmp" },
  data: { name: "data", mountPath: copyFolders.data },
  buckets: { name: "buckets", mountPath: remoteAuthority.mountPath, readOnly: true },
  management: { name: "management", mountPath: repairFolders.certificate, readOnly: true },
  certificate: { name: "tls", mountPath: tlsFolder, readOnly: true },
  authorities: { name: "authorities", mountPath: authoritiesFolder, readOnly: true },
} as const satisfies Readonly<Record<string, Mount>>;

/** A pod whose containers follow each other. */
export function decideStepsPod<T>(parts: CopyStepsParts<T>, surroundings: Surroundings) {
  const { store, labels, account, steps, authorities, bucketAuthority } = parts;
  const needed = (need: StepNeed): Mount[] => {
    switch (need) {
      case "bucket":
        return bucketAuthority === undefined ? [] : [mounts.buckets];
      case "management":
        return [mounts.management];
      case "nodes":
        return [mounts.certificate, ...(authorities === undefined ? [] : [mounts.authorities])];
      case "disk":
        return [mounts.data];
      default:
        return need satisfies never;
    }
  };
  const containers = steps.map(({ needs, ...step }) =>
    container(step, [mounts.files, mounts.work, mounts.memory, ...needs.flatMap(needed)]),
  );
  const needs = new Set(steps.flatMap((step) => step.needs));
  const { metadata, spec } = decideCopierPod({ store, labels, account, user: cassandraUser }, surroundings);
  return {
    metadata,
    spec: {
      ...spec,
      ...(containers.length > 1 ? { initContainers: containers.slice(0, -1) } : {}),
      containers: containers.slice(-1),
      volumes: decideVolumes(parts, needs, surroundings),
    },
  };
}

function decideVolumes<T>(
  { files, authorities, bucketAuthority, secrets, diskGiB }: CopyStepsParts<T>,
  needs: ReadonlySet<StepNeed>,
  surroundings: Surroundings,
) {
  const secretVolume = (name: string, secretName: string) => ({ name, secret: { secretName, defaultMode: 0o440 } });
  return [
    { name: mounts.files.name, configMap: { name: files } },
    { name: mounts.work.name, emptyDir: { sizeLimit: "1Gi" } },
    { name: mounts.memory.name, emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    ...(needs.has("bucket") && bucketAuthority !== undefined ? [authorityVolume(bucketAuthority)] : []),
    ...(needs.has("management") ? [secretVolume(mounts.management.name, secrets.management)] : []),
    ...(needs.has("nodes") ? [secretVolume(mounts.certificate.name, secrets.certificate)] : []),
    ...(needs.has("nodes") && authorities !== undefined
      ? [{ name: mounts.authorities.name, configMap: { name: authorities } }]
      : []),
    ...(diskGiB === undefined ? [] : [dataVolume(diskGiB, decideScratchClass(surroundings))]),
  ];
}

function container<T>(
  { name, image, shell, script, size, variables }: Omit<CopyStep<T>, "needs">,
  volumeMounts: readonly Mount[],
) {
  const { cpu, memory } = quantities(size);
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: [shell, `${copyFolders.files}/${script}`],
    env: environmentOf(variables),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "256Mi" },
      limits: { memory, "ephemeral-storage": "1Gi" },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [...volumeMounts],
  };
}

function environmentOf<T>(
  variables: readonly CopyVariable<T>[],
): (CopyVariable<T> | { name: string; value: string })[] {
  const home = ["HOME", "TMPDIR"].map((name) => ({ name, value: copyFolders.work }));
  return [...variables, ...home].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What copies each node is put together from. */
export interface NodeCopierParts<T> {
  readonly image: string;
  readonly account: T;
  /** The ConfigMap with its script. */
  readonly files: T;
  readonly variables: readonly CopyVariable<T>[];
  /** The Secret with who signed the certificate of buckets in the cluster. - behaviour: they are the cloud's. */
  readonly bucketAuthority?: T | undefined;
}

/** The container's name. */
export const nodeCopierName = "copier";

/** Its script's name in the ConfigMap. */
export const nodeCopyFile = "copy.sh";

/** Apart from what Jobs mount: the operator's own volumes are in the same pod. */
const copierPrefix = "copier-";

/**
 * A data centre whose nodes have a container beside them that uploads their snapshots. It reads their volume and can't write it; their pods are known to the
 * cloud by its account.
 * https://docs.k8ssandra.io/reference/crd/cass-operator-crds-latest/
 */
export function withNodeCopier<T>(
  datacenter: CassandraDatacenterSpec,
  { image, account, files, variables, bucketAuthority }: NodeCopierParts<T>,
) {
  const { metadata, spec } = datacenter.podTemplateSpec;
  const { cpu, memory } = quantities(nodeCopierSize);
  const prefixed = <Named extends { readonly name: string }>(each: Named) => ({
    ...each,
    name: `${copierPrefix}${each.name}`,
  });
  const copier = {
    name: nodeCopierName,
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", `${copyFolders.files}/${nodeCopyFile}`],
    env: environmentOf(variables),
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { ...nodeVolume, readOnly: true },
      ...[mounts.files, mounts.work, ...(bucketAuthority === undefined ? [] : [mounts.buckets])].map(prefixed),
    ],
  };
  const volumes = [
    { name: mounts.files.name, configMap: { name: files } },
    { name: mounts.work.name, emptyDir: { sizeLimit: "1Gi" } },
    ...(bucketAuthority === undefined ? [] : [authorityVolume(bucketAuthority)]),
  ].map(prefixed);
  const podSpec = { ...spec, containers: [...spec.containers, copier], volumes };
  return { ...datacenter, serviceAccountName: account, podTemplateSpec: { metadata, spec: podSpec } };
}
