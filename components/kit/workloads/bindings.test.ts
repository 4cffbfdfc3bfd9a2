import { describe, expect, it } from "vitest";
import { calleeOf, decideCallVariables, decideTopicVariables, variableName } from "./bindings.ts";

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
    const consumes = { "orders.created": { from: "events", deadLetter: true } };
    const publishes = { "orders.settled": { to: "events", partitions: 3, retentionHours: 1 } };
    expect(decideTopicVariables("settle", { consumes, publishes })).toEqual({
      TOPIC_ORDERS_CREATED: "orders.created",
      TOPIC_ORDERS_SETTLED: "orders.settled",
      TOPIC_ORDERS_CREATED_DEAD_LETTER: "orders.created.settle.dead-letter",
    });
  });
});
