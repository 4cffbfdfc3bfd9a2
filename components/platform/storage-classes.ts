import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass.js";
import type { DriverParameters, VolumeFacts } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { decideLabels } from "../kit/labels.ts";
import { decideAfterwards, snapshotClass, storageClasses } from "../kit/cluster/storage-classes.ts";
import type { Surroundings } from "../kit/surroundings.ts";

/** What classes are made from. */
export interface StorageClassesArgs {
  readonly volumes: VolumeFacts;
  /** Encrypts volumes. Absent where the cloud has no keys. */
  readonly key: Input<string> | undefined;
  /** Whether anything needs volumes that never outlive their claims. */
  readonly scratch: boolean;
  readonly surroundings: Surroundings;
}

/**
 * Our own classes of volumes, and one of their snapshots. Whoever asks for a volume without a class gets the one of stores,
 * so that nothing lies under a key that isn't ours.
 */
export class StorageClasses extends Component {
  static readonly type = "landbridge:platform:StorageClasses";

  constructor(name: string, args: StorageClassesArgs, opts: ComponentResourceOptions) {
    const { zonal, replicated } = args.volumes;
    super(StorageClasses.type, name, { driver: args.volumes.driver }, opts);
    createClass(name, "zonal", zonal, args, this);
    if (replicated !== undefined) createClass(name, "replicated", replicated, args, this);
    if (args.scratch) createClass(name, "scratch", zonal, args, this);
    createSnapshotClass(`${name}-snapshots`, args, this);
    this.registerOutputs({});
  }
}

// What a class says can't be changed, only said anew; what it has made stays as it is.
const saidAnew = { deleteBeforeReplace: true, replaceOnChanges: ["deletionPolicy", "parameters", "reclaimPolicy"] };

/** https://kubernetes.io/docs/concepts/storage/storage-classes/ */
function createClass(
  name: string,
  place: keyof typeof storageClasses,
  parameters: DriverParameters,
  { volumes, key, surroundings }: StorageClassesArgs,
  parent: Component,
): void {
  const className = storageClasses[place];
  const isDefault = String(className === surroundings.storageClass);
  new StorageClass(
    `${name}-${place}`,
    {
      metadata: {
        ...metadata(className, surroundings),
        // Of several defaults Kubernetes takes the newest, which is never the cloud's own.
        annotations: { "storageclass.kubernetes.io/is-default-class": isDefault },
      },
      provisioner: volumes.driver,
      parameters: { ...parameters, ...(key === undefined ? {} : { [volumes.keyParameter]: key }) },
      // In the zone where its pod is going to run, not the other way round.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      reclaimPolicy: decideAfterwards(surroundings, place),
    },
    { parent, ...saidAnew },
  );
}

/**
 * Snapshots are encrypted as their volumes are. The kind is the cluster's own: every cloud brings the CSI snapshot
 * controller with its definitions. https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/
 */
function createSnapshotClass(name: string, { volumes, surroundings }: StorageClassesArgs, parent: Component): void {
  new CustomResource(
    name,
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: {
        ...metadata(snapshotClass, surroundings),
        annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
      },
      driver: volumes.driver,
      parameters: { ...volumes.snapshots },
      deletionPolicy: decideAfterwards(surroundings),
    },
    { parent, ...saidAnew },
  );
}

function metadata(name: string, { system, tags }: Surroundings) {
  return { name, labels: decideLabels({ name, component: "store", partOf: system }, tags) };
}
