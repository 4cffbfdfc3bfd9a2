import type { Environment } from "../../environments/schema/environment.ts";
import type { ClusterFacts, ManagedStoreFacts } from "../cloud.ts";
import { decideAddresses } from "../kit/addresses.ts";
import { decideFlows, type Flow, type FlowOptions } from "../kit/flows.ts";
import { ports } from "../kit/ports.ts";
import { nodeAutoscalerOperator, operatorsOf } from "./operator-charts.ts";

/**
 * Every flow in an environment's cluster: declared by services, or needed by stores and their operators. Pods with an
 * identity in the cloud get their tokens at its endpoints; without any they ask what they also reach as the cloud.
 */
export function environmentFlows(
  environment: Environment,
  { podIdentity, managedStores, autoscaler }: Pick<ClusterFacts, "podIdentity" | "managedStores" | "autoscaler"> = {},
): Flow[] {
  return decideFlows(environment, {
    tokenEndpoints: podIdentity?.tokenEndpoints ?? [],
    managed: reachOf(managedStores),
    operators: operatorsOf(environment),
    cloudOperators: autoscaler === undefined ? [] : [nodeAutoscalerOperator],
    managedCidrs: managedCidrs(environment.network),
  });
}

/** PostgreSQL speaks on its own port on every cloud, and is always set up from inside. */
function reachOf(facts: ManagedStoreFacts | undefined): FlowOptions["managed"] {
  return {
    postgres: { ports: [ports.postgres], setUp: true },
    redis: { ports: facts?.redis.ports ?? [ports.redis], setUp: false },
    kafka: { ports: facts?.kafka.ports ?? [ports.kafka], setUp: facts?.kafka.rightsFromInside ?? false },
  };
}

/** Where managed services have their addresses: in an adopted network that is known of the whole block only. */
function managedCidrs({ cidr, adopt }: Environment["network"]): string[] {
  if (adopt !== undefined) return [cidr];
  const { dataByZone, peeredServices } = decideAddresses(cidr);
  return [...dataByZone, peeredServices];
}
