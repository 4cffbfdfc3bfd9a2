import { Namespace } from "@pulumi/azure-native/servicebus/namespace.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Events, EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { targetsOf } from "../../../kit/events/events.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { mapValues, valueOf } from "../../../kit/records.ts";
import { transformed } from "../../../kit/transforms.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { nameLimits, worldName } from "../names.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import type { Identities } from "../rights/identity.ts";
import type { AzureSettings } from "../settings.ts";
import { createBucketFeeds } from "./bucket-feeds.ts";
import { createFunctionHome } from "./function-home.ts";
import { AzureFunction } from "./function.ts";
import { namespaceArgs } from "./namespace-args.ts";
import type { AzureEventParts, AzureEventsTransforms } from "./parts.ts";
import { AzureQueue } from "./queue.ts";
import { AzureTopic } from "./topic.ts";

/** What queues, topics and functions are made from. */
export interface AzureEventsArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: EventsSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureEventsTransforms | undefined;
}

/** Queues and topics in a premium namespace of Service Bus, and functions on Container Apps. */
export class AzureEvents extends Component implements Events {
  static readonly type = "landbridge:azure:Events";
  readonly queues: Readonly<Record<string, AzureQueue>>;
  readonly topics: Readonly<Record<string, AzureTopic>>;
  readonly functions: Readonly<Record<string, Output<string>>>;

  constructor(name: string, args: AzureEventsArgs, opts: ComponentResourceOptions) {
    const { spec } = args;
    super(AzureEvents.type, name, {}, opts);
    const inside = { parent: this };
    const parts = createNamespace(name, args, opts, this);
    const topics = Object.fromEntries(
      spec.topics.map((topic) => [topic, new AzureTopic(`${name}-topic-${topic}`, { ...parts, topic }, inside)]),
    );
    const queues = Object.fromEntries(
      spec.queues.map((queue) => [
        queue.name,
        new AzureQueue(`${name}-queue-${queue.name}`, { ...parts, queue, topics }, inside),
      ]),
    );
    createBucketFeeds(`${name}-bucket`, { parts, queues }, opts, this);
    this.queues = queues;
    this.topics = topics;
    this.functions = mapValues(createFunctions(name, { parts, queues, topics }, opts, this), ({ id }) => id);
    this.registerOutputs({ functions: this.functions });
  }
}

/** The namespace, and a door to it. */
function createNamespace(
  name: string,
  { group, identities, doors, spec, settings, transforms }: AzureEventsArgs,
  opts: ComponentResourceOptions,
  parent: Component,
): AzureEventParts {
  const resourceGroupName = group.name(opts);
  const place = {
    resourceGroupName,
    namespaceName: worldName(name, settings, nameLimits.eventNamespace),
    identity: identities.of("queues", opts).id,
  };
  const namespace = new Namespace(
    `${name}-namespace`,
    transformed(transforms?.namespace, namespaceArgs(spec, settings, place)),
    // Its name is part of every address, hence fixed.
    { parent, ...holdsData(spec.protect) },
  );
  const { network, tags } = spec;
  const door = doors.open(
    `${name}-door`,
    { service: "events", target: namespace.id, network, tags, transform: transforms?.endpoint },
    opts,
    { parent },
  );
  const host = afterAll(interpolate`${namespace.name}.servicebus.windows.net`, [door.urn]);
  return { spec, settings, resourceGroupName, identities, namespace, host, transforms };
}

interface FunctionsArgs {
  readonly parts: AzureEventParts;
  readonly queues: Readonly<Record<string, AzureQueue>>;
  readonly topics: Readonly<Record<string, AzureTopic>>;
}

/** The functions by name, and the environment that they share. */
function createFunctions(
  name: string,
  { parts, queues, topics }: FunctionsArgs,
  opts: ComponentResourceOptions,
  parent: Component,
): Record<string, AzureFunction> {
  if (parts.spec.functions.length === 0) return {};
  const home = createFunctionHome(`${name}-functions`, parts, opts, parent);
  return Object.fromEntries(
    parts.spec.functions.map((wish) => {
      const args = {
        ...parts,
        wish,
        home,
        queue: valueOf(queues, wish.queue),
        targets: targetsOf<EventTarget>(wish, { queues, topics }),
      };
      return [wish.name, new AzureFunction(`${name}-function-${wish.name}`, args, { parent })];
    }),
  );
}
