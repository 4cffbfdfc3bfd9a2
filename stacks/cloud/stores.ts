import type { Network, PostgresAccess } from "../../components/cloud.ts";
import { decideHighlyAvailable } from "../../components/kit/availability.ts";
import { consumersOf } from "../../components/kit/consumers.ts";
import { UnsupportedError } from "../../components/kit/errors.ts";
import { databaseName } from "../../components/kit/postgres-names.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The stores whose placement is managed, by name. */
export function createManagedStores(
  { name, environment, cloud, opts }: Place,
  { network, keys }: { readonly network: Network; readonly keys: Keys },
): Record<string, PostgresAccess> {
  const stores: [string, PostgresAccess][] = [];
  for (const [store, wish] of Object.entries(environment.stores)) {
    if (wish.placement !== "managed") continue;
    if (wish.kind !== "postgres") {
      const { instead } = cloud.capabilities[`stores.${wish.kind}.managed`];
      throw new UnsupportedError(cloud.name, `managed ${wish.kind} for ${store}`, instead);
    }
    const spec = {
      wish,
      highlyAvailable: decideHighlyAvailable(environment),
      users: consumersOf(environment, store).map((consumer) => ({ name: consumer.name, access: consumer.access })),
      database: databaseName(store),
      network,
      key: keys.get(wish.dataClass),
      tags: decideTags(environment, wish.dataClass),
      protect: environment.protect,
    };
    stores.push([store, cloud.postgres(`${name}-${store}`, spec, opts).access]);
  }
  return Object.fromEntries(stores);
}
