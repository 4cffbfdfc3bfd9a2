import type { PortRange } from "../kit/ports.ts";
import type { KafkaAccess } from "./access.ts";
import type { ManagedKafka } from "./kafka.ts";
import type { ManagedPostgres } from "./postgres.ts";
import type { ManagedRedis } from "./redis.ts";

/** The stores that an environment has from its cloud, by kind and name. */
export interface ManagedStores {
  readonly postgres: Readonly<Record<string, ManagedPostgres>>;
  readonly kafka: Readonly<Record<string, ManagedKafka>>;
  readonly redis: Readonly<Record<string, ManagedRedis>>;
}

/** What is known of a cloud's own stores before they exist, so that policies can be opened and outputs be read. */
export interface ManagedStoreFacts {
  readonly redis: {
    /** TCP port of `RedisAccess.endpoint`. */
    readonly port: number;
    /** All ports on which clients are sent to servers, the first one among them. */
    readonly ports: readonly PortRange[];
  };
  readonly kafka: {
    readonly mechanism: KafkaAccess["mechanism"];
    /** TCP ports of the brokers, the bootstrap's among them. */
    readonly ports: readonly PortRange[];
    /** Whether users' rights are set from inside of the cluster, by `ManagedKafka.admin`. */
    readonly rightsFromInside: boolean;
  };
}
