import type { IKafkaTopic } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaTopic";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { Environment } from "../../../../environments/schema/environment.ts";
import { deadLetterTopic, retryTopics } from "../../workloads/bindings.ts";
import { contentHash } from "../../names.ts";
import { decideCopies } from "./kafka.ts";
import { registryTopics, topicsWithSchemas } from "./topic-schemas.ts";

/** Specification of a `KafkaTopic`. */
export type TopicSpec = NonNullable<IKafkaTopic["spec"]>;

/** A topic to be made. */
export interface Topic {
  /** As Kafka knows it, e.g. `orders.created`. */
  readonly name: string;
  readonly partitions: number;
  /** Hours after which messages go; without meaning where `cleanup` is `compact`. */
  readonly retentionHours: number;
  /** Whether messages go by age, or all but the last of each key, or both. */
  readonly cleanup: "delete" | "compact" | "compact-delete";
  /** Of one copy of all partitions together. - behaviour: no limit. */
  readonly retentionGiB?: number | undefined;
  /** Of a batch of messages. - behaviour: Kafka's own, 1 MiB. */
  readonly maxMessageKiB?: number | undefined;
  /** Whether messages stay whatever `retentionHours` says. - behaviour: they go. */
  readonly forEver?: true;
}

type Consumption = ServiceWish["consumes"][string];

/** A service with the domain that it is in. */
export type ServiceOfDomain = readonly [domain: string, service: string, wish: ServiceWish];

/** All services of an environment. */
export function servicesOf({ domains }: Pick<Environment, "domains">): ServiceOfDomain[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).map(([service, wish]): ServiceOfDomain => [domain, service, wish]),
  );
}

/**
 * The topics of a Kafka store: what services publish there, and those for retries and dead letters of services that ask.
 * Where two services publish the same topic the larger wish wins. In order of name.
 */
export function decideTopics(environment: Pick<Environment, "domains">, store: string): Topic[] {
  const published = new Map<string, Topic>();
  for (const [, , wish] of servicesOf(environment)) {
    for (const [name, { to, partitions, retentionHours, cleanup, retentionGiB, maxMessageKiB }] of Object.entries(
      wish.publishes,
    )) {
      if (to !== store) continue;
      const topic = { name, partitions, retentionHours, cleanup, retentionGiB, maxMessageKiB };
      published.set(name, larger(published.get(name) ?? topic, topic));
    }
  }
  const topics = new Map(published);
  for (const [, service, wish] of servicesOf(environment)) {
    for (const [name, consumption] of Object.entries(wish.consumes)) {
      if (consumption.from !== store) continue;
      const source = published.get(name);
      for (const topic of spareTopics(name, service, consumption, source)) topics.set(topic.name, topic);
    }
  }
  const kept = topicsWithSchemas(environment, store).length === 0 ? [] : keptTopics;
  return [...topics.values(), ...kept].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What a registry of schemas keeps: one partition, so that everything has one order, and nothing goes. It refuses to start with other
 * settings. https://www.apicur.io/registry/docs/apicurio-registry/3.3.x/getting-started/assembly-configuring-the-registry.html
 */
const keptTopics = Object.values(registryTopics).map((name): Topic => ({
  name,
  partitions: 1,
  retentionHours: 0,
  cleanup: "delete",
  forEver: true,
}));

function larger(one: Topic, other: Topic): Topic {
  return {
    ...one,
    partitions: Math.max(one.partitions, other.partitions),
    retentionHours: Math.max(one.retentionHours, other.retentionHours),
    retentionGiB: largerOf(one.retentionGiB, other.retentionGiB),
    maxMessageKiB: largerOf(one.maxMessageKiB, other.maxMessageKiB),
  };
}

function largerOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** Hours after which a dead letter that nobody looked at is gone: 14 days. */
const deadLetterHours = 14 * 24;
/** By how much a message may grow when it is put aside: headers say where it comes from and why it failed. */
const headersKiB = 64;

/**
 * What a consumer has besides the topic. A topic for retries has as many partitions as the topic itself, so that a key's
 * messages stay together and all pods share the work; it is kept as long as the topic, so that nothing goes while its
 * consumer is down.
 */
function spareTopics(
  topic: string,
  service: string,
  { deadLetter, retry }: Consumption,
  source: Topic | undefined,
): Topic[] {
  const maxMessageKiB = source?.maxMessageKiB === undefined ? undefined : source.maxMessageKiB + headersKiB;
  const common = { cleanup: "delete", retentionGiB: undefined, maxMessageKiB } as const;
  const dead = { ...common, name: deadLetterTopic(topic, service), partitions: 1, retentionHours: deadLetterHours };
  const retries = retryTopics(topic, service, retry).map((name) => ({
    ...common,
    name,
    partitions: source?.partitions ?? 1,
    retentionHours: Math.max(source?.retentionHours ?? 0, deadLetterHours),
  }));
  return [...(deadLetter ? [dead] : []), ...retries];
}

const cleanupPolicies = { delete: "delete", compact: "compact", "compact-delete": "compact,delete" } as const;

/** The specification of a topic. https://kafka.apache.org/documentation/#topicconfigs */
export function decideTopicSpec(topic: Topic, brokers: number): TopicSpec {
  const { name, partitions, retentionHours, cleanup, retentionGiB, maxMessageKiB, forEver } = topic;
  const copies = decideCopies(brokers);
  return {
    topicName: name,
    partitions,
    replicas: copies.replicas,
    config: {
      "cleanup.policy": cleanupPolicies[cleanup],
      ...(cleanup === "compact" ? {} : { "retention.ms": forEver === true ? -1 : retentionHours * 3_600_000 }),
      // Kafka counts each partition by itself.
      ...(retentionGiB === undefined ? {} : { "retention.bytes": Math.floor((retentionGiB * 2 ** 30) / partitions) }),
      ...(maxMessageKiB === undefined ? {} : { "max.message.bytes": maxMessageKiB * 1024 }),
      "min.insync.replicas": copies.minInSync,
    },
  };
}

/** Brokers that the cloud's own services have at least: three copies of each message, whatever was wished for. */
export const leastManagedBrokers = 3;

/** A topic of the cloud's own service, its settings as text. */
export interface ManagedTopic {
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

/** The same topic as an in-cluster store of three brokers or more would have. */
export function decideManagedTopic(topic: Topic): ManagedTopic {
  const { replicas } = decideCopies(leastManagedBrokers);
  const { config } = decideTopicSpec(topic, leastManagedBrokers);
  return { partitions: topic.partitions, replicas, config: textConfig(config) };
}

function textConfig(config: TopicSpec["config"]): Record<string, string> {
  return Object.fromEntries(Object.entries(config ?? {}).map(([key, value]) => [key, String(value)]));
}

/**
 * Name of the Kubernetes object for a topic. Most topics' names are valid there too; what isn't gets a hash, so that no
 * two topics share an object.
 */
export function topicObjectName(store: string, topic: string): string {
  const valid = topic.split(".").every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(part));
  return `${store}.${valid ? topic : `${topic.replaceAll(/[^a-z0-9]+/g, "-")}-${contentHash(topic, 6)}`}`;
}
