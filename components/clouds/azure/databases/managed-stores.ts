import type { FactsWith } from "../../../cloud.ts";
import { ports } from "../../../kit/network/ports.ts";
import { mongoFacts } from "./mongodb/mongodb-facts.ts";
import { serverFacts } from "./authorities/server-authorities.ts";

/**
 * How Azure's own stores are reached. Redis answers on one port and sends clients on to its shards' own.
 * https://learn.microsoft.com/azure/redis/private-link
 * https://learn.microsoft.com/azure/event-hubs/azure-event-hubs-apache-kafka-overview
 */
export const azureManagedStores: FactsWith<"redis" | "cassandra"> = {
  servers: serverFacts,
  mongodb: mongoFacts,
  redis: { port: 10000, ports: [{ first: 8500, last: 8599 }, 10000], logins: "one" },
  kafka: { mechanism: "PLAIN", ports: [ports.kafka], rightsFromInside: false },
  // https://learn.microsoft.com/azure/cosmos-db/cassandra/support#cql-shell
  cassandra: { port: 10350, mechanism: "PLAIN" },
};
