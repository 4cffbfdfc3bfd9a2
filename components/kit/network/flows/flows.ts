import type { Environment } from "../../../../environments/schema/environment.ts";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import { brokersOf, calleeOf, queueBrokersOf } from "../../workloads/bindings.ts";
import { usesWarehouses } from "../../databases/warehouses.ts";
import { decidePoolers, poolerPort } from "../../databases/postgres/postgres-pooler.ts";
import { warmingPods } from "../../workloads/cache-warming.ts";
import { featureTaskPods } from "../../workloads/feature-store.ts";
import { decidePorts } from "../../workloads/workload.ts";
import { objectServer } from "../../objects/objects-in-cluster.ts";
import {
  apiServerPorts,
  cloudReach,
  operatorPods,
  servicePods,
  tokenFlows,
  type Flow,
  type FlowOptions,
  type JudgingOperator,
  type Pods,
} from "./flow.ts";
import { brokerFlows } from "./door-flows.ts";
import { deviceFlows } from "./device-flows.ts";
import { dumpFlows } from "./copy-flows.ts";
import { flinkFlows } from "./flink-flows.ts";
import { bucketReach } from "./object-flows.ts";
import { partFlows } from "./part-flows.ts";
import { repairFlows } from "./repair-flows.ts";
import { schemaFlows } from "./schema-flows.ts";
import {
  copiedFlows,
  poolerFlows,
  poolerOf,
  servedPorts,
  setupFlows,
  setupPods,
  storeFlows,
  storePods,
} from "./store-flows.ts";
import { trialFlows } from "./trial-flows.ts";
import { prometheusPods, watchedFlows } from "./watched-flows.ts";
import { workerFlows, type WorkerPlaces } from "./worker-flows.ts";

/** Every flow that an environment declares or that its stores and their operators need. */
export function decideFlows(
  environment: Pick<Environment, "domains" | "stores"> & WorkerPlaces,
  options: FlowOptions,
): Flow[] {
  return [
    ...Object.entries(environment.domains).flatMap(([domain, { services }]) =>
      Object.keys(services).flatMap((service) => serviceFlows(environment, domain, service, options)),
    ),
    ...Object.entries(environment.stores).flatMap(([store, wish]) =>
      wish.placement === "in-cluster"
        ? [...storeFlows(store, wish.kind, options, wish), ...watchedFlows(store, wish.kind)]
        : setupFlows(store, wish.kind, options),
    ),
    ...Object.entries(environment.stores).flatMap(([store, wish]) => poolerFlows(store, wish, options)),
    ...schemaFlows(environment, options),
    ...deviceFlows(environment),
    ...brokerFlows(environment),
    ...options.operators.flatMap(operatorFlows),
    ...options.platformOperators.flatMap(operatorFlows),
    ...options.platformOperators.flatMap((operator) => askedFlows(operator, options)),
    ...copiedFlows(environment, options),
    ...dumpFlows(environment, options),
    ...repairFlows(environment),
    ...flinkFlows(environment),
    ...trialFlows(environment, options),
    ...workerFlows(environment, options),
    ...partFlows(environment),
    ...(options.bucketsInCluster === true ? bucketReach(setupPods(objectServer), options) : []),
    ...options.cloudOperators.flatMap((operator) => [
      ...operatorFlows(operator),
      ...cloudReach(operatorPods(operator), options.tokenEndpoints),
    ]),
  ];
}

/** What a service declares: whom it calls, which stores it uses, where it publishes and consumes. */
function serviceFlows(
  { domains, stores }: Pick<Environment, "domains" | "stores">,
  domain: string,
  service: string,
  options: FlowOptions,
): Flow[] {
  const { managedCidrs, managed, tokenEndpoints } = options;
  const wish = domains[domain]?.services[service];
  if (wish === undefined) return [];
  const from = servicePods(domain, service);
  const calls = wish.calls.flatMap((call): Flow[] => {
    const [toDomain, toService] = calleeOf(domain, call);
    const callee = domains[toDomain]?.services[toService];
    if (callee === undefined) return [];
    const open = decidePorts(callee).map(({ port }) => port);
    return open.length === 0 ? [] : [{ from, to: servicePods(toDomain, toService), ports: open }];
  });
  const used = [...Object.keys(wish.uses), ...brokersOf(wish), ...queueBrokersOf(wish)].flatMap((store): Flow[] => {
    const found = stores[store];
    if (found === undefined) return [];
    if (found.kind === "postgres" && found.pooling !== undefined)
      return decidePoolers(found).map((role) => ({ from, to: poolerOf(store, role), ports: [poolerPort] }));
    if (found.placement === "in-cluster")
      return [{ from, to: storePods(store, found.kind), ports: servedPorts(found) }];
    if (managedCidrs.length === 0) return [];
    return [{ from, to: { kind: "blocks", cidrs: managedCidrs }, ports: managed[found.kind].ports }];
  });
  const tokens = Object.keys(wish.uses).some((store) => {
    const found = stores[store];
    return found?.placement === "managed" && managed[found.kind].byIdentity === true;
  });
  const flows = [
    ...calls,
    ...used,
    ...warehouseFlows(from, wish, options),
    ...(tokens ? tokenFlows(from, tokenEndpoints) : []),
    ...cloudFlows(from, wish, options),
  ];
  // Pods that do something for a service reach what it reaches.
  const beside = [
    ...(wish.features === undefined ? [] : [featureTaskPods(domain, service)]),
    ...(wish.warms === undefined ? [] : [warmingPods(domain, service)]),
  ];
  return [...flows, ...beside.flatMap((pods) => flows.map((flow) => ({ ...flow, from: pods })))];
}

const amqpsPort = 5671;

function cloudFlows(from: Pods, wish: ServiceWish, options: FlowOptions): Flow[] {
  const written = Object.keys(wish.events).length > 0;
  if (Object.keys(wish.buckets).length === 0 && !usesWarehouses(wish) && !written) return [];
  // Some clouds' queues are spoken to by AMQP over TLS.
  const amqp: Flow[] = written ? [{ from, to: { kind: "anywhere" }, ports: [amqpsPort] }] : [];
  // A cloud that holds no buckets has nothing else to be asked for either.
  return [...bucketReach(from, options), ...amqp];
}

/** To a warehouse's own addresses, besides the cloud where who queries it logs in. */
function warehouseFlows(from: Pods, wish: ServiceWish, { managedCidrs, warehousePorts }: FlowOptions): Flow[] {
  if (!usesWarehouses(wish) || managedCidrs.length === 0 || warehousePorts.length === 0) return [];
  return [{ from, to: { kind: "blocks", cidrs: managedCidrs }, ports: warehousePorts }];
}

function operatorFlows(operator: JudgingOperator): Flow[] {
  const pods = operatorPods(operator);
  return [
    { from: pods, to: { kind: "anywhere" }, ports: apiServerPorts },
    // The API server isn't a pod, so that its address can't be named here.
    ...(operator.webhookPort === undefined
      ? []
      : [{ from: { kind: "anywhere" }, to: pods, ports: [operator.webhookPort] } satisfies Flow]),
    ...(operator.metricsPort === undefined ? [] : [{ from: prometheusPods, to: pods, ports: [operator.metricsPort] }]),
  ];
}

/** The operator of a kind of stores asks a helper of its own. */
function askedFlows({ asked, ...helper }: JudgingOperator, { operators }: FlowOptions): Flow[] {
  if (asked === undefined) return [];
  return operators
    .filter(({ kind }) => kind === asked.by)
    .map((operator) => ({ from: operatorPods(operator), to: operatorPods(helper), ports: [asked.port] }));
}
