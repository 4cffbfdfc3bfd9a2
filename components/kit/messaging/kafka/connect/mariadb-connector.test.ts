import { KafkaConnect } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnect";
import { KafkaConnector } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnector";
import { describe, expect, it } from "vitest";
import { kafka, mysql } from "../../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../../plan.fixture.ts";
import { decideMariadbConfig } from "../../../databases/mysql/mariadb-config.ts";
import { decideCaptures } from "./kafka-captures.ts";
import { decideConnect, decideConnectAcls } from "./kafka-connect.ts";
import { decideSourceTopics } from "./kafka-sources.ts";
import { decideMariadbConnector } from "./mariadb-connector.ts";

const wish = kafka.parse({
  kind: "kafka",
  captures: { "shop-orders": { tables: { order_items: {}, customers: {} } } },
});
const orders = mysql.parse({ kind: "mysql", engine: "mariadb", replicas: 2, storageGiB: 100 });
const stores = { "shop-orders": orders, events: wish };
const captures = decideCaptures("events", wish, stores);
const [capture] = captures;
if (capture === undefined) throw new Error("nothing is captured");

const target = { store: "events", user: "events.connect" };
const connector = decideMariadbConnector(capture, orders, target);
const { config } = connector;
const login = { user: "events.connect", secret: "events-login-connect", authority: "events-tls" };
const connect = decideConnect(
  "events",
  wish,
  { login, plugin: "quay.io/debezium/connect:3", authorities: "a", captures },
  exampleSurroundings(),
);

// Tried with Debezium 3.5, Kafka 4.3 with these rights, and two servers of MariaDB 10.11 in one Galera cluster with these settings: rows, changes,
// and a server that is stopped, after which the capture goes on at the other without a row too few or read anew.
describe("a capture of MariaDB", () => {
  it("gives custom resources that their operator takes", () => {
    for (const one of [
      new KafkaConnect({ metadata: { name: "a" }, spec: connect }),
      new KafkaConnector({ metadata: { name: "a" }, spec: connector }),
    ])
      expect(() => {
        one.validate();
      }).not.toThrow();
  });

  it("reads the server that is written to, and verifies it by a file that Java reads", () => {
    expect(config).toMatchObject({
      "database.hostname": "shop-orders-primary.landbridge-data.svc",
      "database.ssl.mode": "verify-full",
      "database.ssl.truststore": "/mnt/authorities/shop-orders.jks",
      "database.user": "capture_events",
      "database.password": "${logins:/mnt/logins/shop-orders:password}",
      "table.include.list": "shop-orders\\.customers,shop-orders\\.order_items",
    });
    expect(JSON.stringify(connect.template?.connectContainer?.env)).toContain("/debezium-connector-mariadb/*");
  });

  it("takes a place by the names that a cluster's servers share, and no others", () => {
    const settings = decideMariadbConfig(orders, true);
    expect(config["gtid.source.includes"]).toBe("0-1");
    for (const line of ["wsrep_gtid_mode = ON", "log_slave_updates = ON", "server_id = 1", "gtid_domain_id = 1"])
      expect(settings).toContain(`\n${line}\n`);
    const alone = { ...orders, replicas: 0 };
    expect(decideMariadbConfig(alone, true)).not.toContain("gtid");
    expect(decideMariadbConnector(capture, alone, target).config).not.toHaveProperty(["gtid.source.includes"]);
  });

  it("leaves the volume room, whether or not anybody reads the log", () => {
    const settings = decideMariadbConfig(orders, true);
    expect(settings).toContain("max_binlog_total_size = 25600M");
    expect(settings).toContain("slave_connections_needed_for_purge = 0");
    expect(settings).toContain("\nmax_binlog_size = 1024M\n");
    // What is written to isn't taken away, so that in a small volume it has to be small itself.
    const small = decideMariadbConfig({ ...orders, storageGiB: 2 }, true);
    expect(small).toContain("\nmax_binlog_size = 128M\nmax_binlog_total_size = 512M\n");
    expect(decideMariadbConfig(orders)).not.toMatch(/log_bin|gtid|binlog/);
  });

  it("is another replica than any other capture of the store, and than its servers", () => {
    const other = decideMariadbConnector(capture, orders, { ...target, store: "audit" });
    expect(config["database.server.id"]).not.toBe(other.config["database.server.id"]);
    expect(config["database.server.id"]).toBeGreaterThanOrEqual(100);
  });

  it("keeps how tables were made in a topic that nothing leaves, with the workers' login", () => {
    const topic = decideSourceTopics("events", wish, stores).find(({ name }) => name === "capture_schemas.shop-orders");
    expect(topic).toMatchObject({ partitions: 1, cleanup: "delete", forEver: true });
    expect(config).toMatchObject({
      "schema.history.internal.kafka.topic": "capture_schemas.shop-orders",
      "schema.history.internal.consumer.group.id": "capture_schemas.shop-orders",
      "schema.history.internal.producer.security.protocol": "SASL_SSL",
      "schema.history.internal.consumer.ssl.truststore.location": "/mnt/kafka/ca.crt",
    });
    expect(config["schema.history.internal.producer.sasl.jaas.config"]).toBe(
      'org.apache.kafka.common.security.scram.ScramLoginModule required username="events.connect" password="${logins:/mnt/logins/kafka.own:password}";',
    );
    const { volumeMounts = [] } = connect.template?.connectContainer ?? {};
    expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(
      expect.arrayContaining(["/mnt/kafka", "/mnt/logins/kafka.own"]),
    );
  });

  it("may read what it keeps, and only write what it captures", () => {
    const rights = decideConnectAcls("events", captures).flatMap(({ resource: { type, name = "" }, operations }) =>
      name.startsWith("connect") ? [] : [`${type} ${name}: ${operations.join()}`],
    );
    expect(rights.toSorted()).toEqual([
      "group capture_schemas.shop-orders: Describe,Read",
      "topic capture_heartbeat.shop-orders: Describe,Write",
      "topic capture_schemas.shop-orders: Describe,DescribeConfigs,Read,Write",
      "topic shop-orders.customers: Describe,Write",
      "topic shop-orders.order-items: Describe,Write",
    ]);
  });

  it("logs in by a name that MySQL takes, however long the Kafka's is", () => {
    const long = "k".repeat(30);
    const [other] = decideCaptures(long, wish, stores);
    expect(other?.slot.length).toBeLessThanOrEqual(32);
    expect(other?.slot).toMatch(/^capture_k/);
    expect(capture).toMatchObject({ secret: "shop-orders-setup", secretKey: "capture_events" });
  });
});
