import type { PostgresWish } from "../../environments/schema/stores.ts";
import type { Tags } from "../kit/tags.ts";
import type { PostgresAccess } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

export interface ManagedPostgresSpec {
  readonly wish: PostgresWish;
  /** High availability over zones, decided from tier and cost mode. */
  readonly highlyAvailable: boolean;
  /** One login for each service that uses it. */
  readonly users: readonly { readonly name: string; readonly access: "read" | "read-write" }[];
  readonly database: string;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** Same shape for managed and in-cluster placement; see `components/data`. */
export interface ManagedPostgres {
  readonly access: PostgresAccess;
}
