import { decideLayerRights } from "../../../components/kit/databases/warehouses.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import { everyService, named } from "../services/every-service.ts";

/** Services use warehouses that exist, and at least one of their layers. */
export const warehousesAreThere: Check = (environment, at) => {
  const choose = chooser("warehouses");
  return everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.warehouses).flatMap(([name, use]) => {
      const place = [...path, "warehouses", name];
      const unknown = named(environment.warehouses, name) === undefined;
      return [
        ...(unknown
          ? [
              {
                ...at(place, "key"),
                rule: "names no warehouse of warehouses",
                wayOut: choose(name, () => Object.keys(environment.warehouses)),
              },
            ]
          : []),
        ...(decideLayerRights(use).length === 0
          ? [{ ...at(place, "key"), rule: "names no layer", wayOut: "name one or more, e.g. { gold: read }" }]
          : []),
      ];
    }),
  );
};
