import { eventsVariable, functionVariables, queueOf } from "../../../components/kit/events/events.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { EventsWish, FunctionWish } from "../../schema/services/events.ts";
import type { Path } from "../../tree.ts";
import { everyService, named } from "./every-service.ts";

interface NamedFunction {
  readonly name: string;
  readonly wish: FunctionWish;
  readonly path: Path;
}

function everyFunction({ events }: Environment): NamedFunction[] {
  return Object.entries(events?.functions ?? {}).map(([name, wish]) => ({
    name,
    wish,
    path: ["events", "functions", name],
  }));
}

function targetsOf(events: EventsWish | undefined): string[] {
  return [...Object.keys(events?.queues ?? {}), ...(events?.topics ?? [])].sort();
}

/** What a function is on is there, and so is the topic that feeds a queue. */
export const eventSourcesAreThere: Check = (environment, at) => {
  const { events, buckets } = environment;
  const sources = {
    queue: Object.keys(events?.queues ?? {}),
    topic: [...(events?.topics ?? [])],
    bucket: Object.keys(buckets),
  };
  const choose = chooser("queues");
  const topicsOfQueues = Object.entries(events?.queues ?? {}).flatMap(([name, { topic }]) =>
    topic === undefined || sources.topic.includes(topic)
      ? []
      : [
          {
            ...at(["events", "queues", name, "topic"]),
            rule: "names no topic of events.topics",
            wayOut: choose(topic, () => sources.topic, "topics of events"),
          },
        ],
  );
  const ofFunctions = everyFunction(environment).flatMap(({ wish: { on }, path }) =>
    sources[on.source].includes(on.name)
      ? []
      : [
          {
            ...at([...path, "on", "name"]),
            rule:
              on.source === "bucket" ? "names no bucket of buckets" : `names no ${on.source} of events.${on.source}s`,
            wayOut: choose(on.name, () => sources[on.source], `${on.source}s`),
          },
        ],
  );
  return [...topicsOfQueues, ...ofFunctions];
};

/** What a function writes to and what it uses is there, and it doesn't call itself without end. */
export const functionsReachWhatIsThere: Check = (environment, at) => {
  const targets = targetsOf(environment.events);
  const buckets = Object.keys(environment.buckets);
  const choose = chooser("queues and topics of events");
  return everyFunction(environment).flatMap(({ name, wish, path }) => [
    ...wish.publishes.flatMap((target, index) => {
      const place = at([...path, "publishes", index]);
      if (!targets.includes(target))
        return [{ ...place, rule: "names no queue or topic of events", wayOut: choose(target, () => targets) }];
      const topic = named(environment.events?.queues ?? {}, target)?.topic;
      if (topic !== undefined)
        return [
          {
            ...place,
            rule: `gets its messages from topic ${topic} and from nowhere else`,
            wayOut: `write ${topic} instead`,
          },
        ];
      if (feedsItself(environment, name, wish, target))
        return [
          {
            ...place,
            rule: "is what the function is called for, so that each message would make another without end",
            wayOut: "write to another queue or topic; a failure is tried again by itself",
          },
        ];
      return wish.publishes.indexOf(target) < index
        ? [{ ...place, rule: "is there twice", wayOut: "delete one of the two" }]
        : [];
    }),
    ...Object.keys(wish.buckets)
      .filter((bucket) => !buckets.includes(bucket))
      .map((bucket) => ({
        ...at([...path, "buckets", bucket], "key"),
        rule: "names no bucket of buckets",
        wayOut: choose(bucket, () => buckets, "buckets"),
      })),
    ...writesWhatCallsIt(wish, path, at),
  ]);
};

function feedsItself({ events }: Environment, name: string, { on }: FunctionWish, target: string): boolean {
  if (on.source !== "bucket" && on.name === target) return true;
  return named(events?.queues ?? {}, queueOf(name, on))?.topic === target;
}

function writesWhatCallsIt({ on, buckets }: FunctionWish, path: Path, at: Parameters<Check>[1]) {
  if (on.source !== "bucket" || on.prefix !== "" || !on.of.includes("created")) return [];
  if (named(buckets, on.name) !== "read-write") return [];
  return [
    {
      ...at([...path, "buckets", on.name]),
      rule: "lets the function write objects that call it again, without end",
      wayOut: "write on.prefix and put results elsewhere, or write to another bucket",
    },
  ];
}

/** Services write to queues and topics that are there and take it, and read queues that no function reads. */
export const servicesReachQueues: Check = (environment, at) => {
  const { events } = environment;
  const targets = targetsOf(events);
  const choose = chooser("queues and topics of events");
  const readers = new Map(everyFunction(environment).map(({ name, wish }) => [queueOf(name, wish.on), name]));
  return everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.events).flatMap(([target, access]) => {
      const place = at([...path, "events", target], "key");
      if (!targets.includes(target))
        return [{ ...place, rule: "names no queue or topic of events", wayOut: choose(target, () => targets) }];
      const queue = named(events?.queues ?? {}, target);
      if (access === "publish")
        return queue?.topic === undefined
          ? []
          : [
              {
                ...place,
                rule: `gets its messages from topic ${queue.topic} and from nowhere else`,
                wayOut: `write ${queue.topic}: publish instead`,
              },
            ];
      const reader = readers.get(target);
      if (queue === undefined)
        return [
          {
            ...place,
            rule: "is a topic, from which nobody reads but by a queue",
            wayOut: `add a queue, events.queues.NAME: { topic: ${target} }, and consume that`,
          },
        ];
      if (reader === undefined) return [];
      return [
        {
          ...place,
          rule: `is read by function ${reader}, and each message goes to one of the two`,
          wayOut: "write publish, or let the function write to a queue of the service's",
        },
      ];
    }),
  );
};

/** A queue has one function at most, since each message goes to one reader. */
export const queuesHaveOneReader: Check = (environment, at) => {
  const first = new Map<string, string>();
  return everyFunction(environment).flatMap(({ name, wish: { on }, path }) => {
    if (on.source !== "queue") return [];
    const earlier = first.get(on.name);
    first.set(on.name, earlier ?? name);
    if (earlier === undefined) return [];
    return [
      {
        ...at([...path, "on", "name"]),
        rule: `is read by function ${earlier} already, and each message goes to one of the two`,
        wayOut: "put both on a topic: { source: topic, name: … }, to which is written instead",
      },
    ];
  });
};

/** A function's queue waits as long as the function may work, and nobody says otherwise. */
export const functionsDecideTheirQueuesTime: Check = (environment, at) =>
  everyFunction(environment).flatMap(({ name, wish: { on, timeoutSeconds } }) =>
    on.source === "queue" && named(environment.events?.queues ?? {}, on.name)?.ackSeconds !== undefined
      ? [
          {
            ...at(["events", "queues", on.name, "ackSeconds"]),
            rule: `is of no use: function ${name} reads the queue, and has timeoutSeconds (${timeoutSeconds}) for a message`,
            wayOut: "delete ackSeconds",
          },
        ]
      : [],
  );

/** No queue has a topic's name or that of a function with a queue of its own, since they make variables and queues. */
export const eventNamesDiffer: Check = (environment, at) => {
  const { events } = environment;
  const queues = Object.keys(events?.queues ?? {});
  const topics = events?.topics ?? [];
  const functions = everyFunction(environment).filter(({ wish }) => wish.on.source !== "queue");
  return [
    ...topics.flatMap((topic, index) =>
      queues.includes(topic)
        ? [
            {
              ...at(["events", "topics", index]),
              rule: "is a queue's name as well",
              wayOut: "rename the queue or the topic",
            },
          ]
        : [],
    ),
    ...functions
      .filter(({ name }) => queues.includes(name))
      .map(({ name, path }) => ({
        ...at(path, "key"),
        rule: `is a queue's name as well; a function on a topic or a bucket has a queue of its own name`,
        wayOut: `rename the function, or queue ${name}`,
      })),
  ];
};

/** Functions' images are in the environment's own registry: no cloud runs them from everywhere. */
export const functionsHaveARegistry: Check = (environment, at) =>
  everyFunction(environment).length > 0 && environment.registry.placement === "external"
    ? [
        {
          ...at(["events", "functions"], "key"),
          rule: "need images from the environment's own registry, from which clouds run them",
          wayOut: "write registry: { placement: managed }",
        },
      ]
    : [];

/** Variables that clouds set themselves in what they run. */
const cloudsOwn = /^(?:PORT|HOSTNAME|PATH|LD_.*|K_(?:SERVICE|REVISION|CONFIGURATION)|_.*|EVENTS_FORMAT)$/;

/** Each environment variable of a function is set by one hand. */
export const functionVariablesDiffer: Check = (environment, at) =>
  everyFunction(environment).flatMap(({ wish, path }) => {
    const given = new Set(functionVariables(wish).map(({ variable }) => variable));
    return Object.keys(wish.config)
      .filter((name) => given.has(name) || cloudsOwn.test(name))
      .map((name) => ({
        ...at([...path, "config", name], "key"),
        rule: given.has(name)
          ? "is set by the platform for what the function uses"
          : "belongs to the cloud or the image",
        wayOut: "delete it, or choose another name",
      }));
  });

/** No two queues and topics make the same variable: `a-b` and `a.b` can't both be, but `x-url` could meet another. */
export const eventVariablesDiffer: Check = ({ events }, at) => {
  const first = new Map<string, string>();
  return targetsOf(events).flatMap((name) => {
    const variable = eventsVariable(name);
    const earlier = first.get(variable);
    first.set(variable, earlier ?? name);
    if (earlier === undefined || earlier === name) return [];
    return [
      {
        ...at(["events"]),
        rule: `has ${earlier} and ${name}, which both make the variable ${variable}`,
        wayOut: "rename one of them",
      },
    ];
  });
};
