import type { ManagedStoreFacts, ServerFacts } from "../../../cloud.ts";

/** The port of Kafka's brokers, and the one that clients ask first. */
export const kafkaPort = 9092;

/**
 * Each server of Cloud SQL has an authority of its own for ten years, so that who knows that knows the server, and no certificate
 * has the address by which a server is reached here. With an authority that a region shares it would be a name, for which every
 * network needs a zone of its own.
 * https://cloud.google.com/sql/docs/postgres/authorize-ssl#certificate-authority-ca-hierarchies
 */
export const servers: ServerFacts = { proof: "authority" };

/**
 * How Google's own stores are reached. Kafka's brokers and its bootstrap share one port.
 * https://cloud.google.com/managed-service-for-apache-kafka/docs/connect-cluster
 */
export const gcpManagedStores: ManagedStoreFacts = {
  servers,
  kafka: { mechanism: "PLAIN", ports: [kafkaPort], rightsFromInside: false },
};
