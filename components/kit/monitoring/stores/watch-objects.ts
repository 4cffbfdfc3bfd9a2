import { namespaces } from "../../cluster/namespaces.ts";
import { objectServer } from "../../objects/objects-in-cluster.ts";
import { commonAlerts, commonPanels } from "../common-alerts.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * What holds buckets in the cluster: whether it is there by kube-state-metrics, its volume by the kubelet. It serves laptops, so that its own
 * numbers are read by nobody.
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/statefulset-metrics.md
 */
export function watchObjects(): StoreWatch {
  const common = {
    store: objectServer,
    presence: [
      {
        what: "servers",
        count: 1,
        answering: `kube_statefulset_status_replicas_ready{namespace="${namespaces.data}",statefulset="${objectServer}"}`,
      },
    ],
    claims: `data-${objectServer}-[0-9]+`,
    certificates: `${objectServer}-tls`,
  };
  return { alerts: commonAlerts(common), panels: commonPanels(common) };
}
