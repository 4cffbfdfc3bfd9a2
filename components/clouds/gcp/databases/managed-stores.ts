import type { ManagedStoreFacts } from "../../../cloud.ts";

/** The port of Kafka's brokers, and the one that clients ask first. */
export const kafkaPort = 9092;

/**
 * How Google's own stores are reached. Kafka's brokers and its bootstrap share one port.
 * https://cloud.google.com/managed-service-for-apache-kafka/docs/connect-cluster
 */
export const gcpManagedStores: ManagedStoreFacts = {
  kafka: { mechanism: "PLAIN", ports: [kafkaPort], rightsFromInside: false },
};
