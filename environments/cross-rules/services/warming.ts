import type { Check } from "../../cross-rules.ts";
import { everyService, named } from "./every-service.ts";

/** A service fills a Redis that it uses. A Flink cluster's image is no program that fills. */
export const warmedStoresAreUsed: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.keys(service.warms ?? {}).flatMap((store) => {
      const place = at([...path, "warms", store], "key");
      if (service.flink !== undefined)
        return [{ ...place, rule: "is filled by no Flink cluster", wayOut: "let another service fill it" }];
      if (named(environment.stores, store)?.kind !== "redis")
        return [{ ...place, rule: "is no store of kind redis", wayOut: "name one, or delete it" }];
      if (named(service.uses, store) === undefined) {
        const rule = "isn't among the stores that the service uses";
        return [{ ...place, rule, wayOut: `write uses: { ${store}: read } beside warms` }];
      }
      return [];
    }),
  );
