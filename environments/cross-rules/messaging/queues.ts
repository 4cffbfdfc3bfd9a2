import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { QueueReceivingWish } from "../../schema/messaging/rabbitmq.ts";
import type { Path } from "../../tree.ts";
import { everyService, named } from "../services/every-service.ts";

interface End {
  /** Domain and name of the service. */
  readonly by: string;
  readonly store: string;
  readonly queue: string;
  readonly path: Path;
}

interface Receiving extends End {
  readonly shape: QueueReceivingWish;
}

function sendings(environment: Environment): End[] {
  return everyService(environment).flatMap(({ domain, name, service, path }) =>
    Object.entries(service.sends).map(([queue, { to }]) => ({
      by: `${domain}/${name}`,
      store: to,
      queue,
      path: [...path, "sends", queue],
    })),
  );
}

function receivings(environment: Environment): Receiving[] {
  return everyService(environment).flatMap(({ domain, name, service, path }) =>
    Object.entries(service.receives).map(([queue, shape]) => ({
      by: `${domain}/${name}`,
      store: shape.from,
      queue,
      shape,
      path: [...path, "receives", queue],
    })),
  );
}

/** A RabbitMQ has as many brokers as there are where it is placed. */
export const brokersOfQueuesExist: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "rabbitmq" && store.placement === "managed" && store.brokers === 5
      ? [
          {
            ...at(["stores", name, "brokers"]),
            rule: "is more than a managed RabbitMQ has",
            wayOut: "write 3, or write placement: in-cluster",
          },
        ]
      : [],
  );

/** Queues are in RabbitMQ stores that exist. */
export const queuesNameBrokers: Check = (environment, at) => {
  const brokers = Object.entries(environment.stores)
    .filter(([, { kind }]) => kind === "rabbitmq")
    .map(([name]) => name);
  const choose = chooser("RabbitMQ stores");
  return [
    ...sendings(environment).map(({ store, path }) => ({ store, way: [...path, "to"] })),
    ...receivings(environment).map(({ store, path }) => ({ store, way: [...path, "from"] })),
  ]
    .filter(({ store }) => !brokers.includes(store))
    .map(({ store, way }) => ({
      ...at(way),
      rule: "names no RabbitMQ store",
      wayOut: choose(store, () => brokers),
    }));
};

/** A queue has both ends in the same store: unread it would fill up, and without a sender nothing would ever come. */
export const queuesHaveBothEnds: Check = (environment, at) => {
  const sent = sendings(environment);
  const received = receivings(environment);
  const isBroker = (store: string): boolean => named(environment.stores, store)?.kind === "rabbitmq";
  // A store that isn't there is said where it is named; what follows from it is no second mistake.
  const isLost = new Set([...sent, ...received].filter(({ store }) => !isBroker(store)).map(({ queue }) => queue));
  const choose = chooser("queues");
  const missing = (ends: readonly End[], others: readonly End[], what: string, does: string) =>
    ends
      .filter(({ queue, store }) => isBroker(store) && !isLost.has(queue))
      .filter(({ queue, store }) => !others.some((one) => one.queue === queue && one.store === store))
      .map(({ queue, store, path }) => {
        const elsewhere = others.find((one) => one.queue === queue);
        const inStore = () => [...new Set(others.filter((one) => one.store === store).map((one) => one.queue))].sort();
        return {
          ...at(path),
          rule: `is ${what} by no service in ${store}`,
          wayOut:
            elsewhere === undefined
              ? choose(queue, inStore, `queues of ${store}`)
              : `${elsewhere.by} ${does} ${elsewhere.store}; write the same store`,
        };
      });
  return [
    ...missing(sent, received, "received", "receives it from"),
    ...missing(received, sent, "sent to", "sends it to"),
  ];
};

/** All who receive from a queue agree on what it is. */
export const queuesHaveOneShape: Check = (environment, at) => {
  const received = receivings(environment);
  return received.flatMap((one) => {
    const first = received.find(({ queue, store }) => queue === one.queue && store === one.store) ?? one;
    return (["deliveryLimit", "ttlSeconds", "maxLength", "ackMinutes"] as const)
      .filter((field) => first.shape[field] !== one.shape[field])
      .map((field) => ({
        ...at([...one.path, field]),
        rule: `differs from what ${first.by} says of the same queue (${first.shape[field] ?? "nothing"})`,
        wayOut: "write the same for every receiver of a queue",
      }));
  });
};
