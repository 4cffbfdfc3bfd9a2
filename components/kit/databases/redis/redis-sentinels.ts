import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { podSelector, type Labels } from "../../labels.ts";
import { ports, sentinelPort } from "../../network/ports.ts";
import type { Capacity } from "../../sizes.ts";
import type { Consumer } from "../../workloads/consumers.ts";
import { silentMilliseconds, tlsSettings } from "./redis-config.ts";
import { redisDomain } from "./redis-members.ts";
import { redisAdmin, redisFolders } from "./redis-scripts.ts";
import { redisMetrics, type RedisUser } from "./redis-users.ts";

/** Whether a store has one leader, found by sentinels, in place of a cluster's shards. */
export function hasSentinels({ mode }: Pick<RedisWish, "mode">): boolean {
  return mode === "sentinel";
}

/** How many agree on who leads: two of three, so that one of them, or one of three zones, may be lost. */
export const sentinelCount = 3;
/** Sentinels that have to agree before another server leads. */
export const sentinelQuorum = 2;

/** What a sentinel asks for: it holds names, not keys. */
export const sentinelSize: Capacity = { cpu: 0.05, memoryGiB: 0.0625 };

/** GiB of a sentinel's volume, for what it promised and who led last; the file has kilobytes. */
export const sentinelVolumeGiB = 1;

/** What a pod of a store with sentinels is. No pod of a cluster has such a label. */
export type RedisRole = "server" | "sentinel";
/** The label that says a pod's role. */
export const redisRoleLabel = "landbridge.dev/redis-role";

/** How the pods of a role are found. */
export function redisRoleSelector(store: string, role: RedisRole): Labels {
  return { ...podSelector({ name: store, component: "store" }), [redisRoleLabel]: role };
}

/** What stands behind a store's name in the name of its sentinels' StatefulSet. */
export const sentinelEnding = "sentinel";

/** The StatefulSet of all sentinels. */
export function sentinelSet(store: string): string {
  return `${store}-${sentinelEnding}`;
}

/** The sentinels' pods. */
export function sentinelPods(store: string): string[] {
  return Array.from({ length: sentinelCount }, (_, index) => `${sentinelSet(store)}-${index}`);
}

/** `host:port` of each sentinel, with commas between, as clients are told them. */
export function sentinelAddresses(store: string): string {
  return sentinelPods(store)
    .map((pod) => `${pod}.${redisDomain(store)}:${sentinelPort}`)
    .join(",");
}

/** By which sentinels know each other and log in to servers. No service's is called so: each has a dash. */
export const sentinelLogin = "sentinel";

/**
 * What a sentinel does with a server: it looks, tells others, and makes another one lead.
 * https://valkey.io/topics/sentinel/#redis-access-control-list-authentication
 */
export const sentinelOnServer: RedisUser = {
  name: sentinelLogin,
  rules:
    "&__sentinel__:hello +multi +slaveof +replicaof +failover +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|setinfo +client|kill +client|pause +client|unpause +script|kill",
};

/** What else servers are asked by clients that came by sentinels: whether they lead indeed. */
export const askedOfFound = " +role";

/** What clients of sentinels ask, and no more: who leads, who follows, and to be told when another one does. */
const asking =
  "&* +@connection +command +role +info +subscribe +psubscribe +unsubscribe +punsubscribe +sentinel|get-master-addr-by-name +sentinel|master +sentinel|masters +sentinel|myid +sentinel|replicas +sentinel|slaves +sentinel|sentinels";

/** The users of a store's sentinels, in order of name: each service, whatever it may do with keys, and the store's own. */
export function decideSentinelUsers(consumers: readonly Pick<Consumer, "name">[]): RedisUser[] {
  return [
    { name: redisAdmin, rules: "&* +@all" },
    { name: redisMetrics, rules: `${asking} +sentinel|ckquorum` },
    { name: sentinelLogin, rules: "&__sentinel__:hello +@connection +ping +publish +sentinel|is-master-down-by-addr" },
    ...consumers.map(({ name }) => ({ name, rules: asking })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The first lines of a sentinel's settings: what doesn't differ by pod. Names are told, since addresses change and certificates have names. */
export function decideSentinelConfig(): string {
  const lines = [
    ...tlsSettings(sentinelPort),
    "tls-replication yes",
    `aclfile ${redisFolders.users}/sentinels.acl`,
    `dir ${redisFolders.data}`,
    "sentinel resolve-hostnames yes",
    "sentinel announce-hostnames yes",
    `sentinel announce-port ${sentinelPort}`,
    "sentinel deny-scripts-reconfig yes",
  ];
  return `${[...new Set(lines)].join("\n")}\n`;
}

/** After which a fail-over that didn't get on is given up; the next is tried after twice this. */
export const failoverMilliseconds = 30000;

/** What sentinels are told of the servers besides who leads: in milliseconds, and how many followers copy anew at once. */
export function decideSentinelWatch(store: string): string {
  const lines = [
    `sentinel down-after-milliseconds ${store} ${silentMilliseconds}`,
    `sentinel failover-timeout ${store} ${failoverMilliseconds}`,
    `sentinel parallel-syncs ${store} 1`,
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * Settings of a server that follows or leads by what sentinels say. With two followers or more a leader that none of them hears takes no
 * writes after ten seconds: they would be lost once another leads. With one follower its loss would stop all writes.
 * https://valkey.io/topics/replication/#allow-writes-only-with-n-attached-replicas
 */
export function decideFollowing({ replicasPerShard }: Pick<RedisWish, "replicasPerShard">): string[] {
  return [
    `replica-announce-port ${ports.redis}`,
    ...(replicasPerShard >= 2 ? ["min-replicas-to-write 1", "min-replicas-max-lag 10"] : []),
  ];
}
