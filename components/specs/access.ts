import type { Input, Output } from "@pulumi/pulumi";
import type { ServerProof } from "../kit/databases/server-proof.ts";
import type { MongodbFacts } from "./mongodb.ts";

/** Where clients reach a store. */
export interface Endpoint {
  readonly host: Output<string>;
  readonly port: number;
}

/** Who a client is to a store. */
export interface Login {
  readonly user: Output<string>;
  /** Always secret. */
  readonly password: Output<string>;
}

/** A store whose servers show who they are. */
export interface Verifiable {
  /** Who signed their certificates, in PEM. Absent where an image's own list of authorities knows them, or nobody can say. */
  readonly authorities?: Input<string> | undefined;
}

/** How to reach a PostgreSQL store. */
export interface PostgresAccess extends Verifiable {
  readonly kind: "postgres";
  /** By what clients know its servers. - behaviour: by their names. */
  readonly proof?: ServerProof | undefined;
  readonly readWrite: Endpoint;
  /** Same as `readWrite` where there is no replica. */
  readonly readOnly: Endpoint;
  readonly database: string;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a MySQL or MariaDB store. Always encrypted. */
export interface MysqlAccess extends Omit<PostgresAccess, "kind"> {
  readonly kind: "mysql";
}

/** How to reach the registry of a Kafka's schemas. Always encrypted. */
export interface SchemaRegistryAccess extends Verifiable {
  /** Where Confluent's API is. */
  readonly url: Output<string>;
  /** By `<domain>-<service>`: of those whose topics have schemas. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Kafka store. */
export interface KafkaAccess extends Verifiable {
  readonly kind: "kafka";
  /** `host:port` of one or more brokers, with commas between: each answers with the addresses of all. */
  readonly bootstrap: Output<string>;
  /** Always encrypted. */
  readonly protocol: "SASL_SSL";
  readonly mechanism: "SCRAM-SHA-512" | "PLAIN";
  /** Where its schemas are kept. - behaviour: nowhere. */
  readonly schemas?: SchemaRegistryAccess | undefined;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How sentinels are asked. */
export interface RedisSentinelAccess {
  /** `host:port` of each, with commas between. */
  readonly addresses: Output<string>;
  /** What they call the leader. */
  readonly leader: string;
}

/** How to reach a Redis store. Clients must speak the cluster protocol, or ask sentinels where it has some. */
export interface RedisAccess extends Verifiable {
  readonly kind: "redis";
  /** Where a client begins: any server of the cluster, which tells it the others; or any sentinel, which tells it the leader. */
  readonly endpoint: Endpoint;
  /** By which its clients find the one leader; services log in to them as to servers. - behaviour: it is a cluster. */
  readonly sentinels?: RedisSentinelAccess | undefined;
  /** Connections are encrypted. */
  readonly tls: true;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a keyspace of a store that speaks CQL. Always encrypted. */
export interface CassandraAccess extends Verifiable {
  readonly kind: "cassandra";
  readonly endpoint: Endpoint;
  readonly keyspace: string;
  /** What a driver has to be told as its local data centre. */
  readonly datacenter: Output<string>;
  /** SIGV4: the driver's plug-in signs with what the pod's identity in the cloud gives it, and there are no logins. */
  readonly mechanism: "SIGV4" | "PLAIN";
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a database of a store that speaks MongoDB's protocol. Always encrypted. */
export interface MongodbAccess extends Verifiable, Omit<MongodbFacts, "ports" | "rolesOf" | "authorities"> {
  readonly kind: "mongodb";
  /** As it stands in a connection string: `host:port`, or a name alone where the scheme asks DNS. */
  readonly host: Output<string>;
  readonly database: string;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How devices reach a RabbitMQ store by MQTT, always encrypted, and what their tokens are made of. */
export interface DeviceAccess {
  readonly host: Output<string>;
  readonly port: number;
  /** Of MQTT over WebSocket. - behaviour: it isn't spoken. */
  readonly webPort?: number | undefined;
  /** By which devices come from outside of the cluster, at the same ports. - behaviour: none do. */
  readonly outsideHost?: string | undefined;
  /** `<domain>-<service>` of who signs tokens, and of those through whom devices come. */
  readonly registry: string;
  readonly clients: readonly string[];
  /** What a token says: `aud`, `scope` and, in its head, `kid`. */
  readonly audience: string;
  readonly scope: string;
  readonly keyId: string;
  /** Signs tokens by ES256: in PEM, always secret. */
  readonly signingKey: Output<string>;
}

/** How to reach a RabbitMQ store: AMQP 0.9.1 or 1.0, always encrypted. */
export interface RabbitmqAccess extends Verifiable {
  readonly kind: "rabbitmq";
  /** - behaviour: it has no devices. */
  readonly mqtt?: DeviceAccess | undefined;
  readonly endpoint: Endpoint;
  readonly vhost: string;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a ClickHouse store: by HTTP or its own protocol, always encrypted, at any server. */
export interface ClickhouseAccess extends Verifiable {
  readonly kind: "clickhouse";
  readonly endpoint: Endpoint;
  readonly native: Endpoint;
  /** What a Distributed table calls all servers. */
  readonly cluster: string;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach an InfluxDB store: by the API of version 1, always encrypted. */
export interface InfluxdbAccess extends Verifiable {
  readonly kind: "influxdb";
  readonly url: Output<string>;
  /** Names of all databases, in order. */
  readonly databases: readonly string[];
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Qdrant store: over REST or gRPC, always encrypted, at any node. */
export interface QdrantAccess extends Verifiable {
  readonly kind: "qdrant";
  readonly rest: Endpoint;
  readonly grpc: Endpoint;
  /** By `<domain>-<service>`: what stands in for an API key. Always secret. */
  readonly tokens: Readonly<Record<string, Output<string>>>;
}

/** How to reach a store, wherever it is placed. */
export type StoreAccess =
  | PostgresAccess
  | MysqlAccess
  | KafkaAccess
  | RedisAccess
  | CassandraAccess
  | ClickhouseAccess
  | MongodbAccess
  | RabbitmqAccess
  | InfluxdbAccess
  | QdrantAccess;
