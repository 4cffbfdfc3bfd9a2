import type { ComponentResourceOptions, Output, ProviderResource, Resource } from "@pulumi/pulumi";
import { certManager, decideCertManagerValues } from "../../charts/cert-manager.ts";
import { storeCharts } from "../../charts/charts.ts";
import { decideBackupPluginValues, pluginBarmanCloud } from "../../charts/plugin-barman-cloud.ts";
import { decideMonitoringKinds, prometheusOperatorCrds } from "../../charts/prometheus-operator-crds.ts";
import type { ChartSurroundings } from "../../charts/catalogue.ts";
import { Component } from "../kit/component.ts";
import type { Flow } from "../kit/network/flows/flow.ts";
import { namespaces } from "../kit/cluster/namespaces.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { createKnownAccount, type AccountAnnotations } from "./known-account.ts";
import { Namespace } from "./namespace.ts";
import { nodeMoversOf, type ChartedKind, type NodeMovers } from "./needed-operators.ts";
import { OperatorChart } from "./operator-chart.ts";
import { createOperatorMonitor } from "./operator-monitor.ts";

/** Where operators go, and what they look after. */
export interface OperatorChartsArgs {
  readonly kinds: readonly ChartedKind[];
  /** Whether certificates are made, see `needsCertificates`. - behaviour: they aren't. */
  readonly certificates?: boolean;
  /** Whether stores are copied to buckets, see `needsBackups`. - behaviour: they aren't. */
  readonly backups?: boolean;
  /** Whether stores and operators say what is watched of them, see `needsMonitoring`. - behaviour: they don't. */
  readonly monitoring?: boolean;
  /** Of the service account of Percona's operator, which deletes in buckets what is too old. - behaviour: it has no rights there. */
  readonly documents?: AccountAnnotations | undefined;
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
  readonly ready: Readonly<Partial<Record<ChartedKind, Resource>>>;
  /** What certificates and who signs them must wait for; absent where nothing needs any. */
  readonly certificatesReady: Resource | undefined;
  /** What must be there before anything says what is watched of it; absent where nothing does. */
  readonly monitoringReady: Resource | undefined;
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
    if (args.monitoring === true) {
      const chart = { ...common, entry: prometheusOperatorCrds, values: decideMonitoringKinds, after: [own] };
      this.monitoringReady = new OperatorChart(`${name}-${prometheusOperatorCrds.name}`, chart, inside).ready;
    }
    const monitoring = this.monitoringReady === undefined ? [] : [this.monitoringReady];
    if (args.certificates === true) {
      const chart = { ...common, entry: certManager, values: decideCertManagerValues, after: first };
      this.certificatesReady = new OperatorChart(`${name}-${certManager.name}`, chart, inside).ready;
    }
    const certificates = this.certificatesReady === undefined ? [] : [this.certificatesReady];
    const account = { annotations: args.documents, surroundings };
    const accounts = createKnownAccount(`${name}-documents-account`, account, { ...inside, dependsOn: [own] });
    this.ready = Object.fromEntries(
      args.kinds.map((kind) => {
        const entry = storeCharts[kind];
        const known = kind === "mongodb" ? accounts : [];
        const place = { watched: namespaces.data, knownAccount: known.length > 0 };
        const values = (around: ChartSurroundings) => entry.values({ ...around, ...place });
        // An operator that makes monitors by itself looks for their kinds.
        const signed = entry.certificates === true ? certificates : [];
        const after = [...first, watched, ...known, ...monitoring, ...signed];
        return [kind, new OperatorChart(`${name}-${entry.name}`, { ...common, entry, values, after }, inside).ready];
      }),
    );
    if (args.backups === true) {
      // It reads the operator's kinds, and its certificates are made before.
      const after = [...first, watched, ...certificates, ...Object.values(this.ready)];
      const chart = { ...common, entry: pluginBarmanCloud, values: decideBackupPluginValues, after };
      this.backupsReady = new OperatorChart(`${name}-${pluginBarmanCloud.name}`, chart, inside).ready;
    }
    if (this.monitoringReady !== undefined) {
      const around = { surroundings, namespace: own.name, definitions: this.monitoringReady };
      createMonitors(name, args, around, this);
    }
    this.registerOutputs({});
  }
}

/** Where a Prometheus finds the numbers of each operator that has some. */
function createMonitors(
  name: string,
  { kinds, certificates }: Pick<OperatorChartsArgs, "kinds" | "certificates">,
  {
    definitions,
    ...around
  }: Pick<OperatorChartsArgs, "surroundings"> & { readonly namespace: Output<string>; readonly definitions: Resource },
  parent: Component,
): void {
  const entries = [...(certificates === true ? [certManager] : []), ...kinds.map((kind) => storeCharts[kind])];
  for (const entry of entries)
    createOperatorMonitor(`${name}-${entry.name}-monitor`, { entry, ...around }, { parent, dependsOn: [definitions] });
}
