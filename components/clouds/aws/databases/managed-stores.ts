import type { ManagedStoreFacts } from "../../../cloud.ts";
import { ports } from "../../../kit/ports.ts";

/**
 * The port of MSK's brokers for SCRAM.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
export const kafkaPort = 9096;

/** How AWS's own stores are reached. ACLs are Kafka's own business, for which AWS has no API. */
export const awsManagedStores: ManagedStoreFacts = {
  redis: { port: ports.redis, ports: [ports.redis] },
  kafka: { mechanism: "SCRAM-SHA-512", ports: [kafkaPort], rightsFromInside: true },
};
