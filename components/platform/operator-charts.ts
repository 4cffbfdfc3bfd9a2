import type { ComponentResourceOptions, ProviderResource, Resource } from "@pulumi/pulumi";
import { storeCharts } from "../../charts/charts.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { StoreWish } from "../../environments/schema/stores.ts";
import { Component } from "../kit/component.ts";
import type { Flow, StoreOperator } from "../kit/flows.ts";
import { namespaces } from "../kit/namespaces.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { Namespace } from "./namespace.ts";
import { OperatorChart } from "./operator-chart.ts";

/** The kinds of stores that an environment places in its cluster, in order. Each needs its operator. */
export function operatedKinds({ stores }: Pick<Environment, "stores">): StoreWish["kind"][] {
  const kinds = Object.values(stores).filter(({ placement }) => placement === "in-cluster");
  return [...new Set(kinds.map(({ kind }) => kind))].sort();
}

/** The operators of an environment, as its flows need to know them. */
export function operatorsOf(environment: Pick<Environment, "stores">): StoreOperator[] {
  return operatedKinds(environment).map((kind) => {
    const { name, pods, webhookPort } = storeCharts[kind];
    return { kind, name, labels: pods, webhookPort };
  });
}

/** Where operators go, and what they look after. */
export interface OperatorChartsArgs {
  readonly kinds: readonly StoreWish["kind"][];
  readonly surroundings: Surroundings;
  readonly flows: readonly Flow[];
  /** Applies custom resource definitions, and takes over those that stayed. - behaviour: each chart's own provider does. */
  readonly definitions?: ProviderResource;
  /** The namespace of the stores; operators get rights in it. */
  readonly watched: Namespace;
}

/** The operators that an environment's stores need, in a namespace of their own. */
export class OperatorCharts extends Component {
  static readonly type = "landbridge:platform:OperatorCharts";
  /** By kind of store: what its custom resources must wait for. */
  readonly ready: Readonly<Partial<Record<StoreWish["kind"], Resource>>>;

  constructor(name: string, args: OperatorChartsArgs, opts: ComponentResourceOptions) {
    super(OperatorCharts.type, name, { kinds: args.kinds }, opts);
    const { surroundings, flows, watched } = args;
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
            surroundings,
            namespace: namespaces.operators,
            watched: namespaces.data,
            definitions: args.definitions,
            after: [own, watched],
          },
          { parent: this },
        );
        return [kind, chart.ready];
      }),
    );
    this.registerOutputs({});
  }
}
