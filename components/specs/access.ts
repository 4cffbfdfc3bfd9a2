import type { Output } from "@pulumi/pulumi";

export interface Endpoint {
  readonly host: Output<string>;
  readonly port: number;
}

export interface Login {
  readonly user: Output<string>;
  /** Always secret. */
  readonly password: Output<string>;
}

/** How to reach a PostgreSQL store. */
export interface PostgresAccess {
  readonly kind: "postgres";
  readonly readWrite: Endpoint;
  /** Same as `readWrite` where there is no replica. */
  readonly readOnly: Endpoint;
  readonly database: string;
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Kafka store. */
export interface KafkaAccess {
  readonly kind: "kafka";
  /** `host:port` of one or more brokers, with commas between: each answers with the addresses of all. */
  readonly bootstrap: Output<string>;
  /** Always encrypted. */
  readonly protocol: "SASL_SSL";
  readonly mechanism: "SCRAM-SHA-512" | "PLAIN";
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Redis store. Clients must speak the cluster protocol. */
export interface RedisAccess {
  readonly kind: "redis";
  /** Any server of the cluster; it tells the client the others. */
  readonly endpoint: Endpoint;
  /** Whether connections are encrypted. */
  readonly tls: boolean;
  /** One login for all services. */
  readonly login: Login;
}

/** How to reach a store, wherever it is placed. */
export type StoreAccess = PostgresAccess | KafkaAccess | RedisAccess;
