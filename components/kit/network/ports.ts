/** TCP ports of the protocols that stores speak, the same wherever an operator places a store. */
export const ports = {
  postgres: 5432,
  mysql: 3306,
  kafka: 9093,
  rabbitmq: 5671,
  redis: 6379,
  mongodb: 27017,
  cassandra: 9042,
  clickhouse: 8443,
  influxdb: 8086,
  qdrant: 6333,
} as const;

/** TCP port of Redis' sentinels, by TLS. https://valkey.io/topics/sentinel/ */
export const sentinelPort = 26379;

/** TCP port of a registry of Kafka's schemas: HTTP over TLS. */
export const schemaRegistryPort = 8443;

/**
 * The other TCP ports of RabbitMQ's brokers in the cluster: the management API over TLS, and what brokers speak among each other.
 * https://www.rabbitmq.com/docs/networking#ports
 */
export const rabbitmqPorts = { management: 15671, discovery: 4369, interNode: 25672 } as const;

/** TCP ports of MQTT over TLS, and of MQTT over WebSocket over TLS. https://www.rabbitmq.com/docs/networking#ports */
export const mqttPorts = { mqtt: 8883, web: 15676 } as const;

/** TCP port of Kafka in the cluster for who comes from outside of it, over TLS. */
export const kafkaOutsidePort = 9094;

/**
 * The other TCP ports of Cassandra's nodes in the cluster: what they speak among each other, and the management API of each, over TLS.
 * https://github.com/k8ssandra/management-api-for-apache-cassandra
 */
export const cassandraPorts = { interNode: 7000, management: 8080 } as const;

/**
 * The other TCP ports of Qdrant's nodes: gRPC for clients, and what nodes speak among each other.
 * https://qdrant.tech/documentation/guides/distributed_deployment/
 */
export const qdrantPorts = { grpc: 6334, nodes: 6335 } as const;

/**
 * The other TCP ports of ClickHouse: its own protocol for clients and servers, how servers fetch rows from each other, where keepers are asked,
 * what they speak among each other, all by TLS; and, for the kubelet alone, whether a keeper is ready.
 * https://clickhouse.com/docs/guides/sre/network-ports
 */
export const clickhousePorts = {
  native: 9440,
  interserver: 9010,
  keeper: 9281,
  raft: 9234,
  keeperReady: 9182,
} as const;

/**
 * TCP ports on which stores in the cluster tell their numbers to a Prometheus, by kind.
 * https://cloudnative-pg.io/documentation/current/monitoring/
 * https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/metrics/MetricsModel.java
 * https://www.rabbitmq.com/docs/prometheus
 * https://github.com/k8ssandra/management-api-for-apache-cassandra
 */
export const metricsPorts = {
  cassandra: 9000,
  clickhouse: 9363,
  // On the port of clients, by TLS: it has no other.
  influxdb: ports.influxdb,
  kafka: 9404,
  mongodb: 9216,
  mysql: 9104,
  postgres: 9187,
  qdrant: 6336,
  rabbitmq: 15691,
  redis: 9121,
} as const;

/** Where the operators of a Kafka's topics and of its users tell their numbers, and what their ports are called. */
export const entityOperatorPorts = [
  { name: "healthcheck-to", port: 8080 },
  { name: "healthcheck-uo", port: 8081 },
] as const;

/** Every TCP port on which a store in the cluster serves services. */
export function clientPorts(kind: keyof typeof ports): number[] {
  if (kind === "clickhouse") return [ports.clickhouse, clickhousePorts.native];
  return kind === "qdrant" ? [ports.qdrant, qdrantPorts.grpc] : [ports[kind]];
}

/** A TCP port, or all from the first to the last. */
export type PortRange = number | { readonly first: number; readonly last: number };

/** The ports in their order, as text. */
export function byFirstPort(a: PortRange, b: PortRange): number {
  return firstPort(a) - firstPort(b);
}

/** The lowest port of a range. */
export function firstPort(range: PortRange): number {
  return typeof range === "number" ? range : range.first;
}
