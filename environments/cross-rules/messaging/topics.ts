import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { ServiceWish } from "../../schema/domains.ts";
import type { Environment } from "../../schema/environment.ts";
import type { Path } from "../../tree.ts";
import { everyService, named } from "../services/every-service.ts";
import { broughtTopics, topicsOf } from "./kafka-sources.ts";

/** What all who publish a topic must say alike. */
const shapeFields = ["partitions", "retentionHours", "retentionGiB", "cleanup", "maxMessageKiB", "schema"] as const;

interface Publication {
  /** Domain and name of the service. */
  readonly by: string;
  readonly store: string;
  readonly topic: string;
  readonly shape: Pick<ServiceWish["publishes"][string], (typeof shapeFields)[number]>;
  readonly path: Path;
}

function publications(environment: Environment): Publication[] {
  return everyService(environment).flatMap(({ domain, name, service, path }) =>
    Object.entries(service.publishes).map(([topic, shape]) => ({
      by: `${domain}/${name}`,
      store: shape.to,
      topic,
      shape,
      path: [...path, "publishes", topic],
    })),
  );
}

/** Topics are in Kafka stores that exist. */
export const topicsNameBrokers: Check = (environment, at) => {
  const kafkas = Object.entries(environment.stores)
    .filter(([, { kind }]) => kind === "kafka")
    .map(([name]) => name);
  const choose = chooser("Kafka stores");
  return everyService(environment).flatMap(({ service, path }) =>
    [
      ...Object.entries(service.publishes).map(([topic, { to }]) => ({ store: to, way: ["publishes", topic, "to"] })),
      ...Object.entries(service.consumes).map(([topic, { from }]) => ({
        store: from,
        way: ["consumes", topic, "from"],
      })),
    ]
      .filter(({ store }) => !kafkas.includes(store))
      .map(({ store, way }) => ({
        ...at([...path, ...way]),
        rule: "names no Kafka store",
        wayOut: choose(store, () => kafkas),
      })),
  );
};

/** What is consumed is published by someone, in the same store. */
export const topicsArePublished: Check = (environment, at) => {
  const published = publications(environment);
  const isKafka = (store: string): boolean => named(environment.stores, store)?.kind === "kafka";
  // A store that isn't there is said where it is named; what follows from it is no second mistake.
  const isLost = new Set(published.filter(({ store }) => !isKafka(store)).map(({ topic }) => topic));
  const choose = chooser("topics");
  return everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.consumes)
      .filter(([topic, { from }]) => isKafka(from) && !isLost.has(topic))
      .filter(([topic, { from }]) => !published.some((one) => one.topic === topic && one.store === from))
      .filter(([topic, { from }]) => !broughtTopics(environment, from).includes(topic))
      .map(([topic, { from }]) => {
        const elsewhere = published.find((one) => one.topic === topic);
        return {
          ...at([...path, "consumes", topic]),
          rule: `is published by no service to ${from}`,
          wayOut:
            elsewhere === undefined
              ? choose(topic, () => topicsOf(environment, from), `topics of ${from}`)
              : `${elsewhere.by} publishes it to ${elsewhere.store}; write the same store`,
        };
      }),
  );
};

/** All who publish a topic agree on what it is. */
export const topicsHaveOneShape: Check = (environment, at) => {
  const published = publications(environment);
  return published.flatMap((one) => {
    const first = published.find(({ topic, store }) => topic === one.topic && store === one.store) ?? one;
    return shapeFields
      .filter((field) => first.shape[field] !== one.shape[field])
      .map((field) => ({
        ...at([...one.path, field]),
        rule: `differs from what ${first.by} says of the same topic (${first.shape[field] ?? "nothing"})`,
        wayOut: "write the same for every publisher of a topic",
      }));
  });
};
