import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { ports } from "../../network/ports.ts";
import { sizes } from "../../sizes.ts";
import { decideEviction, isPersistent } from "./redis.ts";
import { redisFolders } from "./redis-scripts.ts";

/** Part of a server's memory for what it holds; what is left is for copies while saving or replicating. */
const heldPart = 0.75;

/** Milliseconds of silence after which a server is taken for gone, and its follower takes over. */
export const silentMilliseconds = 5000;

/** In the server's letters: E for channels named after the event, and a letter for each kind of them. https://valkey.io/topics/notifications/ */
const eventLetters = { expired: "x", evicted: "e", deleted: "g", written: "$lshzt" } as const satisfies Record<
  RedisEvent,
  string
>;

/** What a store can tell about its keys. */
type RedisEvent = RedisWish["notifications"][number];

/** The server's setting for the events that are wished for; the empty string for none. */
export function decideNotifications({ notifications }: Pick<RedisWish, "notifications">): string {
  if (notifications.length === 0) return "";
  return `E${[...new Set(notifications)]
    .sort()
    .map((event) => eventLetters[event])
    .join("")}`;
}

/**
 * The settings of a server by size and purpose, and by how servers find each other (- behaviour: as a cluster): TLS alone, by certificates that are read anew within five minutes; servers show each
 * other theirs. What differs by server is said when it starts. Snapshots are off: their default would stop writes when one fails.
 * https://valkey.io/topics/valkey.conf/
 */
export function decideRedisConfig(
  wish: Pick<RedisWish, "purpose" | "size" | "notifications">,
  together: readonly string[] = clusterSettings,
): string {
  const lines = [
    ...tlsSettings(ports.redis),
    `aclfile ${redisFolders.users}/users.acl`,
    `include ${redisFolders.users}/replication.conf`,
    `dir ${redisFolders.data}`,
    `maxmemory ${Math.floor(sizes[wish.size].memoryGiB * 1024 * heldPart)}mb`,
    `maxmemory-policy ${decideEviction(wish)}`,
    `notify-keyspace-events "${decideNotifications(wish)}"`,
    'save ""',
    ...(isPersistent(wish) ? ["appendonly yes", "appendfsync everysec"] : ["appendonly no"]),
    ...together,
  ];
  return `${lines.join("\n")}\n`;
}

/** TLS and nothing else on a port. Protected mode asks of the default user what is asked of all. https://valkey.io/topics/encryption/ */
export function tlsSettings(port: number): string[] {
  return [
    "port 0",
    `tls-port ${port}`,
    `tls-cert-file ${redisFolders.tls}/tls.crt`,
    `tls-key-file ${redisFolders.tls}/tls.key`,
    `tls-ca-cert-file ${redisFolders.tls}/ca.crt`,
    "tls-auth-clients no",
    "tls-auto-reload-interval 300",
    "tls-replication yes",
    "protected-mode no",
  ];
}

/**
 * Clients are sent to servers by name, which stands in certificates. A follower stays with its shard, whose zones were chosen; the other shards
 * answer where one can't; a server that is told to stop first hands over what it leads.
 * https://valkey.io/topics/cluster-tutorial/#create-and-use-a-valkey-cluster
 */
export const clusterSettings = [
  "cluster-enabled yes",
  "cluster-config-file nodes.conf",
  `cluster-node-timeout ${silentMilliseconds}`,
  "cluster-preferred-endpoint-type hostname",
  "cluster-allow-replica-migration no",
  "cluster-require-full-coverage no",
  "tls-cluster yes",
  "shutdown-on-sigterm failover",
] as const;
