import { decideLayerRights } from "../../../components/kit/databases/warehouses.ts";
import type { Check } from "../../cross-rules.ts";
import { everyService, named } from "../services/every-service.ts";

/** Layers are of a ClickHouse that the service uses; at least one is named, and none is written where the store is only read. */
export const layersAreOfStores: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.layers).flatMap(([name, use]) => {
      const place = [...path, "layers", name];
      if (named(environment.stores, name)?.kind !== "clickhouse")
        return [
          {
            ...at(place, "key"),
            rule: "names no ClickHouse of stores",
            wayOut: "name one, or write layers of a warehouse under warehouses",
          },
        ];
      const used = named(service.uses, name);
      if (used === undefined)
        return [{ ...at(place, "key"), rule: "isn't in uses", wayOut: `write uses: { ${name}: read-write } too` }];
      const rights = decideLayerRights(use);
      if (rights.length === 0)
        return [{ ...at(place, "key"), rule: "names no layer", wayOut: "name one or more, e.g. { gold: read }" }];
      return rights
        .filter(({ access }) => access === "read-write" && used === "read")
        .map(({ layer }) => ({
          ...at([...place, layer]),
          rule: "is written, and uses says that the store is only read",
          wayOut: `write uses: { ${name}: read-write }, or read here`,
        }));
    }),
  );
