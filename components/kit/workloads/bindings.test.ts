import { describe, expect, it } from "vitest";
import { service } from "../../../environments/schema/domains.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideKafkaUsers } from "../messaging/kafka/kafka-users.ts";
import {
  calleeOf,
  decideCallVariables,
  decideExactlyOnceVariables,
  decideTopicVariables,
  ownIds,
  variableName,
} from "./bindings.ts";

const wishOf = (publishes: object, consumes: object) => service.parse({ image: "shop/x:1.0.0", publishes, consumes });

describe("variableName", () => {
  it("is upper case with underscores for all else", () => {
    expect(variableName("customer-data", "HOST")).toBe("CUSTOMER_DATA_HOST");
    expect(variableName("commerce/order", "REST_URL")).toBe("COMMERCE_ORDER_REST_URL");
  });
});

describe("decideCallVariables", () => {
  it("gives the addresses of what a service calls, as the callee serves them", () => {
    const serves = { rest: { port: 8080, path: "/" }, grpc: { port: 9090 } };
    expect(
      decideCallVariables("shop", ["stock", "pay/bank"], (_d, name) => ({
        serves: name === "bank" ? serves : { grpc: { port: 7000 } },
      })),
    ).toEqual({
      PAY_BANK_REST_URL: "http://bank.pay.svc:8080",
      PAY_BANK_GRPC_ADDRESS: "bank.pay.svc:9090",
      STOCK_GRPC_ADDRESS: "stock.shop.svc:7000",
    });
  });
});

describe("calleeOf", () => {
  it("means the caller's own domain unless another is named", () => {
    expect(calleeOf("shop", "stock")).toEqual(["shop", "stock"]);
    expect(calleeOf("shop", "pay/bank")).toEqual(["pay", "bank"]);
  });
});

describe("decideTopicVariables", () => {
  it("names topics, and where dead letters go", () => {
    const wish = wishOf(
      { "orders.settled": { to: "events" } },
      { "orders.created": { from: "events", deadLetter: true } },
    );
    expect(decideTopicVariables("settle", wish)).toEqual({
      TOPIC_ORDERS_CREATED: "orders.created",
      TOPIC_ORDERS_SETTLED: "orders.settled",
      TOPIC_ORDERS_CREATED_DEAD_LETTER: "orders.created.settle.dead-letter",
    });
  });

  it("names the topics of retries in the order of the tries, with the seconds before each", () => {
    const retry = { afterSeconds: [10, 60] };
    expect(decideTopicVariables("settle", wishOf({}, { orders: { from: "events", deadLetter: true, retry } }))).toEqual(
      {
        TOPIC_ORDERS: "orders",
        TOPIC_ORDERS_DEAD_LETTER: "orders.settle.dead-letter",
        TOPIC_ORDERS_RETRY: "orders.settle.retry.1,orders.settle.retry.2",
        TOPIC_ORDERS_RETRY_AFTER_SECONDS: "10,60",
      },
    );
  });

  it("tells a publisher how large a message may be, where that isn't Kafka's own size", () => {
    expect(decideTopicVariables("order", wishOf({ orders: { to: "events", maxMessageKiB: 2048 } }, {}))).toEqual({
      TOPIC_ORDERS: "orders",
      TOPIC_ORDERS_MAX_MESSAGE_BYTES: "2097152",
    });
  });
});

describe("decideExactlyOnceVariables", () => {
  const variablesOf = (publishes: object, consumes: object) =>
    decideExactlyOnceVariables("shop", "settle", wishOf(publishes, consumes));
  const reading = { EVENTS_ISOLATION_LEVEL: "read_committed", EVENTS_ENABLE_AUTO_COMMIT: "false" };
  const writing = { EVENTS_ENABLE_IDEMPOTENCE: "true", EVENTS_TRANSACTIONAL_ID_PREFIX: "shop.settle." };

  it("says nothing to a service that doesn't ask", () => {
    const consumes = { orders: { from: "events", deadLetter: true } };
    expect(variablesOf({ settled: { to: "events" } }, consumes)).toEqual({});
  });

  it("tells who writes to use transactions of its own, and who reads to read what was committed", () => {
    expect(variablesOf({ settled: { to: "events", exactlyOnce: true } }, {})).toEqual(writing);
    expect(variablesOf({}, { orders: { from: "events", exactlyOnce: true } })).toEqual(reading);
  });

  it("tells who reads so to write so too, be it dead letters", () => {
    const read = { from: "events", exactlyOnce: true };
    expect(variablesOf({ settled: { to: "events" } }, { orders: read })).toEqual({ ...reading, ...writing });
    expect(variablesOf({}, { orders: { ...read, deadLetter: true } })).toEqual({ ...reading, ...writing });
  });

  it("speaks of the store that is asked for alone", () => {
    const consumes = { orders: { from: "events", exactlyOnce: true }, logins: { from: "logs" } };
    expect(variablesOf({ settled: { to: "logs" } }, consumes)).toEqual(reading);
  });

  it("names ids that the service has a right to", () => {
    const { prefix } = ownIds("shop", "settle");
    expect(writing.EVENTS_TRANSACTIONAL_ID_PREFIX).toBe(prefix);
    const wish = { image: "shop/x:1.0.0", publishes: { settled: { to: "events", exactlyOnce: true } } };
    const environment = exampleEnvironment({ domains: { shop: { owner: "team", services: { settle: wish } } } });
    const rights = decideKafkaUsers(environment, "events").flatMap(({ acls }) => acls);
    expect(rights.map(({ resource }) => resource)).toContainEqual({
      type: "transactionalId",
      name: prefix,
      patternType: "prefix",
    });
  });
});
