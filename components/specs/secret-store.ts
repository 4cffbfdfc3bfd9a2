import type { Input, Output } from "@pulumi/pulumi";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** A secret to keep a place for. */
export interface SecretSpec {
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** Its value, as a secret. Absent where somebody else writes it: then what they write is never overwritten. */
  readonly value?: Input<string> | undefined;
  /** People, groups or roles besides workloads that may read it, in the cloud's own words. */
  readonly readers: readonly string[];
}

/** What a cloud's store of secrets is asked to keep. */
export interface SecretStoreSpec {
  readonly secrets: readonly SecretSpec[];
  /** Days after which a value should be replaced; said on each secret for those who look. */
  readonly rotationDays: number;
  /** From where it is reached, on a cloud whose stores have an address in a network. */
  readonly network: Network;
  /** Absent where the cloud has no keys. */
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A secret in the store. */
export interface StoredSecret {
  /** The cloud's identifier of it. */
  readonly id: Output<string>;
}

/** The cloud's own store of secrets, in the region of the environment. */
export interface SecretStore {
  /** By the names of the spec. */
  readonly secrets: Readonly<Record<string, StoredSecret>>;
}
