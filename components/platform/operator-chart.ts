import type { ComponentResourceOptions, Input, ProviderResource, Resource, ResourceTransform } from "@pulumi/pulumi";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { chartReference, type ChartSurroundings, type ChartValues, type PinnedChart } from "../../charts/catalogue.ts";
import { Component } from "../kit/component.ts";
import { decideLabels } from "../kit/labels.ts";
import { decideNodeChoice } from "../kit/cluster/placement.ts";
import { decideSpare, type Surroundings } from "../kit/surroundings.ts";

/** Which chart, and where to. */
export interface OperatorChartArgs {
  readonly entry: PinnedChart;
  readonly values: (surroundings: ChartSurroundings) => ChartValues;
  readonly surroundings: Surroundings;
  /** Namespace of the operator; known when its values are decided. */
  readonly namespace: string;
  /** Applies custom resource definitions, and takes over those that stayed. - behaviour: the chart's own provider does. */
  readonly definitions?: ProviderResource | undefined;
  /** Namespaces that must be there first. */
  readonly after: readonly Input<Resource>[];
}

/**
 * An operator from a pinned chart. Custom resources depend on `ready`, so that their kinds and the webhook that judges
 * them are there first.
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v4/chart/
 */
export class OperatorChart extends Component {
  static readonly type = "landbridge:platform:OperatorChart";
  /** There when the operator is up. */
  readonly ready: Resource;

  constructor(name: string, args: OperatorChartArgs, opts: ComponentResourceOptions) {
    const { entry, namespace, surroundings } = args;
    super(OperatorChart.type, name, { chart: entry.name, version: entry.version, namespace }, opts);
    const spare = decideSpare(surroundings);
    const { zones, kubernetes, mirrors } = surroundings;
    const { nodeSelector = {} } = decideNodeChoice("system", surroundings);
    this.ready = new Chart(
      `${name}-chart`,
      {
        ...chartReference(entry, surroundings.chartFolder),
        name: entry.name,
        namespace,
        values: args.values({ namespace, kubernetes, spare, zones, nodeSelector, mirrors }),
        skipCrds: false,
        skipAwait: false,
      },
      { parent: this, dependsOn: [...args.after], transforms: [keepDefinitions(args.definitions)] },
    );
    if (spare && entry.ownBudget === undefined && Object.keys(entry.pods).length > 0) {
      const subject = { name: entry.name, component: "operator", partOf: surroundings.system } as const;
      new PodDisruptionBudget(
        `${name}-budget`,
        {
          metadata: { name: entry.name, namespace, labels: decideLabels(subject, surroundings.tags) },
          spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: "AlwaysAllow",
            selector: { matchLabels: entry.pods },
          },
        },
        { parent: this, dependsOn: [...args.after] },
      );
    }
    this.registerOutputs({});
  }
}

const definitionType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

/**
 * Deleting a custom resource definition deletes every object of its kind, hence every database. Definitions therefore
 * stay in the cluster when their chart goes, as Helm itself leaves those in `crds/`; `provider` takes over those that
 * stayed. https://www.pulumi.com/docs/iac/concepts/options/transforms/
 */
export function keepDefinitions(provider: ProviderResource | undefined): ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== definitionType) return undefined;
    return { props, opts: { ...opts, retainOnDelete: true, ...(provider === undefined ? {} : { provider }) } };
  };
}
