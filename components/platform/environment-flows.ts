import type { Environment } from "../../environments/schema/environment.ts";
import type { ClusterFacts, ManagedStoreFacts } from "../cloud.ts";
import { decideAddresses } from "../kit/network/addresses.ts";
import type { Flow, FlowOptions } from "../kit/network/flows/flow.ts";
import { decideFlows } from "../kit/network/flows/flows.ts";
import { ports } from "../kit/network/ports.ts";
import { holdsBuckets } from "../kit/objects/objects-in-cluster.ts";
import { nodeOperatorsOf, operatorsOf, platformOperatorsOf } from "./needed-operators.ts";

/**
 * Every flow in an environment's cluster: declared by services, or needed by stores and their operators. Pods with an
 * identity in the cloud get their tokens at its endpoints; without any they ask what they also reach as the cloud.
 */
export function environmentFlows(
  environment: Environment,
  {
    podIdentity,
    managedStores,
    warehouses,
    objects,
    ...movers
  }: Pick<ClusterFacts, "podIdentity" | "managedStores" | "warehouses" | "objects" | "autoscaler" | "provisioner"> = {},
): Flow[] {
  const bucketsInCluster = holdsBuckets(environment, { objects });
  return decideFlows(environment, {
    documentsBy: podIdentity === undefined || podIdentity.percona !== undefined || bucketsInCluster ? "agent" : "jobs",
    tokenEndpoints: podIdentity?.tokenEndpoints ?? [],
    bucketsInCluster,
    managed: reachOf(managedStores),
    warehousePorts: warehouses?.ports ?? [],
    operators: operatorsOf(environment),
    platformOperators: platformOperatorsOf(environment, { objects }),
    cloudOperators: nodeOperatorsOf(movers),
    managedCidrs: managedCidrs(environment.network),
  });
}

/** PostgreSQL and MySQL speak on their own ports on every cloud, and are always set up from inside. */
function reachOf(facts: ManagedStoreFacts | undefined): FlowOptions["managed"] {
  return {
    postgres: { ports: [ports.postgres], setUp: true },
    mongodb: { ports: facts?.mongodb?.ports ?? [ports.mongodb], setUp: true },
    mysql: { ports: [ports.mysql], setUp: true },
    redis: { ports: facts?.redis?.ports ?? [ports.redis], setUp: false },
    // The Job makes what is inside by another API than services use.
    rabbitmq: {
      ports: [facts?.rabbitmq?.port ?? ports.rabbitmq],
      setUp: true,
      setUpPorts: facts?.rabbitmq === undefined ? [] : [facts.rabbitmq.managementPort],
    },
    kafka: { ports: facts?.kafka.ports ?? [ports.kafka], setUp: facts?.kafka.rightsFromInside ?? false },
    cassandra: {
      ports: facts?.cassandra === undefined ? [] : [facts.cassandra.port],
      setUp: false,
      byIdentity: facts?.cassandra?.mechanism === "SIGV4",
    },
  };
}

/** Where managed services have their addresses: in an adopted network that is known of the whole block only. */
function managedCidrs({ cidr, adopt }: Environment["network"]): string[] {
  if (adopt !== undefined) return [cidr];
  const { dataByZone, peeredServices } = decideAddresses(cidr);
  return [...dataByZone, peeredServices];
}
