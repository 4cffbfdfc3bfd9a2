import { decideNodePreference } from "../../cluster/placement.ts";
import { decideScratchClass } from "../../cluster/storage-classes.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { stayingPut } from "../../workloads/long-jobs.ts";
import { copyPods } from "../../network/flows/copy-flows.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { quantities, type Capacity } from "../../sizes.ts";
import { authoritiesFolder } from "../../workloads/authorities.ts";
import { remoteAuthority } from "../bucket-remote.ts";
import { copyFolders } from "./copy-scripts.ts";

/** What each of the two containers requests: rclone holds the parts that it uploads in memory. */
export const copyContainerSizes = {
  client: { cpu: 0.2, memoryGiB: 0.25 },
  server: { cpu: 0.25, memoryGiB: 1 },
  rclone: { cpu: 0.1, memoryGiB: 0.5 },
} as const satisfies Readonly<Record<string, Capacity>>;

/** What a pod that copies requests at most: the one that loads a copy into a server of its own. */
export function decideCopyPodSize(server: Capacity = copyContainerSizes.server): Capacity {
  const { rclone } = copyContainerSizes;
  return { cpu: server.cpu + rclone.cpu, memoryGiB: server.memoryGiB + rclone.memoryGiB };
}

/** What a server requests in which a copy is tried: a quarter of the memory of the store's own, which many ask at once, and no less than 1 GiB. */
export function decideTrialSize(server: Capacity): Capacity {
  const { cpu, memoryGiB } = copyContainerSizes.server;
  return { cpu, memoryGiB: Math.max(memoryGiB, server.memoryGiB / 4) };
}

/** A variable whose value may only be known to a cloud. */
export interface CopyVariable<T> {
  readonly name: string;
  readonly value?: T;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** What a pod is put together from. */
export interface CopyPodParts<T> {
  readonly store: string;
  readonly labels: Labels;
  readonly account: T;
  /** The ConfigMap with the scripts. */
  readonly files: T;
  /** User that both containers run as: the one that the database's image is made for. */
  readonly user: number;
  /** Script and image of the container that speaks to a server, or is one, and of the one that speaks to the bucket. */
  readonly database: {
    readonly script: string;
    readonly image: string;
    readonly variables: readonly CopyVariable<T>[];
  };
  readonly bucket: { readonly script: string; readonly image: string; readonly variables: readonly CopyVariable<T>[] };
  /** The ConfigMap with who signed the servers' certificates. - behaviour: no server is asked. */
  readonly authorities?: T;
  /** The Secret with who signed the certificate of buckets in the cluster. - behaviour: they are the cloud's. */
  readonly bucketAuthority?: T | undefined;
  /** What the shell of the first container is. rclone's image has no other than `sh`. - behaviour: bash. */
  readonly shell?: "/bin/bash" | "/bin/sh";
  /** A disk in GiB that goes with the pod, in `copyFolders.data`. - behaviour: there is none. */
  readonly diskGiB?: number | undefined;
  /** What the first container requests. - behaviour: what a client does, or a small server where there is a disk. */
  readonly size?: Capacity;
  /** Whether the container that speaks to the bucket has the disk as well. - behaviour: it hasn't. */
  readonly diskForBoth?: boolean;
  /** What puts programs of another image into `copyFolders.work` before the first container begins. - behaviour: nothing. */
  readonly programs?: { readonly image: string; readonly command: readonly string[] };
}

/**
 * A pod of two containers with a pipe between them. Their scripts tell each other when they end and that they live, so that one which ends early, or is
 * killed outright, makes the other fail. Nodes aren't emptied of it for a better place of its pods: what it did by then would be lost.
 */
export function decideCopyPod<T>(parts: CopyPodParts<T>, surroundings: Surroundings) {
  const { store, labels, account, files, user, database, bucket, authorities, bucketAuthority, diskGiB } = parts;
  const { shell = "/bin/bash", diskForBoth = false, programs } = parts;
  const readOnly = true;
  const authorityMount = { name: "authorities", mountPath: authoritiesFolder, readOnly };
  const bucketMount = { name: "buckets", mountPath: remoteAuthority.mountPath, readOnly };
  const dataMount = { name: "data", mountPath: copyFolders.data };
  const { size = diskGiB === undefined ? copyContainerSizes.client : copyContainerSizes.server } = parts;
  const { metadata, spec } = decideCopierPod({ store, labels, account, user }, surroundings);
  return {
    metadata,
    spec: {
      ...spec,
      ...(programs === undefined ? {} : { initContainers: [programsContainer(programs)] }),
      containers: [
        container("database", [shell], database, size, [
          ...(authorities === undefined ? [] : [authorityMount]),
          ...(diskGiB === undefined ? [] : [dataMount]),
        ]),
        container("bucket", ["/bin/sh"], bucket, copyContainerSizes.rclone, [
          ...(bucketAuthority === undefined ? [] : [bucketMount]),
          ...(diskForBoth ? [dataMount] : []),
        ]),
      ],
      volumes: [
        { name: "files", configMap: { name: files } },
        { name: "work", emptyDir: { sizeLimit: "1Gi" } },
        ...(authorities === undefined ? [] : [{ name: "authorities", configMap: { name: authorities } }]),
        ...(bucketAuthority === undefined ? [] : [authorityVolume(bucketAuthority)]),
        ...(diskGiB === undefined ? [] : [dataVolume(diskGiB, decideScratchClass(surroundings))]),
      ],
    },
  };
}

/** What every pod that copies is, whatever its containers: it ends once, stays where it is, and has no rights in the cluster. */
export function decideCopierPod<T>(
  { store, labels, account, user }: Pick<CopyPodParts<T>, "store" | "labels" | "account" | "user">,
  surroundings: Surroundings,
) {
  return {
    metadata: { labels: { ...labels, ...copyPods(store).labels, ...meshOff }, annotations: stayingPut },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: account,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(user),
      ...decideNodePreference("general", surroundings),
    },
  };
}

function programsContainer({ image, command }: { readonly image: string; readonly command: readonly string[] }) {
  return {
    name: "programs",
    image,
    imagePullPolicy: "IfNotPresent",
    command: [...command],
    resources: {
      requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "256Mi" },
      limits: { memory: "128Mi", "ephemeral-storage": "1Gi" },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: "work", mountPath: copyFolders.work }],
  };
}

/** The volume with who signed the certificate of buckets in the cluster. */
export function authorityVolume<T>(secretName: T) {
  const items = [{ key: "ca.crt", path: remoteAuthority.file }];
  return { name: "buckets", secret: { secretName, defaultMode: 0o440, items } };
}

/** A disk that goes with the pod. */
export function dataVolume(storageGiB: number, storageClass: string) {
  const spec = {
    accessModes: ["ReadWriteOnce"],
    ...(storageClass === "" ? {} : { storageClassName: storageClass }),
    resources: { requests: { storage: `${storageGiB}Gi` } },
  };
  return { name: "data", ephemeral: { volumeClaimTemplate: { spec } } };
}

function container<T>(
  name: string,
  shell: readonly string[],
  { script, image, variables }: CopyPodParts<T>["bucket"],
  size: Capacity,
  mounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[],
) {
  const { cpu, memory } = quantities(size);
  const home = { name: "HOME", value: copyFolders.work };
  const scratch = { name: "TMPDIR", value: copyFolders.work };
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: [...shell, `${copyFolders.files}/${script}`],
    env: [...variables, home, scratch].sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "64Mi" },
      limits: { memory, "ephemeral-storage": "1Gi" },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: "files", mountPath: copyFolders.files, readOnly: true },
      { name: "work", mountPath: copyFolders.work },
      ...mounts,
    ],
  };
}
