import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { KafkaAccess } from "../cloud.ts";
import { bindStores } from "./bindings.ts";

const login = (user: string) => ({ user: output(user), password: secret(`${user}-pass`) });
const events: KafkaAccess = {
  ...{ kind: "kafka", bootstrap: output("brokers.example:9096"), protocol: "SASL_SSL", mechanism: "PLAIN" },
  logins: { "shop-order": login("order"), "shop-other": login("other") },
  schemas: {
    url: output("https://events-schemas.example:8443/apis/ccompat/v7"),
    authorities: "pem of the registry",
    logins: { "shop-order": login("shop-order") },
  },
};

const publishes = {
  "orders.created": {
    ...{ to: "events", partitions: 12, retentionHours: 168, exactlyOnce: false },
    ...({ cleanup: "delete", schema: "avro" } as const),
  },
};
const wish = { uses: {}, publishes, consumes: {}, sends: {}, receives: {} };

it("tells a service whose topics have schemas where they are kept, its login there, and whom to trust", () => {
  const { clear, secret: hidden, authorities } = bindStores("shop-order", wish, { events });
  expect(Object.keys(clear).filter((name) => name.includes("SCHEMA"))).toEqual([
    "EVENTS_SCHEMA_REGISTRY_URL",
    "EVENTS_SCHEMA_REGISTRY_USER",
    "EVENTS_SCHEMA_REGISTRY_CA_FILE",
  ]);
  expect(clear["EVENTS_SCHEMA_REGISTRY_CA_FILE"]).toBe("/etc/landbridge/authorities/events.schemas.pem");
  expect(Object.keys(hidden)).toEqual(["EVENTS_PASSWORD", "EVENTS_SCHEMA_REGISTRY_PASSWORD"]);
  expect(authorities).toEqual({ "events.schemas.pem": "pem of the registry" });
});

it("keeps apart whom to trust at brokers and at the registry", () => {
  const { authorities } = bindStores("shop-order", wish, { events: { ...events, authorities: "pem of brokers" } });
  expect(authorities).toEqual({ "events.schemas.pem": "pem of the registry", "events.pem": "pem of brokers" });
});

it("tells a service of the same store without such topics nothing of it", () => {
  const { clear, secret: hidden, authorities } = bindStores("shop-other", wish, { events });
  expect(Object.keys({ ...clear, ...hidden }).filter((name) => name.includes("SCHEMA"))).toEqual([]);
  expect(authorities).toEqual({});
});
