import type { FeaturesWish, MaterializeEvery } from "../../../../environments/schema/services/features.ts";
import type { Alert } from "../alert.ts";
import { failedJobAlert, lastDone } from "../common-alerts.ts";
import type { StoreWatch } from "../stores/store-watch.ts";

/** Hours after which features should have been brought online again: two that failed are no chance. */
const lateHours: Readonly<Record<MaterializeEvery, number>> = { "quarter-hour": 1, hour: 3, day: 30 };

/**
 * A feature store: whether its servers are ready, and its features fresh, by kube-state-metrics. Feast's own numbers aren't read: its server
 * keeps them in files of each worker process, which it begins anew after a thousand requests without taking the former's away.
 * https://github.com/feast-dev/feast/blob/v0.66.0/sdk/python/feast/metrics.py
 */
export function watchFeatures(domain: string, service: string, { materialize }: FeaturesWish): StoreWatch {
  const deployment = `namespace="${domain}",deployment="${service}"`;
  const task = `namespace="${domain}",cronjob="${service}-materialize"`;
  return {
    alerts: [
      {
        name: "FeaturesNotServed",
        expr: `kube_deployment_status_replicas_available{${deployment}} == 0`,
        minutes: 2,
        severity: "critical",
        summary: "no server is ready",
        ask: "Read a pod's log: the registry or the online store isn't reached, or the image's definitions can't be loaded.",
      },
      failedJobAlert(domain, `${service}-features-.+`),
      ...(materialize === undefined ? [] : [staleAlert(task, lateHours[materialize])]),
    ],
    panels: [
      {
        title: "Servers that are ready",
        unit: "short",
        queries: [{ expr: `kube_deployment_status_replicas_available{${deployment}}`, legend: "ready" }],
      },
      ...(materialize === undefined
        ? []
        : [
            {
              title: "Since features were brought online",
              unit: "s" as const,
              queries: [{ expr: `time() - ${lastDone(task)}`, legend: "age" }],
            },
          ]),
    ],
  };
}

function staleAlert(task: string, hours: number): Alert {
  return {
    name: "FeaturesStale",
    expr: `time() - ${lastDone(task)} > ${hours} * 3600`,
    minutes: 15,
    severity: "critical",
    summary: `no features were brought online for more than ${hours} hours`,
    ask: "Read the log of the newest Job of {{ $labels.cronjob }}: the offline or the online store, or one that takes longer than its time. The next one makes up for all.",
  };
}
