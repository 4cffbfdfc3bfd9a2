import type { CassandraFacts, ManagedStoreFacts, RabbitmqFacts } from "../../../cloud.ts";
import { ports } from "../../../kit/network/ports.ts";

/**
 * The port of MSK's brokers for SCRAM.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
export const kafkaPort = 9096;

/**
 * AMQP over TLS, and the management API.
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-basic-elements-broker.html
 */
export const rabbitmqPorts: RabbitmqFacts = { port: ports.rabbitmq, managementPort: 443 };

/** CQL over TLS. https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html */
export const keyspaces: CassandraFacts = { port: 9142, mechanism: "SIGV4" };

/** How AWS's own stores are reached in any region. ACLs are Kafka's own business, for which AWS has no API. */
export const awsManagedStores: Omit<ManagedStoreFacts, "mongodb" | "servers"> = {
  redis: { port: ports.redis, ports: [ports.redis], logins: "each" },
  rabbitmq: rabbitmqPorts,
  kafka: { mechanism: "SCRAM-SHA-512", ports: [kafkaPort], rightsFromInside: true },
  cassandra: keyspaces,
};
