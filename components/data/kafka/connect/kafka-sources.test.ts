import { output, secret } from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { isSecret, type PlannedResource } from "../../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { workersOf } from "../../../kit/network/flows/worker-flows.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../../plan.fixture.ts";
import { Server } from "../../clients.fixture.ts";
import { DataStores } from "../../data-stores.ts";
import { exampleStoresArgs } from "../../data-stores.fixture.ts";

const mirror = {
  bootstrap: ["a.eu.example:9094"],
  user: "reader",
  password: { secret: "eu-kafka" },
  topics: ["orders.created"],
};
const events = {
  kind: "kafka",
  captures: { accounts: { tables: { customers: {} } } },
  mirrors: { eu: mirror },
  connectors: {
    warehouse: {
      class: "io.debezium.connector.jdbc.JdbcSinkConnector",
      secrets: { "connection.password": { secret: "warehouse" } },
      authority: "-----BEGIN CERTIFICATE-----\nTHEIRS\n-----END CERTIFICATE-----\n",
      reads: ["accounts.public.customers"],
      ports: [5432],
    },
  },
};
const accounts = { kind: "postgres", replicas: 1, pooling: "transaction" };
const environment = exampleEnvironment({ stores: { accounts, events }, domains: {} });

async function plan(): Promise<PlannedResource[]> {
  return planComponents((opts) => {
    new DataStores(
      "shop",
      exampleStoresArgs(environment, {
        operators: { kafka: new Server("strimzi"), postgres: new Server("cnpg") },
        secretValue: (name) => secret(output(`value of ${name}`)),
      }),
      opts,
    );
  });
}

let resources: PlannedResource[] = [];
beforeAll(async () => {
  resources = await plan();
});

it("makes workers, a publication and a connector for what is captured, one's own connectors, and workers for each mirror", () => {
  const made = typesAndNames(resources).filter((name) => /shop-events-(capture|mirror)/.test(name));
  expect(made).toEqual([
    "kubernetes:core/v1:ConfigMap shop-events-capture-authorities",
    "kubernetes:core/v1:ConfigMap shop-events-capture-metrics",
    "kubernetes:core/v1:ConfigMap shop-events-mirror-eu-metrics",
    "kubernetes:core/v1:Secret shop-events-capture-secrets-warehouse",
    "kubernetes:core/v1:Secret shop-events-capture-user-secret",
    "kubernetes:core/v1:Secret shop-events-mirror-eu-source",
    "kubernetes:core/v1:Secret shop-events-mirror-eu-user-secret",
    "kubernetes:kafka.strimzi.io/v1:KafkaConnect shop-events-capture-workers",
    "kubernetes:kafka.strimzi.io/v1:KafkaConnector shop-events-capture-connector-accounts",
    "kubernetes:kafka.strimzi.io/v1:KafkaConnector shop-events-capture-own-warehouse",
    "kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2 shop-events-mirror-eu-workers",
    "kubernetes:kafka.strimzi.io/v1:KafkaUser shop-events-capture-user",
    "kubernetes:kafka.strimzi.io/v1:KafkaUser shop-events-mirror-eu-user",
    "kubernetes:postgresql.cnpg.io/v1:Publication shop-events-capture-publication-accounts",
    "landbridge:data:KafkaCaptures shop-events-capture",
    "landbridge:data:KafkaMirror shop-events-mirror-eu",
    "random:index/randomPassword:RandomPassword shop-events-capture-user-password",
    "random:index/randomPassword:RandomPassword shop-events-mirror-eu-user-password",
  ]);
});

it("gives PostgreSQL a login for it, whose slot follows to whoever takes the primary's place", () => {
  const spec = objectAt(custom(resources, "shop-accounts-cluster"), "spec");
  const text = JSON.stringify(spec);
  expect(text).toContain('"name":"capture_events"');
  expect(text).toContain('"replication":true');
  expect(text).toContain('"synchronizeLogicalDecoding":true');
  expect(text).toContain('"sync_replication_slots":"on"');
  const login = custom(resources, "shop-accounts-capture_events");
  expect(isSecret(login.inputs["stringData"])).toBe(true);
  const mounted = JSON.stringify(objectAt(custom(resources, "shop-events-capture-workers"), "spec", "template"));
  expect(mounted).toContain(`"secretName":${JSON.stringify(objectAt(login, "metadata")["name"])}`);
});

it("waits for both stores, and connects when there are workers and something is published", () => {
  const workers = waitsFor(custom(resources, "shop-events-capture-workers"));
  expect(workers).toEqual(expect.arrayContaining(["shop-events-capture-user", "shop-accounts-cluster"]));
  for (const user of ["shop-events-capture-user", "shop-events-mirror-eu-user"])
    expect(waitsFor(custom(resources, user))).toContain("shop-events-cluster");
  const connector = custom(resources, "shop-events-capture-connector-accounts");
  expect(waitsFor(connector)).toEqual(
    expect.arrayContaining(["shop-events-capture-workers", "shop-events-capture-publication-accounts"]),
  );
});

it("has workers that Kafka's listener and the connector find by their name", () => {
  const workers = objectAt(custom(resources, "shop-events-capture-workers"), "metadata");
  const connector = objectAt(custom(resources, "shop-events-capture-connector-accounts"), "metadata", "labels");
  expect(connector["strimzi.io/cluster"]).toBe(workers["name"]);
  expect(objectAt(custom(resources, "shop-events-capture-workers"), "metadata", "annotations")).toMatchObject({
    "strimzi.io/use-connector-resources": "true",
  });
  const kafka = JSON.stringify(objectAt(custom(resources, "shop-events-cluster"), "spec", "kafka"));
  const { events: wish } = environment.stores;
  if (wish?.kind !== "kafka") throw new Error("it is no Kafka");
  const pods = workersOf("events", wish);
  expect(pods.map(({ name }) => name)).toEqual(["events-connect", "events-mirror-eu"]);
  for (const { labels } of pods) expect(kafka).toContain(JSON.stringify({ matchLabels: labels }));
});

it("keeps every password in a Secret, and waits for no connector: tables come with services", () => {
  expect(isSecret(custom(resources, "shop-events-mirror-eu-source").inputs["stringData"])).toBe(true);
  for (const name of ["shop-events-capture-connector-accounts", "shop-events-mirror-eu-workers"])
    expect(JSON.stringify(custom(resources, name).inputs["metadata"])).not.toContain("waitFor");
});

it("tells a connector of one's own its secrets by a Secret that workers wait for, and who signed the other side's certificate", () => {
  const made = custom(resources, "shop-events-capture-secrets-warehouse");
  expect(isSecret(made.inputs["stringData"])).toBe(true);
  expect(waitsFor(custom(resources, "shop-events-capture-workers"))).toContain(made.name);
  expect(JSON.stringify(custom(resources, "shop-events-capture-own-warehouse").inputs)).toContain(
    "${logins:/mnt/logins/connector.warehouse:connection.password}",
  );
  const authorities = objectAt(custom(resources, "shop-events-capture-authorities"), "data");
  expect(JSON.stringify(authorities["connector.warehouse.pem"])).toContain("THEIRS");
});
