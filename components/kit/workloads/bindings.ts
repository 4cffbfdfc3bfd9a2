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

/** Variables by which a service that uses buckets reaches them where they are in the cluster; kept free on every cloud, so that it can move. */
export const objectVariables = {
  accessKey: "AWS_ACCESS_KEY_ID",
  secretKey: "AWS_SECRET_ACCESS_KEY",
  region: "AWS_REGION",
  endpoint: "AWS_ENDPOINT_URL_S3",
  caBundle: "AWS_CA_BUNDLE",
} as const;

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

/** Topics by variable: what a service publishes, consumes, tries again and when, and where it leaves what it can't digest. */
export function decideTopicVariables(
  service: string,
  { publishes, consumes }: Pick<ServiceWish, "publishes" | "consumes">,
): Record<string, string> {
  const topics = [...new Set([...Object.keys(publishes), ...Object.keys(consumes)])].sort();
  const spare = Object.entries(consumes)
    .flatMap(([topic, { deadLetter, retry }]): [string, string][] => [
      ...(deadLetter ? [spareVariable(topic, "DEAD_LETTER", deadLetterTopic(topic, service))] : []),
      ...(retry === undefined
        ? []
        : [
            spareVariable(topic, "RETRY", retryTopics(topic, service, retry).join(",")),
            spareVariable(topic, "RETRY_AFTER_SECONDS", retry.afterSeconds.join(",")),
          ]),
    ])
    .sort();
  const largest = Object.entries(publishes)
    .flatMap(([topic, { maxMessageKiB }]): [string, string][] =>
      maxMessageKiB === undefined ? [] : [spareVariable(topic, "MAX_MESSAGE_BYTES", String(maxMessageKiB * 1024))],
    )
    .sort();
  const formats = Object.entries(publishes)
    .flatMap(([topic, { schema }]) => (schema === undefined ? [] : [spareVariable(topic, "SCHEMA_FORMAT", schema)]))
    .sort();
  return Object.fromEntries([
    ...topics.map((topic): [string, string] => [variableName("TOPIC", topic), topic]),
    ...spare,
    ...largest,
    ...formats,
  ]);
}

function spareVariable(topic: string, part: string, value: string): [string, string] {
  return [variableName("TOPIC", topic, part), value];
}

/** Topic in which a service leaves the messages of another topic that it can't digest. */
export function deadLetterTopic(topic: string, service: string): string {
  return `${topic}.${service}.dead-letter`;
}

/** Topics in which messages of another topic wait to be tried again, in the order of the tries. */
export function retryTopics(topic: string, service: string, retry: Retry): string[] {
  return (retry?.afterSeconds ?? []).map((_, index) => `${topic}.${service}.retry.${index + 1}`);
}

type Retry = ServiceWish["consumes"][string]["retry"];

/** What a service may call its consumer groups and transactions: its own name, and what begins with the prefix. */
export function ownIds(domain: string, service: string): { readonly name: string; readonly prefix: string } {
  return { name: `${domain}.${service}`, prefix: `${domain}.${service}.` };
}

/** Ends of the variables that tell a service to process each message exactly once. */
export const exactlyOnceSuffixes = [
  "ISOLATION_LEVEL",
  "ENABLE_AUTO_COMMIT",
  "ENABLE_IDEMPOTENCE",
  "TRANSACTIONAL_ID_PREFIX",
] as const;

/**
 * How the clients of a service that asks for it process each message exactly once, by store: settings of Kafka's clients as
 * these call them. Who reads so and writes anything, be it dead letters, writes in transactions too.
 * https://kafka.apache.org/documentation/#semantics
 */
export function decideExactlyOnceVariables(
  domain: string,
  service: string,
  wish: Pick<ServiceWish, "publishes" | "consumes">,
): Record<string, string> {
  const publishes = Object.values(wish.publishes);
  const consumes = Object.values(wish.consumes);
  return Object.fromEntries(
    brokersOf(wish).flatMap((store) => {
      const reads = consumes.some(({ from, exactlyOnce }) => from === store && exactlyOnce);
      const asks = reads || publishes.some(({ to, exactlyOnce }) => to === store && exactlyOnce);
      const writes =
        publishes.some(({ to }) => to === store) ||
        consumes.some(({ from, deadLetter }) => from === store && deadLetter);
      const variables: Partial<Record<(typeof exactlyOnceSuffixes)[number], string>> = {
        ...(reads ? { ISOLATION_LEVEL: "read_committed", ENABLE_AUTO_COMMIT: "false" } : {}),
        ...(asks && writes
          ? { ENABLE_IDEMPOTENCE: "true", TRANSACTIONAL_ID_PREFIX: ownIds(domain, service).prefix }
          : {}),
      };
      return Object.entries(variables).map(([part, value]) => [variableName(store, part), value]);
    }),
  );
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
