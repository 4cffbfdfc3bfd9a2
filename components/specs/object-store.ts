import type { Output } from "@pulumi/pulumi";
import type { AuditWish } from "../../environments/schema/spend.ts";
import type { BucketWish } from "../../environments/schema/stores/stores.ts";
import type { Tags } from "../kit/tags.ts";
import type { AccessLogs } from "./access-logs.ts";
import type { Key, SecondaryCopy } from "./key.ts";
import type { Network } from "./network.ts";

/** What a bucket is asked to be. */
export interface ObjectStoreSpec {
  readonly wish: BucketWish;
  /**
   * `files`: for people and services. `audit-trail`: the cloud itself writes its records there, see `Cloud.auditTrail`. `edge`:
   * public files that the cloud's CDN reads, see `Cloud.edge`.
   */
  readonly purpose: "files" | "audit-trail" | "edge";
  /**
   * Who can lift the retention of `wish`: `governance`, whoever has the right to; `compliance`, nobody, ever. Without effect
   * where nothing is retained. Default: governance.
   */
  readonly retentionLock?: AuditWish["lock"] | undefined;
  /** From where it is reached, on a cloud whose buckets have an address in a network. */
  readonly network: Network;
  /** Where it is written down who reads and writes objects. Absent where nobody does. */
  readonly accessLogs?: AccessLogs | undefined;
  readonly key?: Key | undefined;
  /** A bucket in the second region to which each object is copied. Absent: none. */
  readonly secondary?: SecondaryCopy | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A bucket as its users and its rights name it. */
export interface ObjectStore {
  /** With the scheme that the cloud's tools know, e.g. the URL of a bucket. */
  readonly url: Output<string>;
  readonly bucket: Output<string>;
  /** The cloud's identifier of it, for those who grant rights to it. */
  readonly id: Output<string>;
}
