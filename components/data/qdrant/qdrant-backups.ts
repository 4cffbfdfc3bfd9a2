import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { QdrantWish } from "../../../environments/schema/stores/qdrant.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { decideTrialSize } from "../../kit/databases/copies/copy-pod.ts";
import {
  decideQdrantDump,
  decideQdrantRestore,
  decideQdrantTrial,
  decideQdrantTrialDisk,
} from "../../kit/databases/qdrant/qdrant-copies.ts";
import { qdrantSecretKey } from "../../kit/databases/qdrant/qdrant-server.ts";
import { qdrantDomain } from "../../kit/databases/qdrant/qdrant.ts";
import { ports } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { sizes } from "../../kit/sizes.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { podUser } from "../../kit/workloads/pod-security.ts";
import { createStoreCopies, type StoreCopiesArgs } from "../copies/store-copies.ts";
import type { CopiedStoreArgs } from "../copies/backup-places.ts";

/** Which nodes are copied, and where to. */
export interface QdrantBackupsArgs extends CopiedStoreArgs<QdrantWish> {
  /** By what the collections were made: there is nothing to copy, or to fill, before. */
  readonly made: Resource;
  /** Who signed the nodes' certificates, in PEM. */
  readonly authorities: Input<string>;
  /** The Secret with the store's key. */
  readonly key: string;
}

/**
 * Copies of a Qdrant in the cluster: a Job each night copies a snapshot of each shard into its bucket, another one tries the newest copy in a server of
 * its own, and a store that begins from another's copy is filled once, before services find it.
 */
export class QdrantBackups extends Component {
  static readonly type = "landbridge:data:QdrantBackups";
  /** After which what is in the collections is there. */
  readonly filled: Resource;

  constructor(name: string, args: QdrantBackupsArgs, opts: ComponentResourceOptions) {
    super(QdrantBackups.type, name, { store: args.store }, opts);
    const [restored = args.made] = createStoreCopies(name, { ...args, ...tasksOf(args) }, { parent: this });
    this.filled = restored;
    this.registerOutputs({});
  }
}

/** Nodes are asked by curl, as when collections are made. It notes the key where nothing is written to a disk. */
function tasksOf({
  store,
  wish,
  made,
  key,
  surroundings,
}: QdrantBackupsArgs): Pick<StoreCopiesArgs, "dump" | "trial" | "restore"> {
  const days = decideBackupDays(surroundings);
  const client = {
    image: imageReference("curl", surroundings.mirrors),
    user: podUser,
    shell: "/bin/sh",
    variables: [
      { name: "ADMIN_KEY", valueFrom: { secretKeyRef: { name: key, key: qdrantSecretKey } } },
      { name: "AUTHORITY", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
      { name: "DOMAIN", value: qdrantDomain(store) },
      { name: "NOTES", value: "/dev/shm" },
      { name: "PORT", value: String(ports.qdrant) },
      { name: "SERVICE", value: after(made, `${store}.${namespaces.data}.svc`) },
    ],
  } as const;
  return {
    dump: { ...client, files: decideQdrantDump(wish, { store, days }) },
    trial: {
      image: imageReference("qdrant", surroundings.mirrors),
      user: podUser,
      files: decideQdrantTrial(store),
      variables: [{ name: "QDRANT_INIT_FILE_PATH", value: "/work/initialized" }],
      diskGiB: decideQdrantTrialDisk(wish),
      // Vectors stay on its disk.
      size: decideTrialSize(sizes[wish.size]),
    },
    restore: wish.restoreFrom && { ...client, files: decideQdrantRestore(wish, wish.restoreFrom) },
  };
}
