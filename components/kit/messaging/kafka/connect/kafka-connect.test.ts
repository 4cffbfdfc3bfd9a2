import { Publication } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Publication";
import { KafkaConnect } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnect";
import { KafkaConnector } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnector";
import { expect, it } from "vitest";
import { kafka, postgres } from "../../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../../plan.fixture.ts";
import { decideCaptureLogins, decideCaptures, decidePublication } from "./kafka-captures.ts";
import { decideConnect, decideConnectAcls } from "./kafka-connect.ts";
import { decideSourcePods, decideSourceTopics } from "./kafka-sources.ts";
import { decidePostgresConnector, ownServer } from "./postgres-connector.ts";
import type { ConnectSpec } from "./kafka-workers.ts";

const tables = { order_items: { partitions: 6, cleanup: "delete" }, customers: {}, "billing.bills": {} };
const wish = kafka.parse({ kind: "kafka", captures: { "shop-orders": { tables } } });
const stores = { "shop-orders": postgres.parse({ kind: "postgres" }) };
const captures = decideCaptures("events", wish, stores);
const [capture] = captures;
if (capture === undefined) throw new Error("nothing is captured");

const parts = {
  login: { user: "events.connect", secret: "events-login-connect", authority: "events-tls" },
  plugin: "quay.io/debezium/connect:3.6.3.Final",
  authorities: "events-connect-authorities",
  captures,
};
const connectOf = (changes: object = {}): ConnectSpec =>
  decideConnect("events", { ...wish, ...changes }, parts, exampleSurroundings());
const config: Readonly<Record<string, unknown>> = {
  ...decidePostgresConnector(capture, ownServer("shop-orders", "shop_orders", 2)).config,
};

it("gives custom resources that their operators take", () => {
  const metadata = { name: "a" };
  const spec = decidePostgresConnector(capture, ownServer("shop-orders", "shop_orders", 2));
  const all = [
    new KafkaConnect({ metadata, spec: connectOf() }),
    new KafkaConnector({ metadata, spec }),
    new Publication({ metadata, spec: decidePublication(capture, "shop_orders") }),
  ];
  for (const one of all) {
    expect(() => {
      one.validate();
    }).not.toThrow();
  }
});

it("publishes the tables that are named and no others: one without a primary key couldn't be updated any more", () => {
  expect(decidePublication(capture, "shop_orders").target).toEqual({
    objects: [
      { table: { schema: "billing", name: "bills" } },
      { table: { schema: "public", name: "customers" } },
      { table: { schema: "public", name: "order_items" } },
    ],
  });
  expect(config["table.include.list"]).toBe("billing\\.bills,public\\.customers,public\\.order_items");
});

it("declares a topic for each table, as Debezium will call it once it is routed", () => {
  const topics = new Map(decideSourceTopics("events", wish, stores).map((topic) => [topic.name, topic]));
  expect([...topics.keys()]).toEqual([
    "capture_heartbeat.shop-orders",
    "connect_configs",
    "connect_offsets",
    "connect_status",
    "shop-orders.billing.bills",
    "shop-orders.public.customers",
    "shop-orders.public.order-items",
  ]);
  expect(topics.get("shop-orders.public.order-items")).toMatchObject({ partitions: 6, cleanup: "delete" });
  expect(topics.get("connect_offsets")?.cleanup).toBe("compact");
  expect(routed("shop-orders.public.order_items")).toBe("shop-orders.public.order-items");
  expect(routed("shop-orders.public.customers")).toBe("shop-orders.public.customers");
});

/** As Connect's RegexRouter does, one after another. */
function routed(topic: string): string {
  return String(config["transforms"])
    .split(",")
    .reduce((found, name) => {
      const regex = new RegExp(`^(?:${String(config[`transforms.${name}.regex`])})$`);
      return regex.test(found) ? String(config[`transforms.${name}.replacement`]) : found;
    }, topic);
}

it("lets the slot move on while other tables change, and the answer go where the heartbeat goes", () => {
  expect(config["heartbeat.action.query"]).toContain("pg_logical_emit_message(false");
  expect(routed("shop-orders.message")).toBe("capture_heartbeat.shop-orders");
  expect(`${String(config["topic.heartbeat.prefix"])}.${String(config["topic.prefix"])}`).toBe(
    "capture_heartbeat.shop-orders",
  );
});

it("may write its topics, keep its own notes, and nothing else", () => {
  const acls = decideConnectAcls("events", captures);
  const names = (operation: string) =>
    acls.flatMap(({ resource, operations }) =>
      resource.type === "topic" && operations.some((one) => one === operation) ? [resource.name] : [],
    );
  expect(names("Read")).toEqual(["connect_configs", "connect_offsets", "connect_status"]);
  const written = decideSourceTopics("events", wish, stores).map(({ name }) => name);
  expect(names("Write").toSorted()).toEqual(written);
  expect(acls.filter(({ resource }) => resource.type === "cluster")).toEqual([]);
  expect(acls.filter(({ resource }) => resource.patternType === "prefix").map(({ resource }) => resource.name)).toEqual(
    ["connect-"],
  );
});

it("has no password in it: the worker reads one that is mounted", () => {
  const text = "${logins:/mnt/logins/shop-orders:password}";
  expect(config["database.password"]).toBe(text);
  const { config: worker, template } = connectOf();
  expect(worker).toMatchObject({ "config.providers.logins.param.allowed.paths": "/mnt/logins" });
  expect(template?.connectContainer?.volumeMounts).toContainEqual({
    name: "login-shop-orders",
    mountPath: "/mnt/logins/shop-orders",
    readOnly: true,
  });
  expect(template?.pod?.volumes).toContainEqual({
    name: "login-shop-orders",
    secret: { secretName: "shop-orders-login-capture.events", items: [{ key: "password", path: "password" }] },
  });
});

it("takes Debezium's files from its image, by the class path", () => {
  const { template } = connectOf();
  const image = { reference: parts.plugin, pullPolicy: "IfNotPresent" };
  expect(template?.pod?.volumes).toContainEqual({ name: "debezium", image });
  const mounted = template?.connectContainer?.volumeMounts?.find(({ name }) => name === "debezium")?.mountPath ?? "?";
  const [variable] = template?.connectContainer?.env ?? [];
  expect(variable).toEqual({ name: "CLASSPATH", value: `${mounted}/kafka/connect/debezium-connector-postgres/*` });
  // Strimzi lets nothing be mounted elsewhere.
  for (const { mountPath } of template?.connectContainer?.volumeMounts ?? []) expect(mountPath).toMatch(/^\/mnt\//);
});

it("verifies who the server is, and reads it past any pooler", () => {
  expect(config).toMatchObject({
    "database.hostname": "shop-orders-rw.landbridge-data.svc",
    "database.sslmode": "verify-full",
    "database.sslrootcert": "/mnt/authorities/shop-orders.pem",
    "publication.autocreate.mode": "disabled",
    "exactly.once.support": "required",
  });
});

it("has its slot on followers where there are any", () => {
  expect(config["slot.failover"]).toBe(true);
  expect(decidePostgresConnector(capture, ownServer("shop-orders", "a", 0)).config).toMatchObject({
    "slot.failover": false,
  });
});

it("has a second worker where Kafka has copies, with half of the memory for the heap", () => {
  expect(connectOf()).toMatchObject({ replicas: 2, jvmOptions: { "-Xmx": "512m" } });
  expect(connectOf({ brokers: 1 }).replicas).toBe(1);
  expect(connectOf({ workerSize: "medium" })).toMatchObject({
    resources: { limits: { memory: "4Gi" } },
    jvmOptions: { "-Xmx": "2048m" },
  });
  expect(decideSourcePods(wish)).toEqual([{ count: 2, each: { cpu: 0.5, memoryGiB: 1 }, claims: 0 }]);
});

it("logs in under a name that no service has, once for each Kafka", () => {
  expect(decideCaptureLogins({ ...stores, events: wish, audit: wish }, "shop-orders")).toEqual([
    { name: "capture_audit", secret: "shop-orders-login-capture.audit" },
    { name: "capture_events", secret: "shop-orders-login-capture.events" },
  ]);
  expect(decideCaptureLogins({ ...stores, events: wish }, "other")).toEqual([]);
});
