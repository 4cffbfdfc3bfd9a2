import type { ComponentResourceOptions, ProviderResource, Resource } from "@pulumi/pulumi";
import { certManager, decideCertManagerValues } from "../../charts/cert-manager.ts";
import { storeCharts } from "../../charts/charts.ts";
import { decideBackupPluginValues, pluginBarmanCloud } from "../../charts/plugin-barman-cloud.ts";
import type { ChartSurroundings } from "../../charts/catalogue.ts";
import type { OperatedKind } from "../../environments/schema/stores.ts";
import { Component } from "../kit/component.ts";
import type { Flow } from "../kit/network/flow.ts";
import { namespaces } from "../kit/cluster/namespaces.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { Namespace } from "./namespace.ts";
import { nodeMoversOf, type NodeMovers } from "./needed-operators.ts";
import { OperatorChart } from "./operator-chart.ts";

/** Where operators go, and what they look after. */
export interface OperatorChartsArgs {
  readonly kinds: readonly OperatedKind[];
  /** Whether certificates are made, see `needsCertificates`. - behaviour: they aren't. */
  readonly certificates?: boolean;
  /** Whether stores are copied to buckets, see `needsBackups`. - behaviour: they aren't. */
  readonly backups?: boolean;
  /** What moves nodes. - behaviour: the cloud does it itself, so that there is none. */
  readonly nodes?: NodeMovers | undefined;
  /** Makes the groups of nodes that come and go, after what makes nodes. - behaviour: there are none. */
  readonly groups?: ((after: readonly Resource[]) => readonly Resource[]) | undefined;
  readonly surroundings: Surroundings;
  readonly flows: readonly Flow[];
  /** Applies custom resource definitions, and takes over those that stayed. - behaviour: each chart's own provider does. */
  readonly definitions?: ProviderResource;
  /** The namespace of the stores; operators get rights in it. */
  readonly watched: Namespace;
}

/** The operators that an environment's stores need, what makes certificates, and what moves nodes, in a namespace of their own. */
export class OperatorCharts extends Component {
  static readonly type = "landbridge:platform:OperatorCharts";
  /** By kind of store: what its custom resources must wait for. */
  readonly ready: Readonly<Partial<Record<OperatedKind, Resource>>>;
  /** What certificates and who signs them must wait for; absent where nothing needs any. */
  readonly certificatesReady: Resource | undefined;
  /** What stores that are copied to buckets must wait for; absent where none is. */
  readonly backupsReady: Resource | undefined;

  constructor(name: string, args: OperatorChartsArgs, opts: ComponentResourceOptions) {
    super(OperatorCharts.type, name, { kinds: args.kinds }, opts);
    const { surroundings, flows, watched, definitions, nodes = {} } = args;
    const own = new Namespace(
      `${name}-namespace`,
      { namespace: namespaces.operators, surroundings, podSecurity: "restricted", flows, protect: false },
      { parent: this },
    );
    const common = { surroundings, namespace: namespaces.operators, definitions };
    const inside = { parent: this };
    const movers = nodeMoversOf(nodes).map(({ entry, values }) => {
      const chart = { ...common, entry, values, after: [own] };
      return new OperatorChart(`${name}-${entry.name}`, chart, inside).ready;
    });
    // An operator has to run, and its stores with it, until all of them are deleted: only then may nodes go.
    const first = [own, ...(args.groups?.(movers) ?? [])];
    if (args.certificates === true) {
      const chart = { ...common, entry: certManager, values: decideCertManagerValues, after: first };
      this.certificatesReady = new OperatorChart(`${name}-${certManager.name}`, chart, inside).ready;
    }
    const certificates = this.certificatesReady === undefined ? [] : [this.certificatesReady];
    this.ready = Object.fromEntries(
      args.kinds.map((kind) => {
        const entry = storeCharts[kind];
        const values = (around: ChartSurroundings) => entry.values({ ...around, watched: namespaces.data });
        const after = [...first, watched, ...(entry.certificates === true ? certificates : [])];
        return [kind, new OperatorChart(`${name}-${entry.name}`, { ...common, entry, values, after }, inside).ready];
      }),
    );
    if (args.backups === true) {
      // It reads the operator's kinds, and its certificates are made before.
      const after = [...first, watched, ...certificates, ...Object.values(this.ready)];
      const chart = { ...common, entry: pluginBarmanCloud, values: decideBackupPluginValues, after };
      this.backupsReady = new OperatorChart(`${name}-${pluginBarmanCloud.name}`, chart, inside).ready;
    }
    this.registerOutputs({});
  }
}
