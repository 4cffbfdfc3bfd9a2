import type { ServerProof } from "../kit/databases/server-proof.ts";
import type { PortRange } from "../kit/network/ports.ts";
import type { CassandraAccess, KafkaAccess } from "./access.ts";
import type { ManagedCassandra } from "./cassandra.ts";
import type { ManagedKafka } from "./kafka.ts";
import type { ManagedMongodb, MongodbFacts } from "./mongodb.ts";
import type { ManagedMysql } from "./mysql.ts";
import type { ManagedPostgres } from "./postgres.ts";
import type { ManagedRabbitmq, RabbitmqFacts } from "./rabbitmq.ts";
import type { ManagedRedis } from "./redis.ts";

/** The stores that an environment has from its cloud, by kind and name. */
export interface ManagedStores {
  readonly postgres: Readonly<Record<string, ManagedPostgres>>;
  readonly mysql: Readonly<Record<string, ManagedMysql>>;
  readonly kafka: Readonly<Record<string, ManagedKafka>>;
  readonly redis: Readonly<Record<string, ManagedRedis>>;
  readonly rabbitmq: Readonly<Record<string, ManagedRabbitmq>>;
  readonly mongodb: Readonly<Record<string, ManagedMongodb>>;
  readonly cassandra: Readonly<Record<string, ManagedCassandra>>;
}

/** How a cloud's own keyspaces are reached. */
export interface CassandraFacts {
  /** TCP port of `CassandraAccess.endpoint` and of all that it sends clients to. */
  readonly port: number;
  /** With SIGV4 each service that uses it has an identity in the cloud, by which it logs in. */
  readonly mechanism: CassandraAccess["mechanism"];
}

/** How a cloud's own servers of PostgreSQL and MySQL show who they are. */
export interface ServerFacts {
  readonly proof: ServerProof;
  /** Who signs their certificates, in PEM. Absent where each server has an authority of its own and tells which. */
  readonly authorities?: string | undefined;
  /** See `ManagedPostgres.logReaders`. */
  readonly logReaders?: string | undefined;
}

/** What is known of a cloud's own stores before they exist, so that policies can be opened and outputs be read. */
export interface ManagedStoreFacts {
  readonly servers: ServerFacts;
  /** Absent where the cloud has none. */
  readonly rabbitmq?: RabbitmqFacts | undefined;
  /** Absent where the cloud has none. */
  readonly mongodb?: MongodbFacts | undefined;
  /** Absent where the cloud has none. */
  readonly redis?:
    | {
        /** TCP port of `RedisAccess.endpoint`. */
        readonly port: number;
        /** All ports on which clients are sent to servers, the first one among them. */
        readonly ports: readonly PortRange[];
        /** Whether each user has a login with rights of its own, or all share one that may do everything. */
        readonly logins: "each" | "one";
      }
    | undefined;
  readonly kafka: {
    readonly mechanism: KafkaAccess["mechanism"];
    /** TCP ports of the brokers, the bootstrap's among them. */
    readonly ports: readonly PortRange[];
    /** Whether users' rights are set from inside of the cluster, by `ManagedKafka.admin`. */
    readonly rightsFromInside: boolean;
  };
  /** Absent where the cloud has none. */
  readonly cassandra?: CassandraFacts | undefined;
}

/** The facts of a cloud that has some kinds of stores for certain. */
export type FactsWith<K extends keyof ManagedStoreFacts> = ManagedStoreFacts & {
  readonly [Kind in K]: NonNullable<ManagedStoreFacts[Kind]>;
};
