import { describe, expect, it } from "vitest";
import { events, type EventsWish } from "../../../environments/schema/services/events.ts";
import { ackSecondsOf, decideEvents, eventsVariable, functionVariables, imageAt, repositoryOf } from "./events.ts";

const decided = (wish: object) => decideEvents(events.parse(wish) satisfies EventsWish);
const image = "a/b:1";
const onQueue = { image, on: { source: "queue", name: "jobs" } };

describe("what queues, topics and functions come to", () => {
  it("is nothing where nothing is wished for", () => {
    expect(decided({})).toEqual({ queues: [], topics: [], functions: [] });
  });

  it("is in order of name, whatever the order in the file", () => {
    const { queues, topics, functions } = decided({
      queues: { bb: {}, jobs: {}, aa: {} },
      topics: ["zz", "yy"],
      functions: { two: { image, on: { source: "topic", name: "yy" } }, one: onQueue },
    });
    expect(queues.map(({ name }) => name)).toEqual(["aa", "bb", "jobs", "two"]);
    expect(topics).toEqual(["yy", "zz"]);
    expect(functions.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  it("gives a function on a topic or a bucket a queue of its own name, which only it reads", () => {
    const { queues, functions } = decided({
      topics: ["signups"],
      functions: {
        welcome: { image, on: { source: "topic", name: "signups", maxDeliveries: 9, retentionDays: 3 } },
        shrink: { image, on: { source: "bucket", name: "uploads", of: ["deleted", "created"], prefix: "in/" } },
      },
    });
    expect(queues).toMatchObject([
      { name: "shrink", reader: "shrink", feed: { bucket: "uploads", of: ["created", "deleted"], prefix: "in/" } },
      { name: "welcome", reader: "welcome", feed: { topic: "signups" }, maxDeliveries: 9, retentionDays: 3 },
    ]);
    expect(functions.map(({ queue }) => queue)).toEqual(["shrink", "welcome"]);
  });

  it("gives a message to a function for as long as that may work, and to a service for what the queue says", () => {
    const { queues } = decided({
      queues: { jobs: {}, slow: { ackSeconds: 240 }, usual: {} },
      functions: { work: { ...onQueue, timeoutSeconds: 300 } },
    });
    expect(Object.fromEntries(queues.map(({ name, ackSeconds }) => [name, ackSeconds]))).toEqual({
      jobs: 300,
      slow: 240,
      usual: 60,
    });
    expect([ackSecondsOf(1), ackSecondsOf(900)]).toEqual([10, 900]);
  });

  it("tells queues from topics in what a function writes to", () => {
    const [one] = decided({
      queues: { jobs: {}, next: {} },
      topics: ["done"],
      functions: { work: { ...onQueue, publishes: ["next", "done"] } },
    }).functions;
    expect(one?.publishes).toEqual([
      { kind: "topic", name: "done" },
      { kind: "queue", name: "next" },
    ]);
  });
});

describe("an image of a function", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it("is named by its tag, or by its digest alone", () => {
    expect(imageAt("host/path", "a/b:1.0")).toBe("host/path/a/b:1.0");
    expect(imageAt("host/path", `a/b:1.0@${digest}`)).toBe(`host/path/a/b@${digest}`);
  });

  it("has a repository without either", () => {
    expect([repositoryOf("a/b:1.0"), repositoryOf(`a/b:1.0@${digest}`)]).toEqual(["a/b", "a/b"]);
  });
});

it("names a variable for each thing that a function uses", () => {
  const used = functionVariables({ buckets: { "my-files": "read" }, publishes: ["sign-ups", "done"] });
  expect(used.map(({ variable }) => variable)).toEqual([
    "BUCKET_MY_FILES_URL",
    eventsVariable("done"),
    "EVENTS_SIGN_UPS_URL",
  ]);
});
