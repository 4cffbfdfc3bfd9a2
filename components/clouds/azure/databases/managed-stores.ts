import type { ManagedStoreFacts } from "../../../cloud.ts";
import { ports } from "../../../kit/ports.ts";

/**
 * How Azure's own stores are reached. Redis answers on one port and sends clients on to its shards' own.
 * https://learn.microsoft.com/azure/redis/private-link
 * https://learn.microsoft.com/azure/event-hubs/azure-event-hubs-apache-kafka-overview
 */
export const azureManagedStores: ManagedStoreFacts = {
  redis: { port: 10000, ports: [{ first: 8500, last: 8599 }, 10000] },
  kafka: { mechanism: "PLAIN", ports: [ports.kafka], rightsFromInside: false },
};
