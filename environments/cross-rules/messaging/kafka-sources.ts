import { qualified } from "../../../components/kit/databases/postgres/postgres-inside.ts";
import { captureTopic, isCaptured } from "../../../components/kit/messaging/kafka/connect/kafka-captures.ts";
import { mirroredTopic } from "../../../components/kit/messaging/kafka/connect/kafka-mirrors.ts";
import { decideDeviceTopics } from "../../../components/kit/messaging/rabbitmq/device-bridge.ts";
import {
  captureWorkers,
  mirrorWorkers,
  workerCapacity,
} from "../../../components/kit/messaging/kafka/connect/kafka-workers.ts";
import { sizes } from "../../../components/kit/sizes.ts";
import type { At, Check } from "../../cross-rules.ts";
import type { CaptureWish } from "../../schema/messaging/kafka-connect.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { KafkaWish, PostgresWish, StoreWish } from "../../schema/stores/stores.ts";
import { everyService, named } from "../services/every-service.ts";

function kafkas({ stores }: Pick<Environment, "stores">): (readonly [string, KafkaWish])[] {
  return Object.entries(stores).flatMap(([name, wish]) => (wish.kind === "kafka" ? [[name, wish] as const] : []));
}

/** The topics of a Kafka store that no service publishes: of captured tables, copied from other Kafkas, and what devices send. */
export function broughtTopics({ stores }: Pick<Environment, "stores">, store: string): string[] {
  const wish = named(stores, store);
  if (wish?.kind !== "kafka") return [];
  const { captures = {}, connectors = {}, mirrors = {} } = wish;
  return [
    ...Object.values(connectors).flatMap(({ writes }) => Object.keys(writes)),
    ...Object.entries(captures).flatMap(([from, { tables }]) =>
      Object.keys(tables).map((table) => captureTopic(from, table, named(stores, from))),
    ),
    ...Object.entries(mirrors).flatMap(([name, mirror]) =>
      mirror.topics.map((topic) => mirroredTopic(name, mirror, topic)),
    ),
    ...decideDeviceTopics(stores, store).map(({ name }) => name),
  ].sort();
}

/** All topics of a Kafka store, each once, in order: those that services publish, and those that are brought. */
export function topicsOf(environment: Environment, store: string): string[] {
  const published = everyService(environment).flatMap(({ service }) =>
    Object.entries(service.publishes).flatMap(([topic, { to }]) => (to === store ? [topic] : [])),
  );
  return [...new Set([...published, ...broughtTopics(environment, store)])].sort();
}

/** Those of some topics, which stand in a list, that a Kafka store doesn't have. */
export function unknownTopics(
  environment: Environment,
  store: string,
  topics: readonly string[],
  path: readonly string[],
  at: At,
): ReturnType<Check> {
  const there = topicsOf(environment, store);
  const choose = chooser(`topics of ${store}`);
  return topics.flatMap((topic, index) =>
    there.includes(topic)
      ? []
      : [{ ...at([...path, index]), rule: `is no topic of ${store}`, wayOut: choose(topic, () => there) }],
  );
}

/** What captures and mirrors is beside a Kafka in the cluster. */
export const sourcesAreInCluster: Check = (environment, at) =>
  kafkas(environment).flatMap(([name, wish]) =>
    (["captures", "connectors", "mirrors"] as const)
      .filter((field) => wish.placement === "managed" && Object.keys(wish[field] ?? {}).length > 0)
      .map((field) => ({
        ...at(["stores", name, field]),
        rule: "is done by workers beside a Kafka in the cluster, and this one is the cloud's",
        wayOut: `delete ${field}, or write placement: in-cluster`,
      })),
  );

/** Workers' size is said where there are workers, and is enough for them. */
export const workersCanStart: Check = (environment, at) =>
  kafkas(environment).flatMap(([name, wish]) => {
    if (wish.workerSize === undefined) return [];
    const place = at(["stores", name, "workerSize"]);
    if (Object.keys({ ...wish.captures, ...wish.connectors, ...wish.mirrors }).length === 0)
      return [
        { ...place, rule: "is of no use: nothing is captured, connected or mirrored", wayOut: "delete workerSize" },
      ];
    if (workerCapacity(wish).memoryGiB >= sizes.small.memoryGiB) return [];
    return [{ ...place, rule: "has too little memory for a worker's heap", wayOut: "write small or larger" }];
  });

/**
 * Captured stores are databases whose changes Debezium reads: PostgreSQL, in the cluster or the cloud's, of a version whose followers keep the place of who reads;
 * MySQL and MongoDB in the cluster.
 */
export const capturedStoresFit: Check = (environment, at) => {
  const choose = chooser("stores that can be captured");
  const fitting = Object.entries(environment.stores)
    .filter(([, wish]) => isCaptured(wish) && (wish.kind === "postgres" || wish.placement === "in-cluster"))
    .map(([name]) => name);
  return kafkas(environment).flatMap(([name, { captures = {} }]) =>
    Object.keys(captures).flatMap((from) => {
      const place = at(["stores", name, "captures", from], "key");
      const found = named(environment.stores, from);
      if (found === undefined || !isCaptured(found))
        return [
          { ...place, rule: "names no store of PostgreSQL, MySQL or MongoDB", wayOut: choose(from, () => fitting) },
        ];
      if (found.kind !== "postgres") return withoutSchemas(name, from, captures[from], found, at);
      if (found.version === "16" && found.placement === "managed")
        return [
          {
            ...place,
            rule: "is of version 16: on some clouds its standby doesn't know how far changes were read, and a fail-over would lose some",
            wayOut: `write version: "17" or later for ${from}`,
          },
        ];
      if (found.placement === "managed") return tenancyIssues(name, from, captures[from], found, at);
      if (found.version === "16" && found.replicas > 0)
        return [
          {
            ...place,
            rule: "is of version 16, whose followers don't know how far changes were read: a fail-over would lose some",
            wayOut: `write version: "17" or later, or replicas: 0, for ${from}`,
          },
        ];
      return [];
    }),
  );
};

/** What holds of MySQL and MongoDB, in which tables are in the one database of the store. */
function withoutSchemas(
  store: string,
  from: string,
  capture: CaptureWish | undefined,
  { placement }: Pick<StoreWish, "placement">,
  at: At,
): ReturnType<Check> {
  const place = ["stores", store, "captures", from];
  if (placement === "managed")
    return [
      {
        ...at(place, "key"),
        rule: "is the cloud's, of which only PostgreSQL is captured",
        wayOut: `write placement: in-cluster for ${from}, or let its services publish what changes`,
      },
    ];
  return Object.keys(capture?.tables ?? {})
    .filter((table) => table.includes("."))
    .map((table) => ({
      ...at([...place, "tables", table], "key"),
      rule: `has a schema before it, and ${from} has one database without schemas`,
      wayOut: `write ${table.slice(table.indexOf(".") + 1)}`,
    }));
}

/** In a cloud's server nobody may be let past row-level security, by which tenants are kept apart. */
function tenancyIssues(
  store: string,
  from: string,
  capture: CaptureWish | undefined,
  { tenancy }: Pick<PostgresWish, "tenancy">,
  at: At,
): ReturnType<Check> {
  const kept = (tenancy?.tables ?? []).map(qualified);
  return Object.keys(capture?.tables ?? {})
    .filter((table) => kept.includes(qualified(table)))
    .map((table) => ({
      ...at(["stores", store, "captures", from, "tables", table], "key"),
      rule: `is a table of tenancy in ${from}, whose rows a cloud's server shows to nobody who captures`,
      wayOut: `write placement: in-cluster for ${from}, or let its services publish what changes`,
    }));
}

/** A table has one topic, also where names differ by what topics' names can't have. */
export const capturedTablesDiffer: Check = (environment, at) =>
  kafkas(environment).flatMap(([name, { captures = {} }]) =>
    Object.entries(captures).flatMap(([from, { tables }]) => {
      const seen = new Map<string, string>();
      return Object.keys(tables).flatMap((table) => {
        const topic = captureTopic(from, table, named(environment.stores, from));
        const first = seen.get(topic);
        seen.set(topic, first ?? table);
        if (first === undefined) return [];
        return [
          {
            ...at(["stores", name, "captures", from, "tables", table], "key"),
            rule: `has the same topic as ${first}: ${topic}`,
            wayOut: "keep one of the two; a table of PostgreSQL's schema public is written without it",
          },
        ];
      });
    }),
  );

/** What comes from elsewhere is written by nobody here. */
export const broughtTopicsAreNotPublished: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.publishes)
      .filter(([topic, { to }]) => broughtTopics(environment, to).includes(topic))
      .map(([topic, { to }]) => {
        const isSent = decideDeviceTopics(environment.stores, to).some(({ name }) => name === topic);
        const [writer, field] = isSent
          ? ["devices", "mqtt.collects"]
          : ["a capture, a connector or a mirror", "captures, connectors or mirrors"];
        return {
          ...at([...path, "publishes", topic], "key"),
          rule: `is written by ${writer} already`,
          wayOut: `publish a topic of another name, or delete it from ${field}`,
        };
      }),
  );

/** Strimzi puts `-mirrormaker2-<number>` behind a mirror's name for its pods, whose names have 63 characters. */
const longest = 63 - "-mirrormaker2-0".length;

/** A mirror is of a peer that exists, where it names one, and has a name that pods can have. */
export const mirrorsFit: Check = (environment, at) => {
  const choose = chooser("environments of network.peers");
  const peers = Object.keys(environment.network.peers);
  return kafkas(environment).flatMap(([name, { mirrors = {} }]) =>
    Object.entries(mirrors).flatMap(([mirror, { peer }]) => {
      const place = ["stores", name, "mirrors", mirror];
      const { length } = mirrorWorkers(name, mirror).name;
      return [
        ...(peer === undefined || peers.includes(peer)
          ? []
          : [
              {
                ...at([...place, "peer"]),
                rule: "names no environment of network.peers",
                wayOut: choose(peer, () => peers),
              },
            ]),
        ...(mirror === name
          ? [
              {
                ...at(place, "key"),
                rule: "is the name of the Kafka that is copied into",
                wayOut: "name it after the other one",
              },
            ]
          : []),
        ...(length <= longest
          ? []
          : [
              {
                ...at(place, "key"),
                rule: `makes pods whose names are ${length - longest} characters too long`,
                wayOut: "write a shorter name, e.g. eu",
              },
            ]),
      ];
    }),
  );
};

/** No store is called as the workers beside another: their objects would be taken for one another's. */
export const workersHaveNamesOfTheirOwn: Check = (environment, at) => {
  const workers = kafkas(environment).flatMap(([name, { captures = {}, connectors = {}, mirrors = {} }]) => [
    ...(Object.keys({ ...captures, ...connectors }).length > 0 ? [[name, captureWorkers(name).name] as const] : []),
    ...Object.keys(mirrors).map((mirror) => [name, mirrorWorkers(name, mirror).name] as const),
  ]);
  return workers
    .filter(([, worker]) => named(environment.stores, worker)?.kind === "kafka")
    .map(([name, worker]) => ({
      ...at(["stores", worker], "key"),
      rule: `is also the name of workers beside the store ${name}`,
      wayOut: "name one of the two otherwise",
    }));
};
