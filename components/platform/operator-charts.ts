import type { ComponentResourceOptions, ProviderResource, Resource } from "@pulumi/pulumi";
import { storeCharts } from "../../charts/charts.ts";
import { clusterAutoscaler, decideAutoscalerValues } from "../../charts/cluster-autoscaler.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { OperatedKind } from "../../environments/schema/stores.ts";
import type { NodeAutoscaler } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import type { Flow, Operator, StoreOperator } from "../kit/network/flows.ts";
import { namespaces } from "../kit/cluster/namespaces.ts";
import { nodeAutoscaler } from "../kit/cluster/node-pools.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { Namespace } from "./namespace.ts";
import { OperatorChart } from "./operator-chart.ts";

/** The kinds of stores that an environment places in its cluster, in order. Each needs its operator. */
export function operatedKinds({ stores }: Pick<Environment, "stores">): OperatedKind[] {
  const kinds = Object.values(stores).flatMap((wish) => (wish.placement === "in-cluster" ? [wish.kind] : []));
  return [...new Set(kinds)].sort();
}

/** The operators of an environment, as its flows need to know them. */
export function operatorsOf(environment: Pick<Environment, "stores">): StoreOperator[] {
  return operatedKinds(environment).map((kind) => {
    const { name, pods, webhookPort } = storeCharts[kind];
    return { kind, name, labels: pods, webhookPort };
  });
}

/** The autoscaler of nodes, as flows need to know it: it asks the cloud besides the API server. */
export const nodeAutoscalerOperator: Operator = { name: clusterAutoscaler.name, labels: clusterAutoscaler.pods };

/** Where operators go, and what they look after. */
export interface OperatorChartsArgs {
  readonly kinds: readonly OperatedKind[];
  /** What the autoscaler of nodes needs to know. - behaviour: the cloud moves its pools itself, so that there is none. */
  readonly autoscaler?: NodeAutoscaler | undefined;
  readonly surroundings: Surroundings;
  readonly flows: readonly Flow[];
  /** Applies custom resource definitions, and takes over those that stayed. - behaviour: each chart's own provider does. */
  readonly definitions?: ProviderResource;
  /** The namespace of the stores; operators get rights in it. */
  readonly watched: Namespace;
}

/** The operators that an environment's stores need, and the autoscaler of nodes, in a namespace of their own. */
export class OperatorCharts extends Component {
  static readonly type = "landbridge:platform:OperatorCharts";
  /** By kind of store: what its custom resources must wait for. */
  readonly ready: Readonly<Partial<Record<OperatedKind, Resource>>>;

  constructor(name: string, args: OperatorChartsArgs, opts: ComponentResourceOptions) {
    super(OperatorCharts.type, name, { kinds: args.kinds }, opts);
    const { surroundings, flows, watched, autoscaler } = args;
    const own = new Namespace(
      `${name}-namespace`,
      { namespace: namespaces.operators, surroundings, podSecurity: "restricted", flows, protect: false },
      { parent: this },
    );
    this.ready = Object.fromEntries(
      args.kinds.map((kind) => {
        const entry = storeCharts[kind];
        const chart = new OperatorChart(
          `${name}-${entry.name}`,
          {
            entry,
            values: (around) => entry.values({ ...around, watched: namespaces.data }),
            surroundings,
            namespace: namespaces.operators,
            definitions: args.definitions,
            after: [own, watched],
          },
          { parent: this },
        );
        return [kind, chart.ready];
      }),
    );
    if (autoscaler !== undefined) {
      const { namespace, serviceAccount } = nodeAutoscaler;
      new OperatorChart(
        `${name}-${clusterAutoscaler.name}`,
        {
          entry: clusterAutoscaler,
          values: (around) => decideAutoscalerValues(around, { ...autoscaler, serviceAccount }),
          surroundings,
          namespace,
          after: [own],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
