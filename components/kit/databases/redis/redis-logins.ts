import type { Environment } from "../../../../environments/schema/environment.ts";
import { warmersOf } from "../../workloads/cache-warming.ts";
import { consumersOf } from "../../workloads/consumers.ts";
import type { RedisLogin } from "./redis-users.ts";

/** Who logs in to a store: each service that uses it, and beside it whoever fills it. The same wherever the store is placed. */
export function decideRedisLogins(environment: Pick<Environment, "domains">, store: string): RedisLogin[] {
  const services = consumersOf(environment, store).map(({ name, access }) => ({ name, access }));
  return [...services, ...warmersOf(environment, store)];
}
