import type { RedisWish } from "../../environments/schema/stores/stores.ts";
import type { Tags } from "../kit/tags.ts";
import type { Login, RedisAccess } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

export interface ManagedRedisSpec {
  readonly wish: RedisWish;
  /** Days that its logs are kept, where the cloud keeps those of a cache by themselves. */
  readonly logDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A cloud's own Redis. Of each user's rights the clouds know nothing here: one login serves all services, see `components/data`. */
export interface ManagedRedis {
  readonly access: Omit<RedisAccess, "logins"> & { readonly login: Login };
}
