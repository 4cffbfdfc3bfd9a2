import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { decideEviction } from "../../databases/redis/redis.ts";
import { hasSentinels, sentinelCount, sentinelQuorum, sentinelSet } from "../../databases/redis/redis-sentinels.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * Redis, with the exporter beside each server.
 * https://github.com/oliver006/redis_exporter/blob/v1.88.0/exporter/exporter.go
 */
export function watchRedis(store: string, wish: RedisWish): StoreWatch {
  const series = seriesOf(store, "redis");
  const ofSentinels = `pod=~"${sentinelSet(store)}-[0-9]+"`;
  const servers = hasSentinels(wish) ? `${series},${ofSentinels.replace("=~", "!~")}` : series;
  const common = {
    store,
    presence: [
      {
        what: "servers",
        count: wish.shards * (1 + wish.replicasPerShard),
        answering: `sum(redis_up{${servers}})`,
      },
      ...(hasSentinels(wish)
        ? [
            {
              what: "sentinels",
              count: sentinelCount,
              majority: sentinelQuorum,
              without: "Who leads goes on, but nobody takes over, and servers that restart wait, until more are back.",
              answering: `sum(redis_up{${series},${ofSentinels}})`,
            },
          ]
        : []),
    ],
    claims: hasSentinels(wish) ? `${store}-[0-9]+-[0-9]+|data-${sentinelSet(store)}-[0-9]+` : `${store}-[0-9]+-[0-9]+`,
    certificates: `${store}-tls`,
  };
  return {
    alerts: [
      ...commonAlerts(common),
      ...(hasSentinels(wish) ? sentinelAlerts(series, wish) : slotAlerts(series)),
      ...serverAlerts(servers, wish),
      ...memoryAlerts(series, wish),
    ],
    panels: [...commonPanels(common), ...panelsOf(servers)],
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

/**
 * Without most sentinels nobody takes over; without a leader nobody writes.
 * https://github.com/oliver006/redis_exporter/blob/v1.88.0/exporter/sentinels.go
 */
function sentinelAlerts(series: string, { replicasPerShard }: RedisWish): Alert[] {
  const nobodyTakesOver: Alert = {
    name: "RedisNobodyTakesOver",
    expr: `max(redis_sentinel_master_ckquorum_status{${series}}) == 0 or max(redis_sentinel_master_ok_slaves{${series}}) == 0`,
    minutes: 10,
    severity: "warning",
    summary: "if the leader were lost now, nobody could take over",
    ask: "Bring back a majority of sentinels and a follower.",
  };
  return [
    {
      name: "RedisLeaderMissing",
      expr: `max(redis_sentinel_master_status{${series}}) == 0`,
      minutes: 1,
      severity: "critical",
      summary: "no sentinel reaches a leader, and nothing can be written",
      ask: "Bring back a server; `SENTINEL MASTER` and `SENTINEL REPLICAS` at a sentinel say which are down.",
    },
    {
      name: "RedisSentinelsDisagree",
      expr: `count(count by (master_address) (redis_sentinel_master_status{${series}})) > 1`,
      minutes: 5,
      severity: "critical",
      summary: "sentinels call different servers the leader, and clients write to both",
      ask: "Look which of them the others don't reach; delete its pod when its network is well.",
    },
    // A leader without followers is as it was wished for.
    ...(replicasPerShard > 0 ? [nobodyTakesOver] : []),
  ];
}

function slotAlerts(series: string): Alert[] {
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
  ];
}

function serverAlerts(series: string, { replicasPerShard }: RedisWish): Alert[] {
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
