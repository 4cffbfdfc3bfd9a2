import type { ServiceWish } from "../../../environments/schema/domains.ts";

/** How a service names a store, a topic or another service in its environment: upper case, `_` for all else. */
export function variableName(...parts: readonly string[]): string {
  return parts
    .join("_")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_");
}

/** Variable by which a service finds a bucket. */
export function bucketVariable(bucket: string): string {
  return variableName("BUCKET", bucket, "URL");
}

/** Variables by which a service finds a warehouse and its layers; all of them are kept free, whichever layers it may use. */
export function warehouseVariables(warehouse: string) {
  const variable = (part: string): string => variableName("WAREHOUSE", warehouse, part);
  return {
    engine: variable("ENGINE"),
    host: variable("HOST"),
    port: variable("PORT"),
    database: variable("DATABASE"),
    bronze: variable("BRONZE"),
    silver: variable("SILVER"),
    gold: variable("GOLD"),
  };
}

/** Addresses of the services that a service calls, by variable, e.g. `INVENTORY_REST_URL`. */
export function decideCallVariables(
  domain: string,
  calls: readonly string[],
  find: (domain: string, service: string) => Pick<ServiceWish, "serves"> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    [...calls].sort().flatMap((call): [string, string][] => {
      const [toDomain, toService] = calleeOf(domain, call);
      const callee = find(toDomain, toService);
      const host = `${toService}.${toDomain}.svc`;
      const { rest, grpc } = callee?.serves ?? {};
      return [
        ...(rest === undefined
          ? []
          : [[variableName(call, "REST_URL"), `http://${host}:${rest.port}`] satisfies [string, string]]),
        ...(grpc === undefined
          ? []
          : [[variableName(call, "GRPC_ADDRESS"), `${host}:${grpc.port}`] satisfies [string, string]]),
      ];
    }),
  );
}

/** Domain and name of the service that a call means: `service` in the caller's domain, or `domain/service`. */
export function calleeOf(domain: string, call: string): [domain: string, service: string] {
  const [first = "", second] = call.split("/");
  return second === undefined ? [domain, first] : [first, second];
}

/** Kafka stores that a service publishes to or consumes from, in order of name. */
export function brokersOf({ publishes, consumes }: Pick<ServiceWish, "publishes" | "consumes">): string[] {
  const names = [...Object.values(publishes).map(({ to }) => to), ...Object.values(consumes).map(({ from }) => from)];
  return [...new Set(names)].sort();
}

/** Topics by variable: what a service publishes, consumes, and where it leaves what it can't digest. */
export function decideTopicVariables(
  service: string,
  { publishes, consumes }: Pick<ServiceWish, "publishes" | "consumes">,
): Record<string, string> {
  const topics = [...new Set([...Object.keys(publishes), ...Object.keys(consumes)])].sort();
  const deadLetters = Object.entries(consumes).filter(([, { deadLetter }]) => deadLetter);
  return {
    ...Object.fromEntries(topics.map((topic) => [variableName("TOPIC", topic), topic])),
    ...Object.fromEntries(
      deadLetters
        .map(([topic]): [string, string] => [
          variableName("TOPIC", topic, "DEAD_LETTER"),
          deadLetterTopic(topic, service),
        ])
        .sort(),
    ),
  };
}

/** Topic in which a service leaves the messages of another topic that it can't digest. */
export function deadLetterTopic(topic: string, service: string): string {
  return `${topic}.${service}.dead-letter`;
}

/** RabbitMQ stores that a service sends to or receives from, in order of name. */
export function queueBrokersOf({ sends, receives }: Pick<ServiceWish, "sends" | "receives">): string[] {
  const names = [...Object.values(sends).map(({ to }) => to), ...Object.values(receives).map(({ from }) => from)];
  return [...new Set(names)].sort();
}

/** Queues by variable: what a service sends to, receives from, and where it finds what was given up. */
export function decideQueueVariables({
  sends,
  receives,
}: Pick<ServiceWish, "sends" | "receives">): Record<string, string> {
  const queues = [...new Set([...Object.keys(sends), ...Object.keys(receives)])].sort();
  return {
    ...Object.fromEntries(queues.map((queue) => [variableName("QUEUE", queue), queue])),
    ...Object.fromEntries(
      Object.keys(receives)
        .sort()
        .map((queue) => [variableName("QUEUE", queue, "DEAD_LETTER"), deadLetterQueue(queue)]),
    ),
  };
}

/** Queue that takes the messages of another which were handed out too often or waited too long. */
export function deadLetterQueue(queue: string): string {
  return `${queue}.dead-letter`;
}
