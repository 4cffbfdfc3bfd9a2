import { beforeAll, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../../plan.fixture.ts";
import { Server } from "../../clients.fixture.ts";
import { DataStores } from "../../data-stores.ts";
import { exampleStoresArgs } from "../../data-stores.fixture.ts";

const tables = { customers: {} };
const environment = exampleEnvironment({
  stores: {
    ledger: { kind: "mysql", engine: "mariadb", replicas: 2 },
    carts: { kind: "mongodb" },
    quiet: { kind: "mysql", engine: "mariadb", replicas: 0 },
    events: { kind: "kafka", captures: { ledger: { tables }, carts: { tables } } },
  },
  domains: {
    shop: { owner: "team", services: { order: { image: "a/b:1.0.0", uses: { ledger: "read-write", carts: "read" } } } },
  },
});

let resources: PlannedResource[] = [];
beforeAll(async () => {
  resources = await planComponents((opts) => {
    const { access } = new DataStores(
      "shop",
      exampleStoresArgs(environment, {
        operators: { kafka: new Server("strimzi"), mysql: new Server("mariadb"), mongodb: new Server("psmdb") },
      }),
      opts,
    );
    // Who captures is no service, which would be told its password.
    const { ledger, carts } = access;
    if (ledger?.kind !== "mysql" || carts?.kind !== "mongodb") throw new Error("they are something else");
    for (const { logins } of [ledger, carts]) expect(Object.keys(logins)).toEqual(["shop-order"]);
  });
});

const workers = () => custom(resources, "shop-events-capture-workers");

it("has the Jobs that set stores up make logins that read, and the workers wait for them", () => {
  const rights = objectAt(custom(resources, "shop-ledger-config"), "data")["rights.sql"];
  expect(rights).toContain("GRANT BINLOG MONITOR, REPLICATION SLAVE, RELOAD ON *.* TO 'capture_events'@'%';");
  expect(rights).toContain("GRANT SELECT, SHOW VIEW, LOCK TABLES ON `ledger`.* TO 'capture_events'@'%';");
  const users = objectAt(custom(resources, "shop-carts-config"), "data")["setup.js"];
  expect(users).toContain('{"name":"capture_events","roles":[{"role":"read","db":"carts"}]}');
  expect(waitsFor(workers())).toEqual(expect.arrayContaining(["shop-ledger-job", "shop-carts-job"]));
});

it("mounts the one password of each, and none of an administrator or a service", () => {
  const volumes = JSON.stringify(objectAt(workers(), "spec", "template", "pod")["volumes"]);
  for (const store of ["ledger", "carts"])
    expect(volumes).toContain(
      JSON.stringify({ items: [{ key: "capture_events", path: "password" }], secretName: `${store}-setup` }),
    );
  expect(volumes).not.toContain("shop-order");
});

it("tells workers whom to trust by files that Java reads, beside those in PEM", () => {
  const authorities = custom(resources, "shop-events-capture-authorities");
  expect(Object.keys(objectAt(authorities, "binaryData")).sort()).toEqual(["carts.jks", "ledger.jks"]);
  expect(Object.keys(objectAt(authorities, "data")).sort()).toEqual(["carts.pem", "ledger.pem"]);
});

it("has a connector of each kind, and a topic for how MariaDB's tables were made", () => {
  const classOf = (from: string) =>
    objectAt(custom(resources, `shop-events-capture-connector-${from}`), "spec")["class"];
  expect(classOf("ledger")).toBe("io.debezium.connector.mariadb.MariaDbConnector");
  expect(classOf("carts")).toBe("io.debezium.connector.mongodb.MongoDbConnector");
  expect(typesAndNames(resources).filter((name) => name.includes("Publication"))).toEqual([]);
  const topics = resources
    .filter(({ type }) => type.endsWith(":KafkaTopic"))
    .map(({ inputs }) => JSON.stringify(inputs));
  expect(topics.some((text) => text.includes('"capture_schemas.ledger"') && text.includes('"retention.ms":-1'))).toBe(
    true,
  );
});

it("has a binary log in a MariaDB that is captured, and none in another", () => {
  const settings = (store: string) => objectAt(custom(resources, `shop-${store}-servers-cluster`), "spec")["myCnf"];
  expect(settings("ledger")).toContain("\nlog_bin = binlog\n");
  expect(settings("quiet")).not.toContain("log_bin");
});
