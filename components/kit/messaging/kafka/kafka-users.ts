import type { IKafkaUser } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaUser";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { Environment } from "../../../../environments/schema/environment.ts";
import { brokersOf, deadLetterTopic, ownIds, retryTopics } from "../../workloads/bindings.ts";
import { servicesOf } from "./kafka-topics.ts";
import { registryGroups, registryLogin, registryPlace, registryTopics, topicsWithSchemas } from "./topic-schemas.ts";

type UserSpec = NonNullable<IKafkaUser["spec"]>;
/** One right of a user. */
export type Acl = NonNullable<UserSpec["authorization"]>["acls"][number];

/** A service's user in a Kafka store, or that of the registry of its schemas. */
export interface KafkaUserDecision {
  /** `<domain>-<service>`, or `registry`: the login's name. */
  readonly name: string;
  /** Namespace of its pods. */
  readonly domain: string;
  readonly service: string;
  readonly acls: Acl[];
}

/** The users of a Kafka store and what each may do: nothing that isn't declared. In order of name. */
export function decideKafkaUsers(environment: Pick<Environment, "domains">, store: string): KafkaUserDecision[] {
  const services = servicesOf(environment)
    .filter(([, , wish]) => brokersOf(wish).includes(store))
    .map(([domain, service, wish]) => ({
      name: `${domain}-${service}`,
      domain,
      service,
      acls: decideAcls(domain, service, wish, store),
    }));
  const registry = topicsWithSchemas(environment, store).length === 0 ? [] : [registryUser(store)];
  return [...services, ...registry].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The registry of a store's schemas, which stands beside the store. It asks how its topics are set before it starts. */
function registryUser(store: string): KafkaUserDecision {
  const { domain, service } = registryPlace(store);
  const topics = Object.values(registryTopics)
    .sort()
    .map((topic) => allow("topic", topic, "literal", ["Describe", "DescribeConfigs", "Read", "Write"]));
  const groups = allow("group", registryGroups, "prefix", ["Describe", "Read"]);
  return { name: registryLogin, domain, service, acls: [groups, ...topics] };
}

/** Whether a user reads or writes topics at all, for services that know no finer rights. */
export function decideCoarseRights({ acls }: KafkaUserDecision): { readonly reads: boolean; readonly writes: boolean } {
  const may = (operation: Acl["operations"][number]): boolean =>
    acls.some(({ resource, operations }) => resource.type === "topic" && operations.includes(operation));
  return { reads: may("Read"), writes: may("Write") };
}

/** An operation as Kafka's tools and clouds write it: `DESCRIBE_CONFIGS`. */
export function operationName(operation: string): string {
  return operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
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

/**
 * A publisher writes its topics, also in transactions under its own name. A consumer reads its topics in groups under
 * its own name, and writes and reads its dead letters and what it will try again. Who may write a topic may do so
 * idempotently without a right to the whole cluster.
 * https://kafka.apache.org/documentation/#operations_in_kafka
 */
function decideAcls(
  domain: string,
  service: string,
  { publishes, consumes }: Pick<ServiceWish, "publishes" | "consumes">,
  store: string,
): Acl[] {
  const published = Object.entries(publishes).filter(([, { to }]) => to === store);
  const consumed = Object.entries(consumes).filter(([, { from }]) => from === store);
  const spare = consumed.flatMap(([topic, { deadLetter, retry }]) => [
    ...(deadLetter ? [deadLetterTopic(topic, service)] : []),
    ...retryTopics(topic, service, retry),
  ]);
  return [
    ...published.map(([topic]) => allow("topic", topic, "literal", ["Describe", "Write"])),
    ...consumed.map(([topic]) => allow("topic", topic, "literal", ["Describe", "Read"])),
    ...spare.map((topic) => allow("topic", topic, "literal", ["Describe", "Read", "Write"])),
    ...(consumed.length > 0 ? allowOwn("group", domain, service, ["Describe", "Read"]) : []),
    ...(published.length + spare.length > 0 ? allowOwn("transactionalId", domain, service, ["Describe", "Write"]) : []),
  ].sort((a, b) => (aclKey(a) < aclKey(b) ? -1 : 1));
}

/** `commerce.order` and what begins with `commerce.order.`, so that `commerce.order-history` stays another service's. */
function allowOwn(
  type: "group" | "transactionalId",
  domain: string,
  service: string,
  operations: Acl["operations"],
): Acl[] {
  const { name, prefix } = ownIds(domain, service);
  return [allow(type, name, "literal", operations), allow(type, prefix, "prefix", operations)];
}

/** A right to a thing, from anywhere. */
export function allow(
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
