import {
  bucketVariable,
  brokersOf,
  decideCallVariables,
  decideQueueVariables,
  decideTopicVariables,
  exactlyOnceSuffixes,
  queueBrokersOf,
  variableName,
  objectVariables,
  warehouseVariables,
} from "../../../components/kit/workloads/bindings.ts";
import { deviceStoresOf, mqttSuffixes } from "../../../components/kit/messaging/rabbitmq/mqtt.ts";
import { eventsVariable } from "../../../components/kit/events/events.ts";
import { expandShards } from "../../../components/kit/databases/postgres/shards.ts";
import type { Issue } from "../../../components/kit/errors.ts";
import type { At, Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import { everyService, named, type NamedService } from "./every-service.ts";

/**
 * Ends of the variables by which a service finds a store; before them stands the store's name in capitals. All of them
 * are kept free for every kind of store, so that a store can change its kind.
 */
const bindingSuffixes = [
  "URL",
  "HOST",
  "PORT",
  "READ_HOST",
  "READ_PORT",
  "DATABASE",
  "USER",
  "PASSWORD",
  "SSLMODE",
  "TLS",
  "BOOTSTRAP",
  "MECHANISM",
  "PROTOCOL",
  "SCHEME",
  "OPTIONS",
  "URI",
  "CA_FILE",
  "SENTINELS",
  "MASTER",
  "VHOST",
  ...mqttSuffixes,
  "KEYSPACE",
  "DATABASES",
  "DATACENTER",
  "NATIVE_PORT",
  "CLUSTER",
  "DATABASE_BRONZE",
  "DATABASE_SILVER",
  "DATABASE_GOLD",
  "SHARDS",
  "SHARD_KEY",
  "SHARD_HASH",
  "SCHEMA_REGISTRY_URL",
  "SCHEMA_REGISTRY_USER",
  "SCHEMA_REGISTRY_PASSWORD",
  "SCHEMA_REGISTRY_CA_FILE",
  ...exactlyOnceSuffixes,
] as const;

/** Variables by which code is loaded into a process, or that Kubernetes and the image set: none of an environment's. */
const foreignVariable = /^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|PATH|NODE_OPTIONS|HOSTNAME|KUBERNETES_.*)$/;

/** Each environment variable of a service is set by one hand: config, secrets, a store, a bucket, a warehouse, a topic or a called service. */
export const environmentVariablesDiffer: Check = (environment, at) =>
  everyService(expandShards(environment)).flatMap((one) => {
    const setters = platformVariables(environment, one);
    return [...ownCollisions(one, setters, at), ...platformCollisions(one, setters, at)];
  });

/** What the platform sets, by variable: in words, for which store, bucket, warehouse, topic or service. */
type Setters = ReadonlyMap<string, readonly string[]>;

function ownCollisions({ service, path }: NamedService, setters: Setters, at: At): Issue[] {
  return (["config", "secrets"] as const).flatMap((field) =>
    Object.keys(service[field]).flatMap((name) => {
      const place = at([...path, field, name], "key");
      if (foreignVariable.test(name)) {
        const wayOut = "delete it, or set it in the image";
        return [{ ...place, rule: "belongs to the image or the cluster", wayOut }];
      }
      const setter = setters.get(name)?.join(" and ");
      if (setter !== undefined) {
        const wayOut = "delete it, or choose another name";
        return [{ ...place, rule: `is set by the platform for ${setter}`, wayOut }];
      }
      if (field === "config" || !Object.hasOwn(service.config, name)) return [];
      return [{ ...place, rule: "is set under config as well", wayOut: "keep one of the two" }];
    }),
  );
}

/** Two names that make the same variable: stores `orders` and `orders-read` both have an ORDERS_READ_HOST. */
function platformCollisions({ path }: NamedService, setters: Setters, at: At): Issue[] {
  const pairs = [...setters].filter(([, setBy]) => setBy.length > 1);
  // One line for each pair of names, not for each variable.
  const first = new Map(
    pairs.map(([name, setBy]): [string, string] => [setBy.slice(0, 3).join(" and "), name]).reverse(),
  );
  return [...first].reverse().map(([setBy, name]) => ({
    ...at(path),
    rule: `needs ${setBy}, which both set the variable ${name}`,
    wayOut: "rename one of them",
  }));
}

function platformVariables(environment: Environment, { domain, name, service }: NamedService): Setters {
  const devices = deviceStoresOf(environment, `${domain}/${name}`);
  const declared = [...Object.keys(service.uses), ...brokersOf(service), ...queueBrokersOf(service)];
  const stores = [...new Set([...declared, ...devices])].sort();
  const calls = (call: string) =>
    Object.keys(
      decideCallVariables(domain, [call], (inDomain, called) =>
        named(named(environment.domains, inDomain)?.services ?? {}, called),
      ),
    );
  const set = [
    ...stores.flatMap((store) =>
      bindingSuffixes.map((suffix) => ({ variable: variableName(store, suffix), by: `store ${store}` })),
    ),
    ...Object.keys(service.buckets).map((bucket) => ({ variable: bucketVariable(bucket), by: `bucket ${bucket}` })),
    ...(Object.keys(service.buckets).length === 0
      ? []
      : Object.values(objectVariables).map((variable) => ({ variable, by: "buckets" }))),
    ...Object.keys(service.events).map((target) => ({ variable: eventsVariable(target), by: `${target} of events` })),
    ...Object.keys(service.warehouses).flatMap((warehouse) =>
      Object.values(warehouseVariables(warehouse)).map((variable) => ({ variable, by: `warehouse ${warehouse}` })),
    ),
    ...topicVariables(name, service).map(({ variable, topic }) => ({ variable, by: `topic ${topic}` })),
    ...queueVariables(service).map(({ variable, queue }) => ({ variable, by: `queue ${queue}` })),
    ...[...new Set(service.calls)].flatMap((call) =>
      calls(call).map((variable) => ({ variable, by: `calls ${call}` })),
    ),
  ];
  const byVariable = [...Map.groupBy(set, ({ variable }) => variable)];
  return new Map(byVariable.map(([variable, all]) => [variable, [...new Set(all.map(({ by }) => by))]]));
}

/** One queue at a time, as topics. */
function queueVariables({ sends, receives }: NamedService["service"]) {
  const queues = [...new Set([...Object.keys(sends), ...Object.keys(receives)])].sort();
  return queues.flatMap((queue) => {
    const one = { sends: only(sends, queue), receives: only(receives, queue) };
    return Object.keys(decideQueueVariables(one)).map((variable) => ({ variable, queue }));
  });
}

/** One topic at a time: asked for all at once, two topics of one variable would hide each other. */
function topicVariables(name: string, { publishes, consumes }: NamedService["service"]) {
  const topics = [...new Set([...Object.keys(publishes), ...Object.keys(consumes)])].sort();
  return topics.flatMap((topic) => {
    const one = { publishes: only(publishes, topic), consumes: only(consumes, topic) };
    return Object.keys(decideTopicVariables(name, one)).map((variable) => ({ variable, topic }));
  });
}

function only<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const value = named(record, name);
  return value === undefined ? {} : { [name]: value };
}
