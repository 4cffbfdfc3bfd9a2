import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const stores = {
  jobs: { kind: "rabbitmq" },
  others: { kind: "rabbitmq" },
  events: { kind: "kafka" },
};

function wrongWith(services: Record<string, object>): string[] {
  const named = Object.entries(services).map(([name, wish]) => [name, { image: `billing/${name}:1.0.0`, ...wish }]);
  const domains = { billing: { owner: "billing-team", services: Object.fromEntries(named) as object } };
  return crossRules(exampleEnvironment({ stores, domains }), at).map(
    ({ path, rule, wayOut }) => `${path.replace("domains.billing.services.", "")}: ${rule}; ${wayOut}`,
  );
}

const bill = { sends: { mails: { to: "jobs" } } };
const mail = { receives: { mails: { from: "jobs" } } };

describe("a queue", () => {
  it("has somebody who sends and somebody who receives, who may be many", () => {
    expect(wrongWith({ bill, mail, other: bill, second: mail })).toEqual([]);
  });

  it("fails in a store that is no RabbitMQ, once", () => {
    expect(wrongWith({ bill: { sends: { mails: { to: "events" } } }, mail })).toEqual([
      "bill.sends.mails.to: names no RabbitMQ store; the RabbitMQ stores are jobs, others",
    ]);
    expect(wrongWith({ bill, mail: { receives: { mails: { from: "job" } } } })).toEqual([
      "mail.receives.mails.from: names no RabbitMQ store; did you mean jobs? the RabbitMQ stores are jobs, others",
    ]);
  });

  it("fails where nobody receives, or nobody sends", () => {
    expect(wrongWith({ bill: { sends: { mailz: { to: "jobs" } } }, mail })).toEqual([
      "bill.sends.mailz: is received by no service in jobs; did you mean mails? the queues of jobs are mails",
      "mail.receives.mails: is sent to by no service in jobs; did you mean mailz? the queues of jobs are mailz",
    ]);
  });

  it("fails with its ends in two stores", () => {
    expect(wrongWith({ bill: { sends: { mails: { to: "others" } } }, mail })).toEqual([
      "bill.sends.mails: is received by no service in others; billing/mail receives it from jobs; write the same store",
      "mail.receives.mails: is sent to by no service in jobs; billing/bill sends it to others; write the same store",
    ]);
  });

  it("fails where two who receive from it don't agree on what it is", () => {
    const second = { receives: { mails: { from: "jobs", deliveryLimit: 5, ttlSeconds: 60 } } };
    expect(wrongWith({ bill, mail, second })).toEqual([
      "second.receives.mails.deliveryLimit: differs from what billing/mail says of the same queue (20); write the same for every receiver of a queue",
      "second.receives.mails.ttlSeconds: differs from what billing/mail says of the same queue (nothing); write the same for every receiver of a queue",
    ]);
  });

  it("fails where its store is used as a database", () => {
    expect(wrongWith({ bill: { ...bill, uses: { jobs: "read" } }, mail })).toEqual([
      "bill.uses.jobs: names a RabbitMQ store, which isn't used but sent to; say what it does under sends and receives",
    ]);
  });

  it("fails with another of the same variable", () => {
    const both = { "mails.new": { to: "jobs" }, "mails-new": { to: "jobs" } };
    const ends = { "mails.new": { from: "jobs" }, "mails-new": { from: "jobs" } };
    expect(wrongWith({ bill: { sends: both }, mail: { receives: ends } })[0]).toBe(
      "bill: needs queue mails-new and queue mails.new, which both set the variable QUEUE_MAILS_NEW; rename one of them",
    );
  });
});

describe("the name of a queue", () => {
  const sends = (name: string) => () => wrongWith({ bill: { sends: { [name]: { to: "jobs" } } } });

  it("fails where RabbitMQ or the platform has such names", () => {
    expect(sends("amq.mails")).toThrow("amq.");
    expect(sends("mails.dead-letter")).toThrow("dead-letter");
  });
});

describe("brokers of queues", () => {
  const wrong = (wish: object) =>
    crossRules(exampleEnvironment({ stores: { jobs: { kind: "rabbitmq", ...wish } }, domains: {} }), at)
      .filter(({ path }) => path === "stores.jobs.brokers")
      .map(({ rule, wayOut }) => `${rule}; ${wayOut}`);

  it("are five in the cluster alone", () => {
    expect(wrong({ brokers: 5 })).toEqual([]);
    expect(wrong({ brokers: 3, placement: "managed" })).toEqual([]);
    expect(wrong({ brokers: 5, placement: "managed" })).toEqual([
      "is more than a managed RabbitMQ has; write 3, or write placement: in-cluster",
    ]);
  });
});
