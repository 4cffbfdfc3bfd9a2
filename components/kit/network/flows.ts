import type { Environment } from "../../../environments/schema/environment.ts";
import type { ServiceWish } from "../../../environments/schema/domains.ts";
import type { OperatedKind, StoreWish } from "../../../environments/schema/stores.ts";
import { brokersOf, calleeOf, queueBrokersOf } from "../workloads/bindings.ts";
import { usesWarehouses } from "../databases/warehouses.ts";
import { podSelector, type Labels } from "../labels.ts";
import { namespaces } from "../cluster/namespaces.ts";
import { ports, type PortRange } from "./ports.ts";
import { decidePoolers, poolerPort, type PoolerRole } from "../databases/postgres-pooler.ts";
import { decidePorts } from "../workloads/workload.ts";

/** Pods in a namespace of the cluster. */
export interface Pods {
  readonly kind: "pods";
  readonly namespace: string;
  /** What they are, for the name of their policy. */
  readonly name: string;
  readonly labels: Labels;
}

/** An end of a flow: pods, address blocks outside of the cluster, or anywhere. */
export type Peer =
  Pods | { readonly kind: "blocks"; readonly cidrs: readonly string[] } | { readonly kind: "anywhere" };

/** Something that may open connections to something else. What isn't a flow is closed. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  /** TCP. */
  readonly ports: readonly PortRange[];
}

/** Pods in the operators' namespace that talk to the API server. */
export interface Operator {
  readonly name: string;
  readonly labels: Labels;
}

/** An operator that looks after stores of a kind. */
export interface StoreOperator extends Operator {
  readonly kind: OperatedKind;
  /** Port on which the API server asks it to judge objects, if it does. */
  readonly webhookPort?: number | undefined;
}

/** How the cloud's own stores of a kind are reached. */
export interface ManagedReach {
  readonly ports: readonly PortRange[];
  /** Whether a Job in the cluster sets up what is inside of them. */
  readonly setUp: boolean;
  /** Where that Job reaches them. - behaviour: at the same ports as services. */
  readonly setUpPorts?: readonly PortRange[];
  /** Whether services log in by their identity in the cloud, for which pods get tokens. - behaviour: they don't. */
  readonly byIdentity?: boolean;
}

/** What flows depend on besides the environment. */
export interface FlowOptions {
  readonly operators: readonly StoreOperator[];
  /** Operators that work on the cloud besides, with rights of their own there. */
  readonly cloudOperators: readonly Operator[];
  /** Where managed services have their addresses. */
  readonly managedCidrs: readonly string[];
  /** How managed services are reached. */
  readonly managed: Readonly<Record<StoreWish["kind"], ManagedReach>>;
  /** Ports of warehouses that have addresses where managed services do. */
  readonly warehousePorts: readonly PortRange[];
  /** Where pods get the tokens of their identity in the cloud, without leaving the node. */
  readonly tokenEndpoints: readonly { readonly cidr: string; readonly port: number }[];
}

/**
 * Ports on which the API server listens: its Service's, and its own to which the Service's traffic is redirected before
 * a policy sees it. Its address differs by cluster and can't be selected as pods, so those who need it get the ports.
 */
const apiServerPorts = [443, 6443];

/** Every flow that an environment declares or that its stores and their operators need. */
export function decideFlows(environment: Pick<Environment, "domains" | "stores">, options: FlowOptions): Flow[] {
  return [
    ...Object.entries(environment.domains).flatMap(([domain, { services }]) =>
      Object.keys(services).flatMap((service) => serviceFlows(environment, domain, service, options)),
    ),
    ...Object.entries(environment.stores).flatMap(([store, wish]) =>
      wish.placement === "in-cluster" ? storeFlows(store, wish.kind, options) : setupFlows(store, wish.kind, options),
    ),
    ...Object.entries(environment.stores).flatMap(([store, wish]) => poolerFlows(store, wish, options)),
    ...options.operators.flatMap(operatorFlows),
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
      return [{ from, to: storePods(store, found.kind), ports: [ports[found.kind]] }];
    if (managedCidrs.length === 0) return [];
    return [{ from, to: { kind: "blocks", cidrs: managedCidrs }, ports: managed[found.kind].ports }];
  });
  const tokens = Object.keys(wish.uses).some((store) => {
    const found = stores[store];
    return found?.placement === "managed" && managed[found.kind].byIdentity === true;
  });
  return [
    ...calls,
    ...used,
    ...warehouseFlows(from, wish, options),
    ...(tokens ? tokenFlows(from, tokenEndpoints) : []),
    ...cloudFlows(from, wish, tokenEndpoints),
  ];
}

const amqpsPort = 5671;

function cloudFlows(from: Pods, wish: ServiceWish, tokenEndpoints: FlowOptions["tokenEndpoints"]): Flow[] {
  const written = Object.keys(wish.events).length > 0;
  if (Object.keys(wish.buckets).length === 0 && !usesWarehouses(wish) && !written) return [];
  // Some clouds' queues are spoken to by AMQP over TLS.
  const amqp: Flow[] = written ? [{ from, to: { kind: "anywhere" }, ports: [amqpsPort] }] : [];
  return [...cloudReach(from, tokenEndpoints), ...amqp];
}

/** To a warehouse's own addresses, besides the cloud where who queries it logs in. */
function warehouseFlows(from: Pods, wish: ServiceWish, { managedCidrs, warehousePorts }: FlowOptions): Flow[] {
  if (!usesWarehouses(wish) || managedCidrs.length === 0 || warehousePorts.length === 0) return [];
  return [{ from, to: { kind: "blocks", cidrs: managedCidrs }, ports: warehousePorts }];
}

/**
 * Pods with rights in the cloud get their tokens, and reach the cloud's public or private endpoints, whose addresses
 * change and are nowhere listed for a policy.
 */
function cloudReach(from: Pods, tokenEndpoints: FlowOptions["tokenEndpoints"]): Flow[] {
  return [...tokenFlows(from, tokenEndpoints), { from, to: { kind: "anywhere" }, ports: [443] }];
}

function tokenFlows(from: Pods, tokenEndpoints: FlowOptions["tokenEndpoints"]): Flow[] {
  return tokenEndpoints.map(({ cidr, port }) => ({ from, to: { kind: "blocks", cidrs: [cidr] }, ports: [port] }));
}

/** Pods of a service. */
export function servicePods(domain: string, service: string): Pods {
  return {
    kind: "pods",
    namespace: domain,
    name: service,
    labels: podSelector({ name: service, component: "service" }),
  };
}

/** Pods of an in-cluster store, by the labels that its operator gives them. */
export function storePods(store: string, kind: OperatedKind): Pods {
  return { kind: "pods", namespace: namespaces.data, name: store, labels: storeLabels[kind](store) };
}

/** Pods of a pooler before a PostgreSQL. */
export function poolerOf(store: string, role: PoolerRole): Pods {
  const name = `${role}.pooler.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** Each pooler may connect to the servers that it stands before. */
function poolerFlows(store: string, wish: StoreWish, { managedCidrs, managed }: FlowOptions): Flow[] {
  if (wish.kind !== "postgres") return [];
  const servers: readonly Pick<Flow, "to" | "ports">[] =
    wish.placement === "in-cluster"
      ? [{ to: storePods(store, wish.kind), ports: [ports.postgres] }]
      : managedCidrs.length === 0
        ? []
        : [{ to: { kind: "blocks", cidrs: managedCidrs }, ports: managed.postgres.ports }];
  return decidePoolers(wish).flatMap((role) => servers.map((server) => ({ from: poolerOf(store, role), ...server })));
}

/** Pods of the Job that sets up a managed store. No other pods have a name with a dot. */
export function setupPods(store: string): Pods {
  const name = `setup.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

function setupFlows(store: string, kind: StoreWish["kind"], { managedCidrs, managed }: FlowOptions): Flow[] {
  const { ports: open, setUp, setUpPorts = open } = managed[kind];
  if (!setUp || managedCidrs.length === 0) return [];
  return [{ from: setupPods(store), to: { kind: "blocks", cidrs: managedCidrs }, ports: setUpPorts }];
}

/**
 * Labels that are on the pods and also in the selector of the Service by which clients reach them: on EKS a policy that
 * leads to pods lets their Service's address through only where the Service selects by all of the policy's labels.
 * https://github.com/aws/amazon-network-policy-controller-k8s/issues/224
 */
const storeLabels: Readonly<Record<OperatedKind, (store: string) => Labels>> = {
  postgres: (store) => ({ "cnpg.io/cluster": store }),
  // Also the entity operator, which makes topics and users.
  kafka: (store) => ({ "strimzi.io/cluster": store }),
  // The operator's own `cluster` is on the pods alone; what we label the RedisCluster with it copies to pods and selectors.
  redis: (store) => ({ ...podSelector({ name: store, component: "store" }), redis_setup_type: "cluster" }),
};

/**
 * What a store's pods need: each other, their operator, and the API server where they talk to it.
 * https://cloudnative-pg.io/documentation/current/security/#exposed-ports
 * https://strimzi.io/docs/operators/latest/deploying#assembly-securing-kafka-str
 * https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/#redis-cluster-tcp-ports
 */
const storePorts: Readonly<
  Record<
    OperatedKind,
    { readonly among: readonly number[]; readonly operator: readonly number[]; readonly apiServer: boolean }
  >
> = {
  // 8000 is the instance manager's status.
  postgres: { among: [ports.postgres, 8000], operator: [ports.postgres, 8000], apiServer: true },
  // 9090 controllers, 9091 replication and the operators, 8443 the agent; the API server tells a broker its zone.
  kafka: { among: [9090, 9091, ports.kafka], operator: [8443, 9090, 9091], apiServer: true },
  // 16379 is the cluster's bus.
  redis: { among: [ports.redis, ports.redis + 10000], operator: [ports.redis], apiServer: false },
};

function storeFlows(store: string, kind: OperatedKind, { operators }: FlowOptions): Flow[] {
  const pods = storePods(store, kind);
  const { among, operator, apiServer } = storePorts[kind];
  return [
    { from: pods, to: pods, ports: among },
    ...operators
      .filter((candidate) => candidate.kind === kind)
      .map((candidate): Flow => ({ from: operatorPods(candidate), to: pods, ports: operator })),
    ...(apiServer ? [{ from: pods, to: { kind: "anywhere" }, ports: apiServerPorts } satisfies Flow] : []),
  ];
}

function operatorFlows(operator: Operator & Pick<StoreOperator, "webhookPort">): Flow[] {
  const pods = operatorPods(operator);
  return [
    { from: pods, to: { kind: "anywhere" }, ports: apiServerPorts },
    // The API server isn't a pod, so that its address can't be named here.
    ...(operator.webhookPort === undefined
      ? []
      : [{ from: { kind: "anywhere" }, to: pods, ports: [operator.webhookPort] } satisfies Flow]),
  ];
}

function operatorPods({ name, labels }: Operator): Pods {
  return { kind: "pods", namespace: namespaces.operators, name, labels };
}
