import type { InClusterKind } from "../../../environments/schema/stores/stores.ts";
import { namespaces } from "../cluster/namespaces.ts";
import type { Labels } from "../labels.ts";
import { entityOperatorPorts } from "../network/ports.ts";

/** Where a store's numbers are read. */
interface Scrape {
  /** Of the container's port. */
  readonly portName: string;
  /** A name on the certificate that is shown there. - behaviour: the port speaks without TLS, and network policies let nobody else in. */
  readonly serverName?: (store: string) => string;
  /** Ports of pods that stand beside the servers and have the same labels, by name. - behaviour: none. */
  readonly beside?: readonly string[];
  /** What is asked for, each with its parameters. - behaviour: `/metrics`. */
  readonly paths?: readonly { readonly path: string; readonly params?: Readonly<Record<string, readonly string[]>> }[];
}

/** Of MariaDB the operator says itself where numbers are read, for each server by the one exporter of all. */
export type ScrapedKind = Exclude<InClusterKind, "mysql">;

/**
 * By kind.
 * https://cloudnative-pg.io/documentation/current/monitoring/#enabling-tls-on-the-metrics-port
 * https://github.com/strimzi/strimzi-kafka-operator/tree/1.2.0/examples/metrics/prometheus-install/pod-monitors
 * https://github.com/rabbitmq/cluster-operator/blob/main/internal/resource/statefulset.go
 * https://github.com/qdrant/qdrant/blob/v1.19.0/src/actix/metrics_service.rs
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/apis/cassandra/v1beta1/cassandradatacenter_types.go
 */
const scrapes: Readonly<Record<ScrapedKind, Scrape>> = {
  cassandra: { portName: "metrics" },
  clickhouse: { portName: "metrics" },
  // Beside brokers, whose port Cruise Control and kafka_exporter have too, the operators of topics and of users.
  kafka: { portName: "tcp-prometheus", beside: entityOperatorPorts.map(({ name }) => name) },
  influxdb: { portName: "https", serverName: (store) => `${store}.${namespaces.data}.svc` },
  mongodb: { portName: "metrics" },
  postgres: { portName: "metrics", serverName: (store) => `${store}-rw.${namespaces.data}.svc` },
  qdrant: { portName: "metrics", serverName: (store) => `${store}.${namespaces.data}.svc` },
  rabbitmq: {
    portName: "prometheus-tls",
    serverName: (store) => `${store}.${namespaces.data}.svc`,
    // By queue only how much is in each: everything of each would be too many numbers.
    paths: [
      { path: "/metrics" },
      { path: "/metrics/detailed", params: { family: ["queue_coarse_metrics", "queue_consumer_count"] } },
    ],
  },
  redis: { portName: "redis-exporter" },
};

/** Whether clients have to know who signed what the port shows. */
export function isScrapedByTls(kind: InClusterKind): boolean {
  return kind !== "mysql" && scrapes[kind].serverName !== undefined;
}

interface Endpoint {
  readonly port: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly scheme: "http" | "https";
  readonly tlsConfig?: {
    readonly ca: { readonly configMap: { readonly name: string; readonly key: string } };
    readonly serverName: string;
  };
}

/**
 * What we set of a PodMonitor, `monitoring.coreos.com/v1`.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor
 */
export interface PodMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly podMetricsEndpoints: readonly Endpoint[];
}

/** How a Prometheus finds and reads a store's pods, which have `matchLabels`. `authority` is who signed, where that matters. */
export function decidePodMonitor(
  store: string,
  kind: ScrapedKind,
  matchLabels: Labels,
  authority: { readonly name: string; readonly key: string },
): PodMonitorSpec {
  const { portName, serverName, beside = [], paths = [{ path: "/metrics" }] } = scrapes[kind];
  const tls =
    serverName === undefined
      ? ({ scheme: "http" } as const)
      : ({
          scheme: "https",
          tlsConfig: { ca: { configMap: authority }, serverName: serverName(store) },
        } as const);
  return {
    selector: { matchLabels },
    podMetricsEndpoints: [portName, ...beside].flatMap((port) => paths.map((one) => ({ port, ...one, ...tls }))),
  };
}

/**
 * Labels of every number of a store, as a selector's inside: where its monitor is, and whose. An operator of Prometheus gives a PodMonitor's
 * numbers the job `namespace/name`, a ServiceMonitor's that of the Service.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitorSpec
 */
export function seriesOf(store: string, kind: InClusterKind): string {
  const job = kind === "mysql" ? mariadbExporter(store) : `${namespaces.data}/${store}`;
  return `namespace="${namespaces.data}",job="${job}"`;
}

/** Name of what MariaDB's operator makes to read numbers: a Deployment, a Service and a ServiceMonitor. */
function mariadbExporter(store: string): string {
  return `${store}-metrics`;
}

/** Labels of its pods. https://github.com/mariadb-operator/mariadb-operator/blob/main/pkg/builder/labels/labels.go */
export function mariadbExporterLabels(store: string): Labels {
  return { "app.kubernetes.io/name": "exporter", "app.kubernetes.io/instance": mariadbExporter(store) };
}
