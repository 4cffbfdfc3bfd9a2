import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import { warmingTask } from "../../workloads/cache-warming.ts";
import type { Alert } from "../alert.ts";
import { lastDone } from "../common-alerts.ts";
import type { StoreWatch } from "../stores/store-watch.ts";

/**
 * Stores that a service fills: whether it is looked at them and they are filled, by kube-state-metrics. A look that failed alone is nothing, since the next makes
 * up for it; what counts is how long ago one ended well, be it that there was nothing to fill.
 */
export function watchWarming(domain: string, service: string, warms: NonNullable<ServiceWish["warms"]>): StoreWatch {
  const tasks = Object.entries(warms)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([store, wish]) => ({
      store,
      minutes: wish.deadlineMinutes + 3 * wish.everyMinutes,
      since: `time() - ${lastDone(`namespace="${domain}",cronjob="${warmingTask(service, store)}"`)}`,
    }));
  return {
    alerts: tasks.map(({ store, minutes, since }): Alert => {
      return {
        name: "StoreNotFilled",
        part: store,
        expr: `${since} > ${minutes} * 60`,
        minutes: 5,
        severity: "warning",
        summary: `for more than ${minutes} minutes nobody looked at ${store} and left it filled`,
        ask: "Read the logs of the newest Job of {{ $labels.cronjob }}: look (the store doesn't answer), fill (the service's own program, or its deadline), mark (a shard was lost meanwhile).",
      };
    }),
    panels: [
      {
        title: "Since stores were seen to be filled",
        unit: "s",
        queries: tasks.map(({ store, since }) => ({ expr: since, legend: store })),
      },
    ],
  };
}
