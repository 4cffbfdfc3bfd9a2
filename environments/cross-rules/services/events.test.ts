import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { functionPath, functionPort } from "../../../components/kit/events/events.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const image = "a/b:1";
const queues = { jobs: {}, next: {}, told: { topic: "done" } };

/** What is wrong with events, and with a service that uses some. */
function wrongWith(events: object, more: { readonly service?: object; readonly registry?: object } = {}): string[] {
  const environment = exampleEnvironment({
    stores: {},
    registry: { placement: "managed", ...more.registry },
    buckets: { uploads: {} },
    events: { queues, topics: ["done"], ...events },
    domains: { commerce: { owner: "team", services: { order: { image, events: { ...more.service } } } } },
  });
  return crossRules(environment, at).map(({ path, rule }) => `${path} ${rule}`);
}

const withFunction = (change: object, name = "work"): string[] =>
  wrongWith({ functions: { [name]: { image, on: { source: "queue", name: "jobs" }, ...change } } });

describe("events", () => {
  it("break no rule where everything is there", () => {
    expect(wrongWith({}, { service: { jobs: "publish", done: "publish", told: "consume" } })).toEqual([]);
    expect(withFunction({ publishes: ["next", "done"], buckets: { uploads: "read-write" } })).toEqual([]);
  });

  it("fail for a topic that isn't there and a queue of a topic's name", () => {
    expect(wrongWith({ queues: { told: { topic: "gone" } } })).toEqual([
      "events.queues.told.topic names no topic of events.topics",
    ]);
    expect(wrongWith({ topics: ["done", "jobs"] })).toEqual(["events.topics.1 is a queue's name as well"]);
  });
});

describe("a function", () => {
  it.each([
    ["queue", "names no queue of events.queues"],
    ["topic", "names no topic of events.topics"],
    ["bucket", "names no bucket of buckets"],
  ])("fails on a %s that isn't there", (source, rule) => {
    expect(withFunction({ on: { source, name: "gone" } })).toEqual([`events.functions.work.on.name ${rule}`]);
  });

  it("fails where it writes to nothing, to itself, to what a topic feeds, or twice to the same", () => {
    expect(withFunction({ publishes: ["gone"] })).toEqual([
      "events.functions.work.publishes.0 names no queue or topic of events",
    ]);
    expect(withFunction({ publishes: ["jobs"] })[0]).toMatch(/publishes\.0 is what the function is called for/);
    expect(withFunction({ on: { source: "topic", name: "done" }, publishes: ["done"] })[0]).toMatch(
      /publishes\.0 is what the function is called for/,
    );
    expect(withFunction({ publishes: ["told"] })[0]).toMatch(/gets its messages from topic done/);
    expect(withFunction({ publishes: ["next", "next"] })).toEqual(["events.functions.work.publishes.1 is there twice"]);
  });

  it("fails where a queue that its topic feeds would call it again", () => {
    expect(
      wrongWith({
        functions: { work: { image, on: { source: "queue", name: "told" }, publishes: ["done"] } },
      })[0],
    ).toMatch(/publishes\.0 is what the function is called for/);
  });

  it("fails where it writes the objects that call it, unless they lie elsewhere", () => {
    const on = { source: "bucket", name: "uploads" };
    const buckets = { uploads: "read-write" };
    expect(withFunction({ on, buckets })[0]).toMatch(/buckets\.uploads lets the function write objects/);
    expect(withFunction({ on: { ...on, prefix: "in/" }, buckets })).toEqual([]);
    expect(withFunction({ on: { ...on, of: ["deleted"] }, buckets })).toEqual([]);
    expect(withFunction({ on, buckets: { uploads: "read" } })).toEqual([]);
    expect(withFunction({ buckets: { gone: "read" } })).toEqual([
      "events.functions.work.buckets.gone names no bucket of buckets",
    ]);
  });

  it("fails as the second reader of a queue", () => {
    const on = { source: "queue", name: "jobs" };
    const wrong = wrongWith({ functions: { one: { image, on }, two: { image, on } } });
    expect(wrong).toEqual([
      "events.functions.two.on.name is read by function one already, and each message goes to one of the two",
    ]);
  });

  it("fails where its queue says another time than it does", () => {
    const wrong = wrongWith({
      queues: { jobs: { ackSeconds: 30 } },
      topics: [],
      functions: { work: { image, on: { source: "queue", name: "jobs" } } },
    });
    expect(wrong[0]).toMatch(/^events\.queues\.jobs\.ackSeconds is of no use/);
  });

  it("fails on a topic under the name of a queue, and without a registry of the environment's own", () => {
    expect(withFunction({ on: { source: "topic", name: "done" } }, "next")[0]).toMatch(
      /^events\.functions\.next is a queue's name as well/,
    );
    const registry = { placement: "external", host: "registry.example.org" };
    const functions = { work: { image, on: { source: "queue", name: "jobs" } } };
    expect(wrongWith({ functions }, { registry })[0]).toMatch(/^events\.functions need images from/);
  });

  it("fails where its variables are the platform's or the cloud's", () => {
    expect(withFunction({ publishes: ["next"], config: { EVENTS_NEXT_URL: "here", PORT: "1", FINE: "yes" } })).toEqual([
      "events.functions.work.config.EVENTS_NEXT_URL is set by the platform for what the function uses",
      "events.functions.work.config.PORT belongs to the cloud or the image",
    ]);
  });
});

describe("a service", () => {
  it("fails for what isn't there, for a topic that it would read, and for a queue that a topic feeds", () => {
    const path = "domains.commerce.services.order.events";
    expect(wrongWith({}, { service: { gone: "publish" } })).toEqual([`${path}.gone names no queue or topic of events`]);
    expect(wrongWith({}, { service: { done: "consume" } })[0]).toMatch(
      /events\.done is a topic, from which nobody reads/,
    );
    expect(wrongWith({}, { service: { told: "publish" } })[0]).toMatch(
      /events\.told gets its messages from topic done/,
    );
  });

  it("fails where it reads what a function reads", () => {
    const functions = { work: { image, on: { source: "queue", name: "jobs" } } };
    expect(wrongWith({ functions }, { service: { jobs: "consume" } })[0]).toMatch(
      /events\.jobs is read by function work/,
    );
    expect(wrongWith({ functions }, { service: { jobs: "publish" } })).toEqual([]);
  });
});

describe("docs/functions.md", () => {
  const page = readFileSync(new URL("../../../docs/functions.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];

  it("has an example that breaks no rule", () => {
    const wishes: unknown = parse(example);
    const environment = exampleEnvironment({ stores: {}, ...z.record(z.string(), z.unknown()).parse(wishes) });
    expect(Object.keys(environment.events?.functions ?? {})).toEqual(["bill", "thumbnail", "welcome"]);
    expect(crossRules(environment, at)).toEqual([]);
  });

  it("says where a message is posted to, as it is", () => {
    expect(page).toContain(`port ${functionPort}`);
    expect(page).toContain(`\`POST ${functionPath}\``);
  });
});
