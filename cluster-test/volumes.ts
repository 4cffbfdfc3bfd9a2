import { z } from "zod";
import { zoneKey } from "../components/kit/cluster/placement.ts";
import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";

const selectedNode = "volume.kubernetes.io/selected-node";
const claimItem = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({
    accessModes: z.array(z.string()),
    resources: z.looseObject({ requests: z.looseObject({ storage: z.string() }) }),
    storageClassName: z.string().default(""),
    volumeName: z.string().optional(),
  }),
});
const nodeItem = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});

/** A claim as the server tells of it. */
export type Claim = z.infer<typeof claimItem>;

/**
 * The class that a laptop's cluster comes with, for claims that name none.
 * https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass
 */
const usualClass: ClusterObject = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "usual", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: "landbridge.dev/simulated",
  volumeBindingMode: "WaitForFirstConsumer",
};

/** Gives claims volumes until it is ended. */
export interface Provisioner {
  /** Waits for the round that runs, and throws what went wrong in any. */
  readonly end: () => Promise<void>;
}

/**
 * What a driver of volumes does in a real cluster: once the scheduler has chosen a node for a claim's first pod, the claim gets a
 * volume in that node's zone and stays there, as a cloud's disks do. Makes the class of a laptop where nothing brings one.
 */
export async function startProvisioner(api: ClusterApi, objects: readonly ClusterObject[]): Promise<Provisioner> {
  if (!objects.some(({ kind }) => kind === "StorageClass")) await api.apply(usualClass);
  const stop = new AbortController();
  const rounds = (async () => {
    while (!stop.signal.aborted) {
      await provision(api);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  // Told at the end: nobody waits for it before.
  rounds.catch(() => undefined);
  return {
    end: () => {
      stop.abort();
      return rounds;
    },
  };
}

async function provision(api: ClusterApi): Promise<void> {
  const waiting = (await api.list("v1", "PersistentVolumeClaim", claimItem)).filter(
    ({ metadata, spec }) => spec.volumeName === undefined && metadata.annotations[selectedNode] !== undefined,
  );
  if (waiting.length === 0) return;
  const zones = new Map(
    (await api.list("v1", "Node", nodeItem)).map(({ metadata: { name, labels } }) => [name, labels[zoneKey]]),
  );
  for (const claim of waiting) {
    const zone = zones.get(claim.metadata.annotations[selectedNode] ?? "");
    // The node may have gone meanwhile: the scheduler chooses another.
    if (zone !== undefined) await api.apply(volumeFor(claim, zone));
  }
}

/** The volume of a claim, in a zone. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity */
export function volumeFor({ metadata: { name, namespace, uid }, spec }: Claim, zone: string): ClusterObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `simulated-${uid}` },
    spec: {
      accessModes: spec.accessModes,
      capacity: { storage: spec.resources.requests.storage },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      hostPath: { path: "/simulated" },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zoneKey, operator: "In", values: [zone] }] }] },
      },
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: spec.storageClassName,
    },
  };
}

const pods = z.looseObject({
  template: z.looseObject({
    spec: z.looseObject({
      volumes: z.array(z.looseObject({ persistentVolumeClaim: z.unknown().optional() })).default([]),
    }),
  }),
  volumeClaimTemplates: z.array(z.unknown()).default([]),
});

/** Whether a workload's pods stay where their volumes are. */
export function keepsVolumes({ kind, ...object }: ClusterObject): boolean {
  if (kind !== "Deployment" && kind !== "StatefulSet") return false;
  const { template, volumeClaimTemplates } = pods.parse(object["spec"]);
  const claims = template.spec.volumes.filter(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
  return claims.length + volumeClaimTemplates.length > 0;
}
