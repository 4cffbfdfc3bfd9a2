import type { Environment } from "../../environments/schema/environment.ts";
import type { StoreWish } from "../../environments/schema/stores.ts";
import { brokersOf, calleeOf } from "./bindings.ts";
import { podSelector, type Labels } from "./labels.ts";
import { namespaces } from "./namespaces.ts";
import { ports } from "./ports.ts";
import { decidePorts } from "./workload.ts";

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
  readonly ports: readonly number[];
}

/** An operator that looks after stores of a kind. */
export interface StoreOperator {
  readonly kind: StoreWish["kind"];
  readonly name: string;
  readonly labels: Labels;
  /** Port on which the API server asks it to judge objects, if it does. */
  readonly webhookPort?: number | undefined;
}

/** What flows depend on besides the environment. */
export interface FlowOptions {
  readonly operators: readonly StoreOperator[];
  /** Where managed services have their addresses. */
  readonly managedCidrs: readonly string[];
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
    ...Object.entries(environment.stores)
      .filter(([, { placement }]) => placement === "in-cluster")
      .flatMap(([store, { kind }]) => storeFlows(store, kind, options)),
    ...options.operators.flatMap(operatorFlows),
  ];
}

/** What a service declares: whom it calls, which stores it uses, where it publishes and consumes. */
function serviceFlows(
  { domains, stores }: Pick<Environment, "domains" | "stores">,
  domain: string,
  service: string,
  { managedCidrs }: FlowOptions,
): Flow[] {
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
  const used = [...Object.keys(wish.uses), ...brokersOf(wish)].flatMap((store): Flow[] => {
    const found = stores[store];
    if (found === undefined) return [];
    if (found.placement === "managed" && managedCidrs.length === 0) return [];
    const to: Peer =
      found.placement === "in-cluster" ? storePods(store, found.kind) : { kind: "blocks", cidrs: managedCidrs };
    return [{ from, to, ports: [ports[found.kind]] }];
  });
  return [...calls, ...used];
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
export function storePods(store: string, kind: StoreWish["kind"]): Pods {
  return { kind: "pods", namespace: namespaces.data, name: store, labels: storeLabels[kind](store) };
}

const storeLabels: Readonly<Record<StoreWish["kind"], (store: string) => Labels>> = {
  postgres: (store) => ({ "cnpg.io/cluster": store }),
  // Also the entity operator, which makes topics and users.
  kafka: (store) => ({ "strimzi.io/cluster": store }),
  redis: (store) => ({ cluster: store, redis_setup_type: "cluster" }),
};

/**
 * What a store's pods need: each other, their operator, and the API server where they talk to it.
 * https://cloudnative-pg.io/documentation/current/security/#exposed-ports
 * https://strimzi.io/docs/operators/latest/deploying#assembly-securing-kafka-str
 * https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/#redis-cluster-tcp-ports
 */
const storePorts: Readonly<
  Record<
    StoreWish["kind"],
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

function storeFlows(store: string, kind: StoreWish["kind"], { operators }: FlowOptions): Flow[] {
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

function operatorFlows(operator: StoreOperator): Flow[] {
  const pods = operatorPods(operator);
  return [
    { from: pods, to: { kind: "anywhere" }, ports: apiServerPorts },
    // The API server isn't a pod, so that its address can't be named here.
    ...(operator.webhookPort === undefined
      ? []
      : [{ from: { kind: "anywhere" }, to: pods, ports: [operator.webhookPort] } satisfies Flow]),
  ];
}

function operatorPods({ name, labels }: StoreOperator): Pods {
  return { kind: "pods", namespace: namespaces.operators, name, labels };
}
