import type { ManagedKind, InClusterKind } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import type { DocumentsBy } from "../../databases/copied-stores.ts";
import { podSelector, type Labels } from "../../labels.ts";
import type { PortRange } from "../ports.ts";

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

/** An operator whom the API server may ask. */
export interface JudgingOperator extends Operator {
  /** Port on which the API server asks it to judge objects, if it does. */
  readonly webhookPort?: number | undefined;
  /** Where a Prometheus reads its numbers. - behaviour: nobody does. */
  readonly metricsPort?: number | undefined;
  /** Which stores' operator asks it, and where. - behaviour: none does. */
  readonly asked?: { readonly by: InClusterKind; readonly port: number } | undefined;
}

/** An operator that looks after stores of a kind. */
export interface StoreOperator extends JudgingOperator {
  readonly kind: InClusterKind;
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
  /** Operators that look after no store, and ask the API server alone. */
  readonly platformOperators: readonly JudgingOperator[];
  /** Operators that work on the cloud besides, with rights of their own there. */
  readonly cloudOperators: readonly Operator[];
  /** Where managed services have their addresses. */
  readonly managedCidrs: readonly string[];
  /** How managed services are reached. */
  readonly managed: Readonly<Record<ManagedKind, ManagedReach>>;
  /** Ports of warehouses that have addresses where managed services do. */
  readonly warehousePorts: readonly PortRange[];
  /** Whether buckets are in the cluster, where pods reach them instead of the cloud. - behaviour: they are the cloud's. */
  readonly bucketsInCluster?: boolean;
  /** Who copies documents in the cluster. - behaviour: the agent beside each member. */
  readonly documentsBy?: DocumentsBy;
  /** Where pods get the tokens of their identity in the cloud, without leaving the node. */
  readonly tokenEndpoints: readonly { readonly cidr: string; readonly port: number }[];
}

/**
 * Ports on which the API server listens: its Service's, and its own to which the Service's traffic is redirected before
 * a policy sees it. Its address differs by cluster and can't be selected as pods, so those who need it get the ports.
 */
export const apiServerPorts = [443, 6443];

/** Pods of a service. */
export function servicePods(domain: string, service: string): Pods {
  return {
    kind: "pods",
    namespace: domain,
    name: service,
    labels: podSelector({ name: service, component: "service" }),
  };
}

/** Pods of an operator. */
export function operatorPods({ name, labels }: Operator): Pods {
  return { kind: "pods", namespace: namespaces.operators, name, labels };
}

/**
 * Pods with rights in the cloud get their tokens, and reach the cloud's public or private endpoints, whose addresses
 * change and are nowhere listed for a policy.
 */
export function cloudReach(from: Pods, tokenEndpoints: FlowOptions["tokenEndpoints"]): Flow[] {
  return [...tokenFlows(from, tokenEndpoints), { from, to: { kind: "anywhere" }, ports: [443] }];
}

/** The way to where a cloud gives pods their tokens; none where it asks for none. */
export function tokenFlows(from: Pods, tokenEndpoints: FlowOptions["tokenEndpoints"]): Flow[] {
  return tokenEndpoints.map(({ cidr, port }) => ({ from, to: { kind: "blocks", cidrs: [cidr] }, ports: [port] }));
}
