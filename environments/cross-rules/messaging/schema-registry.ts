import { topicsWithSchemas } from "../../../components/kit/messaging/kafka/topic-schemas.ts";
import type { Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import type { KafkaWish } from "../../schema/stores/stores.ts";
import { everyService, named } from "../services/every-service.ts";

function kafkas({ stores }: Environment): (readonly [store: string, wish: KafkaWish])[] {
  return Object.entries(stores).flatMap(([store, wish]) => (wish.kind === "kafka" ? [[store, wish] as const] : []));
}

/** A topic with a schema is in a store that has a registry. */
export const schemasHaveARegistry: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.publishes).flatMap(([topic, { to, schema }]) => {
      const store = named(environment.stores, to);
      if (schema === undefined || store?.kind !== "kafka" || store.schemas !== undefined) return [];
      return [
        {
          ...at([...path, "publishes", topic, "schema"]),
          rule: `has no registry to be kept in: ${to} has none`,
          wayOut: `write schemas: {} for ${to}, or leave schema out`,
        },
      ];
    }),
  );

/** A registry isn't run for nobody: its topics and logins are made for topics that have schemas. */
export const registriesHaveSchemas: Check = (environment, at) =>
  kafkas(environment)
    .filter(([store, { schemas }]) => schemas !== undefined && topicsWithSchemas(environment, store).length === 0)
    .map(([store]) => ({
      ...at(["stores", store, "schemas"]),
      rule: "is of no use: no topic of the store has a schema",
      wayOut: "write schema: avro, json or protobuf where a topic is published, or delete schemas",
    }));

/** How fast services may be is said to brokers that the kit sets up itself, and says something. */
export const throughputIsInCluster: Check = (environment, at) =>
  kafkas(environment).flatMap(([store, { placement, throughput }]) => {
    if (throughput === undefined) return [];
    const place = at(["stores", store, "throughput"]);
    if (placement === "managed")
      return [
        {
          ...place,
          rule: "is for brokers in the cluster: clouds' own have limits by their size",
          wayOut: "delete throughput, or write placement: in-cluster",
        },
      ];
    if (throughput.publishMiB !== undefined || throughput.consumeMiB !== undefined) return [];
    return [{ ...place, rule: "limits nothing", wayOut: "write publishMiB, consumeMiB or both" }];
  });

/**
 * Limits for each service put Kafka's guard against full volumes out of work, so that topics have to say how much they keep.
 * https://strimzi.io/docs/operators/latest/deploying#con-choosing-a-quota-plugin-str
 */
export const throughputLeavesRoom: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.publishes).flatMap(([topic, { to, cleanup, retentionGiB }]) => {
      const store = named(environment.stores, to);
      if (store?.kind !== "kafka" || store.throughput?.of !== "each") return [];
      if (cleanup === "compact" || retentionGiB !== undefined) return [];
      return [
        {
          ...at([...path, "publishes", topic]),
          rule: `may fill the volumes of ${to}, where nothing stops publishers while each service has limits of its own`,
          wayOut: `write retentionGiB, or throughput: { of: all } for ${to}`,
        },
      ];
    }),
  );
