import { KafkaConnector } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnector";
import { expect, it } from "vitest";
import { mongodb } from "../../../../../environments/schema/stores/mongodb.ts";
import { kafka } from "../../../../../environments/schema/stores/stores.ts";
import { decideCaptures } from "./kafka-captures.ts";
import { decideSourceTopics } from "./kafka-sources.ts";
import { decideMongodbConnector } from "./mongodb-connector.ts";

const wish = kafka.parse({ kind: "kafka", captures: { "shop-carts": { tables: { line_items: {}, carts: {} } } } });
const carts = mongodb.parse({ kind: "mongodb", replicas: 2 });
const stores = { "shop-carts": carts };
const [capture] = decideCaptures("events", wish, stores);
if (capture === undefined) throw new Error("nothing is captured");
const connector = decideMongodbConnector(capture, carts);

it("gives a custom resource that its operator takes", () => {
  expect(() => {
    new KafkaConnector({ metadata: { name: "a" }, spec: connector }).validate();
  }).not.toThrow();
});

it("asks the replica set itself, by TLS alone, and for no more than its one database, which it may read", () => {
  expect(connector.config).toMatchObject({
    "mongodb.connection.string": `mongodb://${[0, 1, 2]
      .map((member) => `shop-carts-rs0-${member}.shop-carts-rs0.landbridge-data.svc.cluster.local:27017`)
      .join(",")}/?authSource=admin&replicaSet=rs0`,
    "mongodb.ssl.enabled": true,
    "mongodb.ssl.invalid.hostname.allowed": false,
    "mongodb.ssl.truststore": "/mnt/authorities/shop-carts.jks",
    "mongodb.ssl.truststore.type": "JKS",
    "mongodb.user": "capture_events",
    "mongodb.password": "${logins:/mnt/logins/shop-carts:password}",
    "capture.scope": "database",
    "capture.target": "shop_carts",
    "collection.include.list": "shop_carts\\.carts,shop_carts\\.line_items",
  });
});

it("keeps no history, since documents say themselves what they are", () => {
  expect(decideSourceTopics("events", wish, stores).map(({ name }) => name)).toEqual([
    "capture_heartbeat.shop-carts",
    "connect_configs",
    "connect_offsets",
    "connect_status",
    "shop-carts.carts",
    "shop-carts.line-items",
  ]);
});
