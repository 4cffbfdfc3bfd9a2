import type { Output } from "@pulumi/pulumi";
import type { DataClass } from "../../environments/schema/names.ts";
import type { KeyUser } from "../kit/keys.ts";
import type { Tags } from "../kit/tags.ts";

export interface KeySpec {
  /** What it encrypts; `platform` is for the cluster's own secrets and disks. */
  readonly dataClass: DataClass | "platform";
  /** Which of the cloud's services may use it. */
  readonly users: readonly KeyUser[];
  readonly rotationDays: number;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Key {
  /** The cloud's identifier of the key, known only after its users may use it. */
  readonly id: Output<string>;
}
