import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Events, EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { targetsOf, type FunctionDecision, type QueueDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { mapValues, valueOf } from "../../../kit/records.ts";
import type { Apis } from "../account/services.ts";
import { nameLimits } from "../names.ts";
import { serviceAgent } from "../rights/identity.ts";
import type { GcpSettings } from "../settings.ts";
import { GcpFunction } from "./function.ts";
import { createFunctionLogs } from "./function-logs.ts";
import type { GcpEventParts, GcpEventsTransforms } from "./parts.ts";
import { createPusher } from "./pusher.ts";
import { GcpQueue } from "./queue.ts";
import { GcpTopic } from "./topic.ts";

/** What queues, topics and functions are made from. */
export interface GcpEventsArgs {
  readonly apis: Apis;
  readonly spec: EventsSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpEventsTransforms | undefined;
}

/** Queues and topics on Pub/Sub, and functions on Cloud Run. */
export class GcpEvents extends Component implements Events {
  static readonly type = "landbridge:gcp:Events";
  readonly queues: Readonly<Record<string, GcpQueue>>;
  readonly topics: Readonly<Record<string, GcpTopic>>;
  readonly functions: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { apis, spec, settings, transforms }: GcpEventsArgs, opts: ComponentResourceOptions) {
    super(GcpEvents.type, name, {}, opts);
    // A bucket's changes are told by Cloud Storage's own account, whose name its API says.
    const told = spec.queues.some(({ feed }) => feed.kind === "bucket");
    const dependsOn = apis.enable(told ? ["pubsub", "storage"] : ["pubsub"], opts);
    const inside = { parent: this };
    const agent = serviceAgent(`${name}-agent`, "queues", settings, { parent: this, dependsOn });
    const parts: GcpEventParts = { spec, settings, agent, dependsOn, transforms };
    const topics = Object.fromEntries(
      spec.topics.map((topic) => [topic, new GcpTopic(`${name}-topic-${topic}`, parts, inside)]),
    );
    const queues = Object.fromEntries(
      spec.queues.map((queue) => [
        queue.name,
        new GcpQueue(`${name}-queue-${queue.name}`, { ...parts, queue, topics }, inside),
      ]),
    );
    this.queues = queues;
    this.topics = topics;
    this.functions = mapValues(createFunctions(name, { parts, apis, queues, topics }, opts, this), ({ id }) => id);
    this.registerOutputs({ functions: this.functions });
  }
}

interface FunctionsArgs {
  readonly parts: GcpEventParts;
  readonly apis: Apis;
  readonly queues: Readonly<Record<string, GcpQueue>>;
  readonly topics: Readonly<Record<string, GcpTopic>>;
}

/** The functions by name, and what they share: where their logs are, and who calls them. */
function createFunctions(
  name: string,
  { parts, apis, queues, topics }: FunctionsArgs,
  opts: ComponentResourceOptions,
  parent: Component,
): Record<string, GcpFunction> {
  const { functions, queues: decided } = parts.spec;
  if (functions.length === 0) return {};
  const dependsOn = [...parts.dependsOn, ...apis.enable(["run", "iam", "logging"], opts)];
  const names = functions.map((wish) => serviceName(name, wish));
  const logs = createFunctionLogs(`${name}-logs`, names, { ...parts, dependsOn }, parent);
  const pusher = createPusher(`${name}-push`, { ...parts, dependsOn }, parent);
  return Object.fromEntries(
    functions.map((wish) => {
      const queue = valueOf(queues, wish.queue);
      const args = {
        wish,
        service: serviceName(name, wish),
        decision: decisionOf(decided, wish),
        queue,
        pusher,
        targets: targetsOf<EventTarget>(wish, { queues, topics }),
      };
      const made = new GcpFunction(
        `${name}-function-${wish.name}`,
        { ...parts, ...args, dependsOn: [...dependsOn, ...logs] },
        { parent },
      );
      return [wish.name, made];
    }),
  );
}

/** Fixed, so that its logs are known by it; what is cut off of a long one is told apart by digits. */
function serviceName(events: string, { name }: FunctionDecision): string {
  return boundedName(`${events}-${name}`, nameLimits.runService);
}

function decisionOf(queues: readonly QueueDecision[], { queue }: FunctionDecision): QueueDecision {
  const found = queues.find(({ name }) => name === queue);
  if (found === undefined) throw new Error(`there is no queue ${queue}, which a function reads`);
  return found;
}
