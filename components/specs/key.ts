import type { Output } from "@pulumi/pulumi";
import type { DataClass } from "../../environments/schema/names.ts";
import type { KeyUser } from "../kit/rights/keys.ts";
import type { RegionRole } from "../kit/network/secondary-region.ts";
import type { Tags } from "../kit/tags.ts";

/** A copy in the environment's second region. */
export interface SecondaryCopy {
  /** Encrypts it there. Absent where the cloud has no keys. */
  readonly key?: Key | undefined;
}

/** What a customer's key is asked to be. */
export interface KeySpec {
  /** What it encrypts; `platform` is for the cluster's own secrets and disks, `unseal` for Vault's own key. */
  readonly dataClass: DataClass | "platform" | "unseal";
  /** Which of the cloud's services may use it. */
  readonly users: readonly KeyUser[];
  /** Where it is: a key never leaves its region, and encrypts nothing elsewhere. Absent: in the first. */
  readonly region?: RegionRole | undefined;
  readonly rotationDays: number;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A customer's key as whatever it encrypts names it. */
export interface Key {
  /** The cloud's identifier of the key, known only after its users may use it. */
  readonly id: Output<string>;
  /**
   * Environment variables by which Vault's server finds this key, for the one that unseals it.
   * https://developer.hashicorp.com/vault/docs/configuration/seal
   */
  readonly seal: Readonly<Record<string, Output<string>>>;
}
