import type { ManagedStores, Network } from "../../components/cloud.ts";
import { decideAddresses } from "../../components/kit/addresses.ts";
import { decideBackupDays } from "../../components/kit/backups.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideKafkaUsers, decideTopics } from "../../components/kit/kafka-users.ts";
import { eachManaged } from "../../components/kit/managed-stores.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { StoreWish } from "../../environments/schema/stores.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What managed stores are made from. */
export interface StoreParts {
  readonly network: Network;
  readonly keys: Keys;
  /** Of the second region. */
  readonly secondaryKeys: Keys;
}

/** The stores whose placement is managed. */
export function createManagedStores(
  { name, environment, cloud, opts }: Place,
  { network, keys, secondaryKeys }: StoreParts,
): ManagedStores {
  const { stores, protect } = environment;
  const addresses = decideAddresses(environment.network.cidr);
  const { standby: highlyAvailable, logDays } = decideSpending(environment);
  const common = ({ dataClass }: StoreWish) => ({
    logDays,
    network,
    key: keys.get(dataClass),
    tags: decideTags(environment, dataClass),
    protect,
  });
  return {
    postgres: eachManaged(stores, "postgres", (store, wish) =>
      cloud.postgres(
        `${name}-${store}`,
        {
          wish,
          highlyAvailable,
          backupDays: decideBackupDays(environment, wish),
          secondary: wish.secondaryRegion === true ? { key: secondaryKeys.get(wish.dataClass), addresses } : undefined,
          ...common(wish),
        },
        opts,
      ),
    ),
    kafka: eachManaged(stores, "kafka", (store, wish) => {
      const inside = { topics: decideTopics(environment, store), users: decideKafkaUsers(environment, store) };
      return cloud.kafka(`${name}-${store}`, { wish, ...inside, ...common(wish) }, opts);
    }),
    redis: eachManaged(stores, "redis", (store, wish) =>
      cloud.redis(`${name}-${store}`, { wish, ...common(wish) }, opts),
    ),
  };
}
