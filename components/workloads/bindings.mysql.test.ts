import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { MysqlAccess } from "../cloud.ts";
import { bindStores } from "./bindings.ts";

const endpoint = (host: string) => ({ host: output(host), port: 3306 });

const access: MysqlAccess = {
  kind: "mysql",
  readWrite: endpoint("primary.example"),
  readOnly: endpoint("replica.example"),
  database: "order-items",
  logins: { "commerce-order": { user: output("commerce-order"), password: secret("word") } },
};

const wish = { uses: { "order-items": "read-write" as const }, publishes: {}, consumes: {}, sends: {}, receives: {} };

it("tells a service where MySQL is written and read, as whom, and that it has to speak TLS", () => {
  const { clear, secret: hidden } = bindStores("commerce-order", wish, { "order-items": access });
  expect(Object.keys(hidden)).toEqual(["ORDER_ITEMS_PASSWORD"]);
  expect(Object.keys(clear).sort()).toEqual([
    "ORDER_ITEMS_DATABASE",
    "ORDER_ITEMS_HOST",
    "ORDER_ITEMS_PORT",
    "ORDER_ITEMS_READ_HOST",
    "ORDER_ITEMS_READ_PORT",
    "ORDER_ITEMS_SSLMODE",
    "ORDER_ITEMS_USER",
  ]);
  expect(clear).toMatchObject({
    ORDER_ITEMS_DATABASE: "order-items",
    ORDER_ITEMS_PORT: "3306",
    ORDER_ITEMS_SSLMODE: "REQUIRED",
  });
});

it("fails for a service without a login", () => {
  expect(() => bindStores("commerce-other", wish, { "order-items": access })).toThrow("has no login commerce-other");
});
