import type { Output } from "@pulumi/pulumi";
import type { BucketAccess } from "../kit/objects/bucket-actions.ts";
import type { Tags } from "../kit/tags.ts";
import type { BarmanCredentials } from "../kit/databases/postgres/postgres-backups.ts";
import type { RcloneSettings } from "../kit/databases/bucket-remote.ts";
import type { PerconaStorage } from "../kit/databases/mongodb/mongodb-backups.ts";
import type { LayerRight } from "../kit/databases/warehouses.ts";
import type { ManagedCassandra } from "./cassandra.ts";
import type { Cluster } from "./cluster.ts";
import type { EventQueue, EventTarget } from "./events.ts";
import type { DnsZone } from "./edge.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";
import type { ObjectStore } from "./object-store.ts";
import type { StoredSecret } from "./secret-store.ts";
import type { Warehouse } from "./warehouse.ts";

/** A right of a workload in the cloud: always to one named thing, never to all of a project, account or subscription. */
export type Grant = { readonly name: string } & GrantedThing;

/** What a grant is to. `Grant.name` is unique among the grants of an identity and part of its children's names. */
export type GrantedThing =
  | {
      readonly kind: "bucket";
      readonly bucket: ObjectStore;
      readonly access: BucketAccess;
      /** Also ask whether the bucket is there, as programs for backups do before they write. - behaviour: objects alone. */
      readonly looksUp?: true;
    }
  /** Read, or also write, the rows of all its tables, on a cloud where services log in so. */
  | { readonly kind: "keyspace"; readonly keyspace: ManagedCassandra; readonly access: "read" | "read-write" }
  | { readonly kind: "queue"; readonly queue: EventQueue; readonly access: "publish" | "consume" }
  /** Publish to it; who reads has a queue. */
  | { readonly kind: "topic"; readonly topic: EventTarget }
  /** Encrypt and decrypt with the key, and look it up, as Vault does to unseal itself. */
  | { readonly kind: "unseal"; readonly key: Key }
  /** Change records of the zone, as who has to prove that its names are ours. */
  | { readonly kind: "zone"; readonly zone: DnsZone }
  /** Query it, and read or also write the layers. `database` is `WarehouseSpec.database`. */
  | {
      readonly kind: "warehouse";
      readonly warehouse: Warehouse;
      readonly database: string;
      readonly rights: readonly LayerRight[];
    }
  /** `write` adds values; it reads none where the cloud can keep the two apart. */
  | { readonly kind: "secret"; readonly secret: StoredSecret; readonly access: "read" | "write" };

/** Who a Kubernetes service account is to its cloud, and what it may use there. */
export interface WorkloadIdentitySpec {
  readonly cluster: Cluster;
  /** From where its pods reach what they have a right to, on a cloud where that has an address in the network. */
  readonly network: Network;
  readonly namespace: string;
  /** The one service account of the namespace whose pods get the rights. */
  readonly serviceAccount: string;
  readonly grants: readonly Grant[];
  readonly tags: Tags;
}

/** What a workload is in the cloud. */
export interface WorkloadIdentity {
  /**
   * The cloud's name of it, known only after it may do all that was granted. It stands in the service account's
   * annotation `PodIdentity.annotation`, so that no pod starts before.
   */
  readonly id: Output<string>;
}

/** How the pods of a cluster are given a workload identity; the same for all of them, and known before the cluster is. */
export interface PodIdentity {
  /** Annotation by which a service account says which identity it has. */
  readonly annotation: string;
  /** Labels of the pods that have one. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Where pods get their tokens without leaving the node. Empty where they ask the cloud's public login. */
  readonly tokenEndpoints: readonly { readonly cidr: string; readonly port: number }[];
  /** How Barman, which copies databases in the cluster, logs in to buckets with such an identity: in its own words. */
  readonly barman: BarmanCredentials;
  /** How rclone, which copies MariaDB in the cluster, does. - behaviour: it can't. */
  readonly rclone?: RcloneSettings;
  /** Whether what buckets call an object's hash isn't one of its content: rclone then compares lengths alone. - behaviour: it is one, or there is none. */
  readonly falseHashes?: true;
  /** How Percona's agent, which copies documents in the cluster, does. - behaviour: it can't. */
  readonly percona?: PerconaStorage;
  /** Whether Barman holds a backup on disk until all of it is there, since the cloud takes no object in parts. - behaviour: it doesn't. */
  readonly spooledBackups?: true;
}
