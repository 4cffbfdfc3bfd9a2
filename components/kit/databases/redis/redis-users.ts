import type { Consumer } from "../../workloads/consumers.ts";
import { contentHash } from "../../names.ts";
import { redisAdmin } from "./redis-scripts.ts";

/** The login by which followers copy their leader. */
export const redisReplication = "replication";

/** The login by which numbers are read beside each server. */
export const redisMetrics = "metrics";

/** A user of a store: its name and its rules, without a password. */
export interface RedisUser {
  readonly name: string;
  readonly rules: string;
}

/** What a client of a cluster has to ask before it can do anything, also of servers that it only reads from. */
const finding =
  "+info +command +cluster|info +cluster|keyslot +cluster|myid +cluster|nodes +cluster|shards +cluster|slots";

/**
 * Who reads may read every key and listen; who writes may do anything to keys but what is dangerous to all: empty the store, list every key,
 * stop it, change its settings or users. `@dangerous` and `@admin` are the server's own lists.
 * https://valkey.io/topics/acl/#command-categories
 */
const rules: Readonly<Record<Consumer["access"], string>> = {
  read: `%R~* &* +@read +@connection +@pubsub -publish -spublish -@dangerous -@admin ${finding}`,
  "read-write": `~* &* +@all -@dangerous -@admin ${finding}`,
};

/** Who logs in: a service by what it declares, or who may use the keys with one beginning alone, and no channel. */
export interface RedisLogin extends Pick<Consumer, "name" | "access"> {
  readonly keys?: string;
}

const ofKeys = (keys: string): string => `~${keys}* +@all -@dangerous -@admin ${finding}`;

/** What logins may do, by `asked` with what a store's kind of client asks besides: one decision for stores in the cluster and clouds' own. */
export function decideServiceUsers(logins: readonly RedisLogin[], asked = ""): RedisUser[] {
  return logins.map(({ name, access, keys }) => ({
    name,
    rules: `${keys === undefined ? rules[access] : ofKeys(keys)}${asked}`,
  }));
}

/** The users of a store in the cluster, in order of name: one for each login, with what its kind of client asks besides, and the store's own. */
export function decideRedisUsers(
  consumers: readonly RedisLogin[],
  { asked = "", others = [] }: { readonly asked?: string; readonly others?: readonly RedisUser[] } = {},
): RedisUser[] {
  return [
    { name: redisAdmin, rules: "~* &* +@all" },
    // What the exporter asks. https://github.com/oliver006/redis_exporter#authenticating-with-redis
    {
      name: redisMetrics,
      rules:
        "+@connection +info +client|list +client|setname +cluster|info +config|get +latency|histogram +latency|latest +slowlog|get +slowlog|len",
    },
    { name: redisReplication, rules: "+psync +replconf +ping" },
    ...decideServiceUsers(consumers, asked),
    ...others,
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A user whom nobody can log in as and who may do nothing: a server that has it has read these rules. */
export function decideRulesMark(users: readonly RedisUser[]): string {
  return `rules-${contentHash(users)}`;
}

/** The file of users, with passwords. Nobody may do anything without a login. https://valkey.io/topics/acl/#use-an-external-acl-file */
export function renderUsers(users: readonly RedisUser[], passwords: Readonly<Record<string, string>>): string {
  const lines = users.map(({ name, rules: granted }) => {
    const password = passwords[name];
    if (password === undefined) throw new Error(`user ${name} has no password`);
    return `user ${name} on >${password} sanitize-payload ${granted}`;
  });
  return ["user default off", `user ${decideRulesMark(users)} off`, ...lines].map((line) => `${line}\n`).join("");
}

/** The settings by which a server logs in to its leader. */
export function renderReplication(password: string): string {
  return `masteruser ${redisReplication}\nmasterauth ${password}\n`;
}
