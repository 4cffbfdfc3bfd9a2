import type { Environment } from "../../../../environments/schema/environment.ts";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import { deadLetterQueue, queueBrokersOf } from "../../workloads/bindings.ts";

/** A queue to be made, with its queue of dead letters. */
export interface Queue {
  /** As RabbitMQ knows it, e.g. `invoices.to-print`; so is the exchange called that leads to it alone. */
  readonly name: string;
  /** Times that a message is handed out again. */
  readonly deliveryLimit: number;
  /** Seconds that a message waits. Absent: for ever. */
  readonly ttlSeconds?: number | undefined;
  /** Messages that it holds at most. */
  readonly maxLength: number;
  /** Minutes in which a message must be acknowledged. */
  readonly ackMinutes: number;
}

/** What services know of each other's queues. */
export type QueueUse = Pick<ServiceWish, "sends" | "receives">;

type Domains = Readonly<
  Record<
    string,
    { readonly services: Readonly<Record<string, QueueUse>> } & Pick<Environment["domains"][string], "owner">
  >
>;

/** The queues of a RabbitMQ store: what services receive from. Who receive the same agree on it. In order of name. */
export function decideQueues({ domains }: { readonly domains: Domains }, store: string): Queue[] {
  const queues = new Map<string, Queue>();
  for (const { wish } of servicesOf(domains)) {
    for (const [name, { from, ...shape }] of Object.entries(wish.receives)) {
      if (from === store && !queues.has(name)) queues.set(name, { name, ...shape });
    }
  }
  return [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A service's user and what it may do in the store's virtual host: patterns of names, as RabbitMQ takes them. */
export interface RabbitmqUserDecision {
  /** `<domain>-<service>`: the login's name. */
  readonly name: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/**
 * The users of a RabbitMQ store and what each may do: nothing that isn't declared. A sender writes to the exchange of a
 * queue's name, which leads there alone; by the default exchange it could write to every queue, so that nobody may use it.
 * A receiver reads the queue and its dead letters. Nobody makes or deletes anything. In order of name.
 * https://www.rabbitmq.com/docs/access-control#authorisation
 */
export function decideRabbitmqUsers({ domains }: { readonly domains: Domains }, store: string): RabbitmqUserDecision[] {
  return servicesOf(domains)
    .filter(({ wish }) => queueBrokersOf(wish).includes(store))
    .map(({ name, wish }) => {
      const sent = Object.entries(wish.sends).filter(([, { to }]) => to === store);
      const received = Object.entries(wish.receives).filter(([, { from }]) => from === store);
      return {
        name,
        configure: exactly([]),
        write: exactly(sent.map(([queue]) => queue)),
        read: exactly(received.flatMap(([queue]) => [queue, deadLetterQueue(queue)])),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function servicesOf(domains: Domains): { readonly name: string; readonly wish: QueueUse }[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).map(([service, wish]) => ({ name: `${domain}-${service}`, wish })),
  );
}

/** A pattern that matches these names and no other; without names, none. */
function exactly(names: readonly string[]): string {
  const all = [...new Set(names)].sort().map((name) => name.replaceAll(".", String.raw`\.`));
  return all.length === 0 ? "^$" : `^(?:${all.join("|")})$`;
}

/** Seconds after which a dead letter that nobody looked at is gone: 14 days, as in Kafka. */
const deadLetterSeconds = 14 * 24 * 3600;

/**
 * Beyond a limit a dead letter would be dropped, and RabbitMQ 4 has one of 20 where nothing says otherwise. No limit at
 * all (-1) can't be said by a policy. https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
 */
const unreachedDeliveries = 1_000_000;

/** Minutes in which RabbitMQ wants an acknowledgement where nothing says otherwise. */
const usualAckMinutes = 30;

/** A policy: settings of the queues whose names match. */
export interface QueuePolicy {
  /** The queue's own name. */
  readonly name: string;
  readonly pattern: string;
  readonly definition: Readonly<Record<string, number | string>>;
}

/**
 * What a queue and its queue of dead letters are like, as policies: those can be changed later, where a queue's own
 * arguments can't. A message goes to the dead letters at least once, which takes a queue that refuses instead of dropping.
 * A dead letter isn't lost by being looked at often; old ones are, and the oldest beyond the limit.
 * https://www.rabbitmq.com/docs/quorum-queues#dead-lettering
 * https://www.rabbitmq.com/docs/parameters#policies
 */
export function decideQueuePolicies({ name, deliveryLimit, ttlSeconds, maxLength, ackMinutes }: Queue): QueuePolicy[] {
  const deadLetters = deadLetterQueue(name);
  return [
    {
      name,
      pattern: exactly([name]),
      definition: {
        "dead-letter-exchange": deadLetters,
        "dead-letter-strategy": "at-least-once",
        "delivery-limit": deliveryLimit,
        "max-length": maxLength,
        overflow: "reject-publish",
        ...(ttlSeconds === undefined ? {} : { "message-ttl": ttlSeconds * 1000 }),
        ...(ackMinutes === usualAckMinutes ? {} : { "consumer-timeout": ackMinutes * 60_000 }),
      },
    },
    {
      name: deadLetters,
      pattern: exactly([deadLetters]),
      definition: {
        "delivery-limit": unreachedDeliveries,
        "max-length": maxLength,
        "message-ttl": deadLetterSeconds * 1000,
        overflow: "drop-head",
      },
    },
  ];
}

/** Arguments by which a queue is declared: copies on a majority of brokers, which no policy can say. */
export const queueArguments = { "x-queue-type": "quorum" } as const;
