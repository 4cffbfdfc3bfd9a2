import type { QdrantWish } from "../../../../environments/schema/stores/qdrant.ts";
import { decideQdrantCopies } from "../../databases/qdrant/qdrant.ts";
import { sizes } from "../../sizes.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, countUp, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * Qdrant, by what each node says itself: nodes and what they agree on, copies, and what is refused for want of room.
 * https://qdrant.tech/documentation/guides/monitoring/
 * https://github.com/qdrant/qdrant/blob/v1.19.0/src/common/metrics.rs
 */
export function watchQdrant(store: string, wish: QdrantWish): StoreWatch {
  const series = seriesOf(store, "qdrant");
  const { nodes } = wish;
  const common = {
    store,
    presence: [{ what: "nodes", count: nodes, answering: countUp(series), majority: majorityOf(nodes) }],
    claims: `${store}-[0-9]`,
    // Below it the store refuses to be written to.
    free: 0.2,
    certificates: `${store}-tls`,
  };
  return {
    alerts: [...commonAlerts(common), ...roomAlerts(series), ...(nodes > 1 ? togetherAlerts(series, wish) : [])],
    panels: [...commonPanels(common), ...panelsOf(series, wish)],
  };
}

function roomAlerts(series: string): Alert[] {
  return [
    {
      name: "QdrantRefusesWrites",
      expr: `max by (pod, resource) (quota_exceeded{${series}}) > 0`,
      minutes: 1,
      severity: "critical",
      summary: "{{ $labels.pod }} has too little {{ $labels.resource }}, and what would need more is refused",
      ask: "A larger size for memory, storageGiB for disk; onDisk or quantization for a large collection. Points can still be deleted.",
    },
    {
      name: "QdrantRecoveryMode",
      expr: `max by (pod) (app_status_recovery_mode{${series}}) > 0`,
      minutes: 1,
      severity: "critical",
      summary: "{{ $labels.pod }} has loaded no collection",
      ask: "Look at its log: it has too little memory for what it holds. A larger size, then restart it.",
    },
    {
      name: "QdrantIndexingFallsBehind",
      expr: `sum by (pod) (collection_update_queue_length{${series}}) > 10000`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $labels.pod }} has {{ $value }} writes that it hasn't made yet",
      ask: "Searches don't find all that was written. Write more slowly, or choose a larger size.",
    },
  ];
}

/** What can be wrong with several nodes that are one store. */
function togetherAlerts(series: string, wish: QdrantWish): Alert[] {
  const { copies, written } = decideQdrantCopies(wish);
  return [
    {
      name: "QdrantConsensusStopped",
      expr: `max by (pod) (cluster_working_state{${series},state="stopped"}) > 0`,
      minutes: 2,
      severity: "critical",
      summary: "{{ $labels.pod }} no longer takes part in what nodes agree on",
      ask: "Read its log, then restart it. Several at once: look at the network between zones and at the nodes' certificate.",
    },
    {
      name: "QdrantConsensusPending",
      expr: `max by (pod) (cluster_pending_operations_total{${series}}) > 0`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.pod }} waits for {{ $value }} things to be agreed on",
      ask: "Nodes don't reach each other, or are too slow: collections can't be made or changed, copies aren't taken back.",
    },
    {
      name: "QdrantNodesApart",
      expr: `min by (pod) (cluster_peers_total{${series}}) < ${wish.nodes}`,
      minutes: 15,
      severity: "critical",
      summary: `{{ $labels.pod }} knows {{ $value }} of ${wish.nodes} nodes`,
      ask: "Read the log of the node that is missing. One that lost its volume joins when the former one was let go, see docs/stores/qdrant.md.",
    },
    {
      name: "QdrantCopiesDead",
      expr: `max by (pod) (collection_dead_replicas{${series}}) > 0`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $labels.pod }} has {{ $value }} copies of shards that aren't up to date",
      ask: "They catch up by themselves when their node is back; else read that node's log.",
    },
    {
      name: "QdrantCopiesFewForWrites",
      expr: `min(collection_active_replicas_min{${series}} and on(pod) (collections_total{${series}} > 0)) < ${written}`,
      minutes: 2,
      severity: "critical",
      summary: `a shard has {{ $value }} of ${copies} copies, and nothing is written to it`,
      ask: "Bring nodes back; never delete volumes to hurry.",
    },
  ];
}

function panelsOf(series: string, { size }: QdrantWish): Panel[] {
  const memory = sizes[size].memoryGiB * 1024 ** 3;
  return [
    {
      title: "Memory, of each node's",
      unit: "percentunit",
      queries: [{ expr: `max by (pod) (memory_resident_bytes{${series}}) / ${memory}`, legend: "{{pod}}" }],
    },
    {
      title: "Points by collection",
      unit: "short",
      queries: [{ expr: `max by (id) (collection_points{${series}})`, legend: "{{id}}" }],
    },
    {
      title: "Requests",
      unit: "ops",
      queries: [
        { expr: `sum(rate(rest_responses_total{${series}}[5m]))`, legend: "REST" },
        { expr: `sum(rate(grpc_responses_total{${series}}[5m]))`, legend: "gRPC" },
      ],
    },
    {
      title: "Optimizers at work, and copies on their way",
      unit: "short",
      queries: [
        { expr: `sum(collection_running_optimizations{${series}})`, legend: "optimizers" },
        { expr: `sum(collection_shard_transfer_incoming{${series}})`, legend: "copies" },
      ],
    },
  ];
}
