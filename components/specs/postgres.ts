import type { Input } from "@pulumi/pulumi";
import type { PostgresWish } from "../../environments/schema/stores/stores.ts";
import type { LogReading } from "../kit/databases/postgres/postgres-captures.ts";
import type { ServerProof } from "../kit/databases/server-proof.ts";
import type { AddressPlan } from "../kit/network/addresses.ts";
import type { Tags } from "../kit/tags.ts";
import type { Endpoint, Login } from "./access.ts";
import type { Key, SecondaryCopy } from "./key.ts";
import type { Network } from "./network.ts";

/** A server in the second region. */
export interface SecondaryServer extends SecondaryCopy {
  /** The environment's addresses, for a cloud that needs a network there: two regions never use the same. */
  readonly addresses: AddressPlan;
}

/** What a cloud's PostgreSQL is asked to be. */
export interface ManagedPostgresSpec {
  readonly wish: PostgresWish;
  /** High availability over zones, decided from tier and cost mode. */
  readonly highlyAvailable: boolean;
  /** Days that daily backups are kept: no fewer than `wish.pitrDays`, 7 to 35. */
  readonly backupDays: number;
  /** Days that the servers' logs are kept, where the cloud keeps those of one server by themselves. */
  readonly logDays: number;
  /** A server in the second region that follows and can take over. Absent: none. */
  readonly secondary?: SecondaryServer | undefined;
  /** Who captures its tables. Absent: nobody. */
  readonly logReading?: LogReading | undefined;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/**
 * A server and its replicas, empty. Its database and the services' logins are made from inside the cluster, the same on
 * every cloud: see `components/data/postgres/postgres-setup.ts`.
 */
export interface ManagedPostgres {
  readonly readWrite: Endpoint;
  /** Same as `readWrite` where there is no replica. */
  readonly readOnly: Endpoint;
  /** Who signed the certificates of all its servers, in PEM. */
  readonly authorities: Input<string>;
  /** By what clients know them. */
  readonly proof: ServerProof;
  /** The role whose members may read the log of writes. - behaviour: who has the attribute REPLICATION may. */
  readonly logReaders?: string | undefined;
  /** May make databases and roles, is no superuser, and goes to no service. Called `postgresAdmin` of `components/kit`. */
  readonly admin: Login;
}
