import type { IKafkaTopic } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaTopic";
import type { IKafkaUser } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaUser";
import type { Environment } from "../../../environments/schema/environment.ts";
import { brokersOf, deadLetterTopic } from "../workloads/bindings.ts";
import { decideCopies } from "./kafka.ts";
import { contentHash } from "../names.ts";

/** Specification of a `KafkaTopic`. */
export type TopicSpec = NonNullable<IKafkaTopic["spec"]>;
type UserSpec = NonNullable<IKafkaUser["spec"]>;
/** One right of a user. */
export type Acl = NonNullable<UserSpec["authorization"]>["acls"][number];

/** A topic to be made. */
export interface Topic {
  /** As Kafka knows it, e.g. `orders.created`. */
  readonly name: string;
  readonly partitions: number;
  readonly retentionHours: number;
}

/** Days after which a dead letter that nobody looked at is gone. */
const deadLetterHours = 14 * 24;

/**
 * The topics of a Kafka store: what services publish there, and dead-letter topics for those that ask. Where two services
 * publish the same topic the larger wish wins. In order of name.
 */
export function decideTopics(environment: Pick<Environment, "domains">, store: string): Topic[] {
  const topics = new Map<string, Topic>();
  const add = (topic: Topic): void => {
    const known = topics.get(topic.name) ?? topic;
    topics.set(topic.name, {
      name: topic.name,
      partitions: Math.max(known.partitions, topic.partitions),
      retentionHours: Math.max(known.retentionHours, topic.retentionHours),
    });
  };
  for (const [, service, wish] of servicesOf(environment)) {
    for (const [name, { to, partitions, retentionHours }] of Object.entries(wish.publishes)) {
      if (to === store) add({ name, partitions, retentionHours });
    }
    for (const [name, { from, deadLetter }] of Object.entries(wish.consumes)) {
      if (from !== store || !deadLetter) continue;
      add({ name: deadLetterTopic(name, service), partitions: 1, retentionHours: deadLetterHours });
    }
  }
  return [...topics.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The specification of a topic. https://kafka.apache.org/documentation/#topicconfigs */
export function decideTopicSpec({ name, partitions, retentionHours }: Topic, brokers: number): TopicSpec {
  const copies = decideCopies(brokers);
  return {
    topicName: name,
    partitions,
    replicas: copies.replicas,
    config: {
      "cleanup.policy": "delete",
      "retention.ms": retentionHours * 3_600_000,
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

/** A service's user in a Kafka store. */
export interface KafkaUserDecision {
  /** `<domain>-<service>`: the login's name. */
  readonly name: string;
  readonly domain: string;
  readonly service: string;
  readonly acls: Acl[];
}

/** The users of a Kafka store and what each may do: nothing that isn't declared. In order of name. */
export function decideKafkaUsers(environment: Pick<Environment, "domains">, store: string): KafkaUserDecision[] {
  return servicesOf(environment)
    .filter(([, , wish]) => brokersOf(wish).includes(store))
    .map(([domain, service, wish]) => ({
      name: `${domain}-${service}`,
      domain,
      service,
      acls: decideAcls(`${domain}.${service}`, service, wish, store),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a user reads or writes topics at all, for services that know no finer rights. */
export function decideCoarseRights({ acls }: KafkaUserDecision): { readonly reads: boolean; readonly writes: boolean } {
  const may = (operation: Acl["operations"][number]): boolean =>
    acls.some(({ resource, operations }) => resource.type === "topic" && operations.includes(operation));
  return { reads: may("Read"), writes: may("Write") };
}

/** A resource of Kafka's and what each user may do with it. */
export interface ResourceRights {
  readonly type: "topic" | "group" | "transactionalId";
  readonly name: string;
  readonly prefix: boolean;
  readonly rights: readonly { readonly user: string; readonly operation: string }[];
}

/** The users' rights sorted by what they are to, one entry for each resource. In order of type, name and pattern. */
export function decideResourceRights(users: readonly KafkaUserDecision[]): ResourceRights[] {
  const resources = new Map<string, ResourceRights>();
  for (const { name: user, acls } of users) {
    for (const { resource, operations } of acls) {
      const { type } = resource;
      if (type === "cluster") throw new Error("a service has no rights to a whole broker");
      const found = { type, name: resource.name ?? "*", prefix: resource.patternType === "prefix" };
      const key = `${found.type} ${found.name} ${found.prefix}`;
      const rights = resources.get(key)?.rights ?? [];
      resources.set(key, { ...found, rights: [...rights, ...operations.map((operation) => ({ user, operation }))] });
    }
  }
  return [...resources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

type Service = Environment["domains"][string]["services"][string];

function servicesOf({ domains }: Pick<Environment, "domains">): [domain: string, service: string, wish: Service][] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).map(([service, wish]): [string, string, Service] => [domain, service, wish]),
  );
}

/**
 * A publisher writes its topics, also in transactions under its own name. A consumer reads its topics in groups under
 * its own name, and writes and reads its dead letters.
 * https://kafka.apache.org/documentation/#operations_in_kafka
 */
function decideAcls(name: string, service: string, { publishes, consumes }: Service, store: string): Acl[] {
  const published = Object.entries(publishes).filter(([, { to }]) => to === store);
  const consumed = Object.entries(consumes).filter(([, { from }]) => from === store);
  const dead = consumed.filter(([, { deadLetter }]) => deadLetter);
  return [
    ...published.map(([topic]) => allow("topic", topic, "literal", ["Describe", "Write"])),
    ...consumed.map(([topic]) => allow("topic", topic, "literal", ["Describe", "Read"])),
    ...dead.map(([topic]) => allow("topic", deadLetterTopic(topic, service), "literal", ["Describe", "Read", "Write"])),
    ...(consumed.length > 0 ? allowOwn("group", name, ["Describe", "Read"]) : []),
    ...(published.length + dead.length > 0 ? allowOwn("transactionalId", name, ["Describe", "Write"]) : []),
  ].sort((a, b) => (aclKey(a) < aclKey(b) ? -1 : 1));
}

/** `commerce.order` and what begins with `commerce.order.`, so that `commerce.order-history` stays another service's. */
function allowOwn(type: "group" | "transactionalId", name: string, operations: Acl["operations"]): Acl[] {
  return [allow(type, name, "literal", operations), allow(type, `${name}.`, "prefix", operations)];
}

function allow(
  type: Acl["resource"]["type"],
  name: string,
  patternType: NonNullable<Acl["resource"]["patternType"]>,
  operations: Acl["operations"],
): Acl {
  return { type: "allow", resource: { type, name, patternType }, operations, host: "*" };
}

function aclKey({ resource }: Acl): string {
  return `${resource.type} ${resource.name ?? ""}`;
}
