import type { Environment } from "../../../../environments/schema/environment.ts";
import { registryPods } from "../../messaging/kafka/schema-registry.ts";
import { decideSchemaUsers } from "../../messaging/kafka/topic-schemas.ts";
import { ports, schemaRegistryPort } from "../ports.ts";
import { servicePods, type Flow, type FlowOptions } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/** Services whose topics have schemas reach the registry, and it reaches its Kafka, in the cluster or the cloud's. */
export function schemaFlows(
  environment: Pick<Environment, "domains" | "stores">,
  { managedCidrs, managed }: Pick<FlowOptions, "managedCidrs" | "managed">,
): Flow[] {
  return Object.entries(environment.stores).flatMap(([store, wish]) => {
    if (wish.kind !== "kafka" || wish.schemas === undefined) return [];
    const users = decideSchemaUsers(environment, store);
    if (users.length === 0) return [];
    const registry = registryPods(store);
    const asked = users.map(({ domain, service }): Flow => ({
      from: servicePods(domain, service),
      to: registry,
      ports: [schemaRegistryPort],
    }));
    if (wish.placement === "in-cluster")
      return [...asked, { from: registry, to: storePods(store, "kafka"), ports: [ports.kafka] }];
    if (managedCidrs.length === 0) return asked;
    return [...asked, { from: registry, to: { kind: "blocks", cidrs: managedCidrs }, ports: managed.kafka.ports }];
  });
}
