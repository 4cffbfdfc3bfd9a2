import { KafkaConnect } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnect";
import { KafkaConnector } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnector";
import { expect, it } from "vitest";
import { connectorClasses } from "../../../../../environments/schema/messaging/kafka-connectors.ts";
import { kafka } from "../../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../../plan.fixture.ts";
import { decideConnect, decideConnectAcls } from "./kafka-connect.ts";
import { decideConnectors, decideOwnConnector, decideReadKinds, isSink, pluginOf } from "./kafka-connectors.ts";
import { decideSourcePods, decideSourceTopics } from "./kafka-sources.ts";

const wish = kafka.parse({
  kind: "kafka",
  connectors: {
    warehouse: {
      class: "io.debezium.connector.jdbc.JdbcSinkConnector",
      config: { "insert.mode": "upsert" },
      secrets: { "connection.password": { secret: "warehouse" }, "connection.username": { secret: "warehouse-user" } },
      tasksMax: 3,
      reads: ["orders.paid", "orders.created"],
      writes: { "orders.unwritten": { partitions: 1 } },
      ports: [5432],
    },
    carts: {
      class: "io.debezium.connector.mongodb.MongoDbConnector",
      writes: { "shop.carts": { cleanup: "compact" } },
      ports: [27017],
    },
  },
});
const connectors = decideConnectors("events", wish);
const [, warehouse] = connectors;
if (warehouse === undefined) throw new Error("there is no second connector");

const parts = {
  login: { user: "events.connect", secret: "events-login-connect", authority: "events-tls" },
  plugin: "quay.io/debezium/connect:3.6.3.Final",
  authorities: "events-connect-authorities",
  captures: [],
  connectors,
};
const connect = decideConnect("events", wish, parts, exampleSurroundings());

it("gives custom resources that their operators take", () => {
  const metadata = { name: "a" };
  const all = [
    new KafkaConnect({ metadata, spec: connect }),
    new KafkaConnector({ metadata, spec: decideOwnConnector(warehouse, "/mnt/logins") }),
  ];
  for (const one of all) {
    expect(() => {
      one.validate();
    }).not.toThrow();
  }
});

it("is what the wish says, with secrets as places where the worker finds them, and topics in order", () => {
  expect(decideOwnConnector(warehouse, "/mnt/logins")).toEqual({
    class: "io.debezium.connector.jdbc.JdbcSinkConnector",
    tasksMax: 3,
    autoRestart: { enabled: true },
    config: {
      "insert.mode": "upsert",
      "connection.password": "${logins:/mnt/logins/connector.warehouse:connection.password}",
      "connection.username": "${logins:/mnt/logins/connector.warehouse:connection.username}",
      topics: "orders.created,orders.paid",
    },
  });
});

it("has workers with the plug-ins that are asked for and no others, and its secrets alone mounted where they are read", () => {
  const { env, volumeMounts } = connect.template?.connectContainer ?? {};
  const folder = "/mnt/debezium/kafka/connect";
  expect(env).toEqual([
    { name: "CLASSPATH", value: `${folder}/debezium-connector-jdbc/*:${folder}/debezium-connector-mongodb/*` },
  ]);
  expect(volumeMounts).toContainEqual({
    name: "connector-warehouse",
    mountPath: "/mnt/logins/connector.warehouse",
    readOnly: true,
  });
  expect(volumeMounts?.some(({ name }) => name === "connector-carts")).toBe(false);
  expect(connect.template?.pod?.volumes).toContainEqual({
    name: "connector-warehouse",
    secret: {
      secretName: "events-connector-warehouse",
      items: ["connection.password", "connection.username"].map((key) => ({ key, path: key })),
    },
  });
});

it("reads and writes the topics that it names and no others, a sink in a group of its own", () => {
  const acls = decideConnectAcls("events", [], connectors).map(({ resource, operations }) =>
    [resource.type, resource.patternType, resource.name, ...operations].join(" "),
  );
  expect(acls.filter((acl) => !acl.includes("connect_") && !acl.startsWith("transactionalId"))).toEqual([
    "group literal connect Describe Read",
    "topic literal shop.carts Describe Write",
    "topic literal orders.unwritten Describe Write",
    "topic literal orders.created Describe Read",
    "topic literal orders.paid Describe Read",
    "group literal connect-events.connector.warehouse Describe Read",
  ]);
});

it("makes the topics that are written, and has workers where nothing is captured", () => {
  expect(decideSourceTopics("events", wish, {}).map(({ name }) => name)).toEqual([
    "connect_configs",
    "connect_offsets",
    "connect_status",
    "orders.unwritten",
    "shop.carts",
  ]);
  expect(decideSourcePods(wish)).toHaveLength(1);
});

it("knows of each class its folder, and whether it is a sink", () => {
  for (const one of connectorClasses) expect(pluginOf(one)).toMatch(/^debezium-connector-[a-z]+$/);
  expect(connectorClasses.filter(isSink)).toHaveLength(2);
});

it("is read by its numbers as a capture of its kind is, and one that only writes isn't", () => {
  expect(decideReadKinds([{ kind: "mysql" }], connectors)).toEqual([{ kind: "mongodb" }, { kind: "mysql" }]);
  expect(
    decideReadKinds(
      [],
      connectors.filter(({ name }) => name === "warehouse"),
    ),
  ).toEqual([]);
});
