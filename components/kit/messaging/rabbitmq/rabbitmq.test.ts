import { describe, expect, it } from "vitest";
import { rabbitmq } from "../../../../environments/schema/messaging/rabbitmq.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { decideQueueVariables } from "../../workloads/bindings.ts";
import { decideQueuePolicies, decideQueues, decideRabbitmqUsers } from "./rabbitmq.ts";

const environment = exampleEnvironment({
  stores: { jobs: { kind: "rabbitmq" }, others: { kind: "rabbitmq" } },
  domains: {
    billing: {
      owner: "billing-team",
      services: {
        bill: {
          image: "billing/bill:1.0.0",
          sends: { "invoices.to-print": { to: "jobs" }, mails: { to: "jobs" }, archive: { to: "others" } },
        },
        print: {
          image: "billing/print:1.0.0",
          receives: { "invoices.to-print": { from: "jobs", deliveryLimit: 5, maxLength: 100, ttlSeconds: 60 } },
        },
        mail: { image: "billing/mail:1.0.0", receives: { mails: { from: "jobs" }, archive: { from: "others" } } },
        idle: { image: "billing/idle:1.0.0" },
      },
    },
  },
});

const matches = (pattern: string, name: string): boolean => new RegExp(pattern).test(name);

describe("the queues of a store", () => {
  it("are what services receive from it, and from no other", () => {
    expect(decideQueues(environment, "jobs").map(({ name }) => name)).toEqual(["invoices.to-print", "mails"]);
    expect(decideQueues(environment, "others").map(({ name }) => name)).toEqual(["archive"]);
  });

  it("are as their receivers wish, or as the schema says", () => {
    const [invoices, mails] = decideQueues(environment, "jobs");
    expect(invoices).toEqual({
      name: "invoices.to-print",
      deliveryLimit: 5,
      maxLength: 100,
      ttlSeconds: 60,
      ackMinutes: 30,
    });
    expect(mails).toEqual({ name: "mails", deliveryLimit: 20, maxLength: 1_000_000, ackMinutes: 30 });
  });
});

describe("the users of a store", () => {
  const users = decideRabbitmqUsers(environment, "jobs");
  const user = (name: string) => {
    const found = users.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no user is named ${name}`);
    return found;
  };

  it("are the services that send to it or receive from it", () => {
    expect(users.map(({ name }) => name)).toEqual(["billing-bill", "billing-mail", "billing-print"]);
  });

  it("make and delete nothing", () => {
    const names = ["mails", "invoices.to-print", "amq.default"];
    for (const { configure } of users) expect(names.filter((name) => matches(configure, name))).toEqual([]);
  });

  it("send to the exchanges of their queues alone, never by the one that leads to all", () => {
    const { write, read } = user("billing-bill");
    expect(["invoices.to-print", "mails"].map((name) => matches(write, name))).toEqual([true, true]);
    const closed = [
      "archive",
      "invoices.to-print.dead-letter",
      "invoicesxto-print",
      "mails2",
      "amq.default",
      "amq.fanout",
    ];
    expect(closed.filter((name) => matches(write, name))).toEqual([]);
    expect(matches(read, "mails")).toBe(false);
  });

  it("read their queues and what was given up of them, and send nothing that they don't declare", () => {
    const { write, read } = user("billing-print");
    expect(["invoices.to-print", "invoices.to-print.dead-letter"].map((name) => matches(read, name))).toEqual([
      true,
      true,
    ]);
    expect(["mails", "invoices.to-print.dead-letter.x"].filter((name) => matches(read, name))).toEqual([]);
    expect(matches(write, "invoices.to-print")).toBe(false);
  });
});

// https://www.rabbitmq.com/docs/quorum-queues
describe("the policies of a queue", () => {
  const queue = { name: "mails", deliveryLimit: 5, maxLength: 100, ackMinutes: 30 };
  const [own, dead] = decideQueuePolicies(queue);

  it("hand a message out so often, then put it to the dead letters, and lose none on the way", () => {
    expect(own?.definition).toEqual({
      "dead-letter-exchange": "mails.dead-letter",
      // Takes overflow to be reject-publish.
      "dead-letter-strategy": "at-least-once",
      "delivery-limit": 5,
      "max-length": 100,
      overflow: "reject-publish",
    });
  });

  it("say how long a message waits and may be worked on, in milliseconds, where that isn't as usual", () => {
    expect(decideQueuePolicies({ ...queue, ttlSeconds: 60, ackMinutes: 90 })[0]?.definition).toMatchObject({
      "message-ttl": 60_000,
      "consumer-timeout": 5_400_000,
    });
  });

  it("keep a dead letter for 14 days however often it is looked at", () => {
    expect(dead?.definition).toEqual({
      "delivery-limit": 1_000_000,
      "max-length": 100,
      "message-ttl": 14 * 24 * 3600 * 1000,
      overflow: "drop-head",
    });
  });

  it("are for one queue each", () => {
    expect(
      [own, dead].map((policy) =>
        ["mails", "mails.dead-letter", "mailsx"].filter((name) => matches(policy?.pattern ?? "", name)),
      ),
    ).toEqual([["mails"], ["mails.dead-letter"]]);
  });
});

it("tells a service its queues, and where what was given up is", () => {
  const { sends, receives } = {
    sends: { mails: { to: "jobs" } },
    receives: { "invoices.to-print": { from: "jobs", deliveryLimit: 5, maxLength: 1, ackMinutes: 30 } },
  };
  expect(decideQueueVariables({ sends, receives })).toEqual({
    QUEUE_MAILS: "mails",
    QUEUE_INVOICES_TO_PRINT: "invoices.to-print",
    QUEUE_INVOICES_TO_PRINT_DEAD_LETTER: "invoices.to-print.dead-letter",
  });
});

it("takes no wish for backups: messages can't be copied, and what is declared comes from the environment", () => {
  expect(rabbitmq.safeParse({ kind: "rabbitmq" }).success).toBe(true);
  expect(rabbitmq.safeParse({ kind: "rabbitmq", backups: { bucket: "copies" } }).success).toBe(false);
});
