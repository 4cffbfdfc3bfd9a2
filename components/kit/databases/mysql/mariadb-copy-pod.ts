import { decideNodePreference } from "../../cluster/placement.ts";
import { decideScratchClass } from "../../cluster/storage-classes.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { copyPods } from "../../network/copy-flows.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { quantities, type Capacity } from "../../sizes.ts";
import { authoritiesFolder } from "../../workloads/authorities.ts";
import { remoteAuthority } from "../bucket-remote.ts";
import { dumpFolders } from "./mariadb-dumps.ts";

/** User of both images' files in a pod that copies: the server's own. https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template */
const copyUser = 999;

/** What each of the two containers requests: rclone holds the parts that it uploads in memory. */
export const copyContainerSizes = {
  client: { cpu: 0.2, memoryGiB: 0.25 },
  server: { cpu: 0.25, memoryGiB: 1 },
  rclone: { cpu: 0.1, memoryGiB: 0.5 },
} as const satisfies Readonly<Record<string, Capacity>>;

/** What a pod that copies requests: the larger of those that there are, which load a copy into a server of their own. */
export const copyPodSize: Capacity = {
  cpu: copyContainerSizes.server.cpu + copyContainerSizes.rclone.cpu,
  memoryGiB: copyContainerSizes.server.memoryGiB + copyContainerSizes.rclone.memoryGiB,
};

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
  /** Volume in GiB for a server of its own. - behaviour: there is none. */
  readonly ownServer?: { readonly storageGiB: number };
}

/**
 * A pod of two containers with a pipe between them. Their scripts tell each other when they end, so that one which ends early makes the other fail;
 * one that is killed outright can't tell, and may leave the other waiting until the Job's deadline.
 */
export function decideCopyPod<T>(parts: CopyPodParts<T>, surroundings: Surroundings) {
  const { store, labels, account, files, database, bucket, authorities, bucketAuthority, ownServer } = parts;
  const readOnly = true;
  const authorityMount = { name: "authorities", mountPath: authoritiesFolder, readOnly };
  const bucketMount = { name: "buckets", mountPath: remoteAuthority.mountPath, readOnly };
  const dataMount = { name: "data", mountPath: dumpFolders.data };
  const size = ownServer === undefined ? copyContainerSizes.client : copyContainerSizes.server;
  return {
    metadata: { labels: { ...labels, ...copyPods(store).labels, ...meshOff } },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: account,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(copyUser),
      ...decideNodePreference("general", surroundings),
      containers: [
        container("database", ["/bin/bash"], database, size, [
          ...(authorities === undefined ? [] : [authorityMount]),
          ...(ownServer === undefined ? [] : [dataMount]),
        ]),
        container("bucket", ["/bin/sh"], bucket, copyContainerSizes.rclone, [
          ...(bucketAuthority === undefined ? [] : [bucketMount]),
        ]),
      ],
      volumes: [
        { name: "files", configMap: { name: files } },
        { name: "work", emptyDir: { sizeLimit: "1Gi" } },
        ...(authorities === undefined ? [] : [{ name: "authorities", configMap: { name: authorities } }]),
        ...(bucketAuthority === undefined ? [] : [authorityVolume(bucketAuthority)]),
        ...(ownServer === undefined ? [] : [dataVolume(ownServer.storageGiB, decideScratchClass(surroundings))]),
      ],
    },
  };
}

function authorityVolume<T>(secretName: T) {
  const items = [{ key: "ca.crt", path: remoteAuthority.file }];
  return { name: "buckets", secret: { secretName, defaultMode: 0o440, items } };
}

/** It goes with the pod, and its disk with it. */
function dataVolume(storageGiB: number, storageClass: string) {
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
  const home = { name: "HOME", value: dumpFolders.work };
  const scratch = { name: "TMPDIR", value: dumpFolders.work };
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: [...shell, `${dumpFolders.files}/${script}`],
    env: [...variables, home, scratch].sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "64Mi" },
      limits: { memory, "ephemeral-storage": "1Gi" },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: "files", mountPath: dumpFolders.files, readOnly: true },
      { name: "work", mountPath: dumpFolders.work },
      ...mounts,
    ],
  };
}
