import type { Output } from "@pulumi/pulumi";
import type { MongodbWish } from "../../environments/schema/stores/mongodb.ts";
import type { PortRange } from "../kit/network/ports.ts";
import type { Tags } from "../kit/tags.ts";
import type { Login } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** What a cloud's documents with MongoDB's protocol are asked to be. */
export interface ManagedMongodbSpec {
  readonly wish: MongodbWish;
  /** Whether another member is ready in another zone, decided from tier and cost mode. */
  readonly highlyAvailable: boolean;
  /** Days that backups are kept: no fewer than `wish.pitrDays`, 7 to 35. */
  readonly backupDays: number;
  /** Days that its logs are kept, where the cloud keeps those of one cluster by themselves. */
  readonly logDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** What is known of a cloud's own service before a cluster exists. Plain values: clients are told them. */
export interface MongodbFacts {
  /** `mongodb+srv` asks DNS for members and ports. https://www.mongodb.com/docs/manual/reference/connection-string-formats/ */
  readonly scheme: "mongodb" | "mongodb+srv";
  /** Options of the connection string without which clients of this service fail. */
  readonly options: Readonly<Record<string, string>>;
  /** Who signed the members' certificates, in PEM. Absent where an image's own list of authorities knows them. */
  readonly authorities?: string | undefined;
  /** TCP ports of the members. */
  readonly ports: readonly PortRange[];
  /** What a user's role can be given for: one database, or all of the cluster where there is nothing smaller. */
  readonly rolesOf: "database" | "cluster";
}

/**
 * A cluster, empty. The services' users are made from inside of the platform's cluster, the same on every cloud: see
 * `components/data/mongodb/mongodb-setup.ts`.
 */
export interface ManagedMongodb {
  readonly facts: MongodbFacts;
  /** As it stands in a connection string: `host:port`, or a name alone where the scheme asks DNS. */
  readonly host: Output<string>;
  /** May make users, and goes to no service. Called `mongodbAdmin` of `components/kit`. */
  readonly admin: Login;
}
