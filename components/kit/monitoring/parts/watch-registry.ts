import { decideRegistryPods, registryName } from "../../messaging/kafka/schema-registry.ts";
import type { Surroundings } from "../../surroundings.ts";
import { certificateAlerts, countUp, presenceAlerts } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import { seriesOfPart, type WatchedPart } from "./part.ts";

/**
 * A registry of schemas: Apicurio's numbers of requests and of what it keeps in Kafka.
 * https://github.com/Apicurio/apicurio-registry/blob/main/app/src/main/java/io/apicurio/registry/metrics/README.md
 */
export function watchRegistry(store: string, part: WatchedPart, surroundings: Surroundings): StoreWatch {
  const series = seriesOfPart(part);
  const requests = (status: string) =>
    `sum(rate(rest_requests_seconds_count{${series},status_code_group=~"${status}"}[10m]))`;
  return {
    alerts: [
      ...presenceAlerts({ what: "registries", count: decideRegistryPods(surroundings), answering: countUp(series) }),
      ...certificateAlerts(`${registryName(store)}-tls`),
      {
        name: "RegistryRequestsFail",
        expr: `${requests("5xx")} / ${requests(".+")} > 0.05`,
        minutes: 10,
        severity: "warning",
        summary: "more than a twentieth of requests fail",
        ask: "Read the registry's log: mostly it can't write to Kafka. Services that know a schema go on; new ones wait.",
      },
      {
        name: "RegistryStorageFails",
        // To look for what isn't there counts as failed too, but is answered by 404: only beside answers that are the registry's own fault.
        expr: `sum by (pod) (increase(storage_method_call_seconds_count{${series},success="false"}[10m])) > 5 and sum by (pod) (increase(rest_requests_seconds_count{${series},status_code_group="5xx"}[10m])) > 5`,
        minutes: 10,
        severity: "warning",
        summary: "{{ $labels.pod }} can't read or write what it keeps in Kafka",
        ask: `Look at the topics registry_* of ${store} and at the registry's login there, then restart the pod: it reads everything again.`,
      },
    ],
    panels: panelsOf(series, decideRegistryPods(surroundings)),
  };
}

function panelsOf(series: string, pods: number): Panel[] {
  return [
    {
      title: "Answering",
      unit: "short",
      queries: [{ expr: `(${countUp(series)} or vector(0))`, legend: `of ${pods}` }],
    },
    {
      title: "Requests",
      unit: "ops",
      queries: [
        {
          expr: `sum by (status_code_group) (rate(rest_requests_seconds_count{${series}}[5m]))`,
          legend: "{{status_code_group}}",
        },
      ],
    },
    {
      title: "Time of a request, on average",
      unit: "s",
      queries: [
        {
          expr: `sum(rate(rest_requests_seconds_sum{${series}}[5m])) / sum(rate(rest_requests_seconds_count{${series}}[5m]))`,
          legend: "average",
        },
      ],
    },
    {
      title: "Heap",
      unit: "bytes",
      queries: [{ expr: `sum by (pod) (jvm_memory_used_bytes{${series},area="heap"})`, legend: "{{pod}}" }],
    },
  ];
}
