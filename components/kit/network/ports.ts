/** TCP ports of the protocols that stores speak, the same wherever an operator places a store. */
export const ports = {
  postgres: 5432,
  mysql: 3306,
  kafka: 9093,
  rabbitmq: 5671,
  redis: 6379,
  mongodb: 27017,
  cassandra: 9042,
} as const;

/** TCP port of a registry of Kafka's schemas: HTTP over TLS. */
export const schemaRegistryPort = 8443;

/**
 * The other TCP ports of RabbitMQ's brokers in the cluster: the management API over TLS, and what brokers speak among each other.
 * https://www.rabbitmq.com/docs/networking#ports
 */
export const rabbitmqPorts = { management: 15671, discovery: 4369, interNode: 25672 } as const;

/**
 * The other TCP ports of Cassandra's nodes in the cluster: what they speak among each other, and the management API of each, over TLS.
 * https://github.com/k8ssandra/management-api-for-apache-cassandra
 */
export const cassandraPorts = { interNode: 7000, management: 8080 } as const;

/**
 * TCP ports on which stores in the cluster tell their numbers to a Prometheus, by kind.
 * https://cloudnative-pg.io/documentation/current/monitoring/
 * https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/metrics/MetricsModel.java
 * https://www.rabbitmq.com/docs/prometheus
 * https://github.com/k8ssandra/management-api-for-apache-cassandra
 */
export const metricsPorts = {
  cassandra: 9000,
  kafka: 9404,
  mongodb: 9216,
  mysql: 9104,
  postgres: 9187,
  rabbitmq: 15691,
  redis: 9121,
} as const;

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
