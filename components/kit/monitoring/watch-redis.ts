import type { RedisWish } from "../../../environments/schema/stores/stores.ts";
import { decideEviction } from "../databases/redis/redis.ts";
import type { Alert } from "./alert.ts";
import { commonAlerts, commonPanels } from "./common-alerts.ts";
import type { Panel } from "./dashboard.ts";
import { seriesOf } from "./scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * Redis, with the exporter beside each server.
 * https://github.com/oliver006/redis_exporter/blob/v1.88.0/exporter/exporter.go
 */
export function watchRedis(store: string, wish: RedisWish): StoreWatch {
  const series = seriesOf(store, "redis");
  const common = {
    store,
    presence: [
      {
        what: "servers",
        count: wish.shards * (1 + wish.replicasPerShard),
        answering: `sum(redis_up{${series}})`,
      },
    ],
    claims: `${store}-[0-9]+-[0-9]+`,
    certificates: `${store}-tls`,
  };
  return {
    alerts: [...commonAlerts(common), ...clusterAlerts(series, wish), ...memoryAlerts(series, wish)],
    panels: [...commonPanels(common), ...panelsOf(series)],
  };
}

function panelsOf(series: string): Panel[] {
  return [
    {
      title: "Memory, of what may be held",
      unit: "percentunit",
      queries: [
        {
          expr: `max by (pod) (redis_memory_used_bytes{${series}} / redis_memory_max_bytes{${series}})`,
          legend: "{{pod}}",
        },
      ],
    },
    {
      title: "Keys dropped for room, and ended",
      unit: "ops",
      queries: [
        { expr: `sum(rate(redis_evicted_keys_total{${series}}[5m]))`, legend: "dropped" },
        { expr: `sum(rate(redis_expired_keys_total{${series}}[5m]))`, legend: "ended" },
      ],
    },
    {
      title: "Commands",
      unit: "ops",
      queries: [{ expr: `sum by (pod) (rate(redis_commands_processed_total{${series}}[5m]))`, legend: "{{pod}}" }],
    },
    {
      title: "Clients",
      unit: "short",
      queries: [{ expr: `sum by (pod) (redis_connected_clients{${series}})`, legend: "{{pod}}" }],
    },
  ];
}

function clusterAlerts(series: string, { replicasPerShard }: RedisWish): Alert[] {
  const broken: Alert = {
    name: "RedisReplicationBroken",
    expr: `min by (pod) (redis_master_link_up{${series}}) == 0`,
    minutes: 10,
    severity: "warning",
    summary: "{{ $labels.pod }} doesn't follow its leader",
    ask: "A shard has one copy only. Look at the follower's log.",
  };
  return [
    {
      name: "RedisSlotsMissing",
      // The state alone stays well while a shard is gone: servers answer for what they have (cluster-require-full-coverage).
      // https://valkey.io/commands/cluster-info/
      expr: `max(redis_cluster_slots_fail{${series}}) > 0 or min(redis_cluster_slots_assigned{${series}}) < 16384 or min(redis_cluster_state{${series}}) == 0`,
      minutes: 2,
      severity: "critical",
      summary: "part of the keys is on no server, and requests for them fail",
      ask: "Bring back a server of the missing shard; `valkey-cli cluster nodes` says which.",
    },
    {
      name: "RedisConnectionsNearlyUsedUp",
      expr: `max by (pod) (redis_connected_clients{${series}} / redis_max_clients{${series}}) > 0.8`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.pod }} has used most of its connections",
      ask: "Let services share a client each; look for clients that never close connections.",
    },
    ...(replicasPerShard > 0 ? [broken] : []),
  ];
}

/** What nobody may lose must not fill the memory; what may go, goes all the time. */
function memoryAlerts(series: string, wish: RedisWish): Alert[] {
  if (decideEviction(wish) === "allkeys-lfu") return [];
  return [
    {
      name: "RedisMemoryNearlyFull",
      expr: `max by (pod) (redis_memory_used_bytes{${series}} / redis_memory_max_bytes{${series}}) > 0.85`,
      minutes: 10,
      severity: "critical",
      summary: "{{ $labels.pod }} holds nearly all that it may",
      ask: "A full store of sessions refuses writes. A larger size or more shards; look for keys without an end.",
    },
    {
      name: "RedisKeysDropped",
      expr: `sum by (pod) (increase(redis_evicted_keys_total{${series}}[10m])) > 0`,
      minutes: 0,
      severity: "warning",
      summary: "{{ $labels.pod }} drops keys that should stay until they end",
      ask: "A larger size or more shards.",
    },
  ];
}
