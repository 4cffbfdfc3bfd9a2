import type { Output } from "@pulumi/pulumi";
import type { Events, Network, ObjectStore, Registry } from "../../components/cloud.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideEvents } from "../../components/kit/events/events.ts";
import { mapValues } from "../../components/kit/records.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { EventUrls } from "../../components/workloads/rights.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What queues, topics and functions are made from. */
export interface EventParts {
  readonly network: Network;
  readonly keys: Keys;
  readonly registry: Registry;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
}

/** The cloud's own queues and topics and its functions, where they are wished for. */
export function createEvents({ name, environment, cloud, opts }: Place, parts: EventParts): Events {
  const { events, protect } = environment;
  if (events === undefined) return { queues: {}, topics: {}, functions: {} };
  const { network, keys, registry, buckets } = parts;
  const spec = {
    ...decideEvents(events),
    buckets,
    registry,
    logDays: decideSpending(environment).logDays,
    network,
    key: keys.get(events.dataClass),
    tags: decideTags(environment, events.dataClass),
    protect,
  };
  return cloud.events(`${name}-events`, spec, opts);
}

/** Where queues and topics are written to, and where those queues are read from that no function reads. */
export function eventUrls({ queues, topics }: Events): EventUrls {
  const read = Object.entries(queues).flatMap(([name, { reading }]): [string, Output<string>][] =>
    reading === undefined ? [] : [[name, reading.url]],
  );
  return {
    publish: mapValues({ ...queues, ...topics }, ({ url }) => url),
    consume: Object.fromEntries(read),
  };
}
