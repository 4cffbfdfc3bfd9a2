import type { Output } from "@pulumi/pulumi";
import type { CassandraWish } from "../../environments/schema/stores/cassandra.ts";
import type { Consumer } from "../kit/workloads/consumers.ts";
import type { Tags } from "../kit/tags.ts";
import type { CassandraAccess } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** What a cloud's keyspace with Cassandra's protocol is asked to be. */
export interface ManagedCassandraSpec {
  readonly wish: CassandraWish;
  /** Its name in CQL, fixed and unique in the account; at most 48 of a-z, 0-9 and _. */
  readonly keyspace: string;
  /** The services that use it; each gets a login where there are any. */
  readonly users: readonly Consumer[];
  /** Days that its backups are kept at least. */
  readonly backupDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A keyspace with its tables. */
export interface ManagedCassandra {
  readonly access: CassandraAccess;
  /** The cloud's name of it, to which identities of pods get rights; known only when its tables are there. */
  readonly id: Output<string>;
}
