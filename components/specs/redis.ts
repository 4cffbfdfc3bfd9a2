import type { RedisWish } from "../../environments/schema/stores/stores.ts";
import type { RedisUser } from "../kit/databases/redis/redis-users.ts";
import type { Tags } from "../kit/tags.ts";
import type { RedisAccess } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** What a cloud's Redis is asked to be. */
export interface ManagedRedisSpec {
  readonly wish: RedisWish;
  /** Who logs in, and what each may do in the words of Valkey's ACL, where the cloud knows more than one login. */
  readonly users: readonly RedisUser[];
  /** Days that its logs are kept, where the cloud keeps those of a cache by themselves. */
  readonly logDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A cloud's own Redis, with a login for each user: the same one for all where the cloud knows no other. */
export interface ManagedRedis {
  /** Same shape as of a store in the cluster. */
  readonly access: RedisAccess;
}
