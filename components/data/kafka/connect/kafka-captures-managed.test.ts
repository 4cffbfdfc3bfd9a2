import { output, secret } from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { custom, objectAt, planComponents, typesAndNames, waitsFor } from "../../../plan.fixture.ts";
import { Server } from "../../clients.fixture.ts";
import { exampleStoresArgs } from "../../data-stores.fixture.ts";
import { DataStores } from "../../data-stores.ts";

const environment = exampleEnvironment({
  stores: {
    accounts: { kind: "postgres", placement: "managed", pooling: "transaction" },
    events: { kind: "kafka", captures: { accounts: { tables: { customers: {}, order_items: {} } } } },
  },
  domains: { shop: { owner: "team", services: { order: { image: "a/b:1.0.0", uses: { accounts: "read-write" } } } } },
});

const server = {
  readWrite: { host: output("db.example"), port: 5433 },
  readOnly: { host: output("db.example"), port: 5433 },
  authorities: "-----BEGIN CERTIFICATE-----\nTHEIRS\n-----END CERTIFICATE-----\n",
  proof: "authority",
  admin: { user: output("landbridge"), password: secret(output("hidden")) },
  logReaders: "log_readers",
} as const;

let resources: PlannedResource[] = [];
beforeAll(async () => {
  resources = await planComponents((opts) => {
    const { access } = new DataStores(
      "shop",
      exampleStoresArgs(environment, {
        operators: { kafka: new Server("strimzi") },
        managed: {
          ...{ mysql: {}, kafka: {}, redis: {}, rabbitmq: {}, mongodb: {}, cassandra: {} },
          postgres: { accounts: server },
        },
      }),
      opts,
    );
    const { accounts } = access;
    if (accounts?.kind !== "postgres") throw new Error("it is no PostgreSQL");
    // Who captures is no service, which would be told its password.
    expect(Object.keys(accounts.logins)).toEqual(["shop-order"]);
  });
});

const find = (pattern: RegExp) => typesAndNames(resources).filter((name) => pattern.test(name));

it("has the Job that sets a server up make the login, and publish again and again", () => {
  const files = objectAt(custom(resources, "shop-accounts-config"), "data");
  expect(JSON.stringify(files["server.sql"])).toContain(
    JSON.stringify('GRANT "log_readers" TO "capture_events"').slice(1, -1),
  );
  expect(JSON.stringify(files["publish.sql"])).toContain("('public', 'customers'), ('public', 'order_items')");
  expect(JSON.stringify(files["keep.sh"])).toContain("publish.sql");
  expect(Object.keys(files)).not.toContain("keep.sql");
  expect(find(/CronJob shop-accounts-upkeep/)).toHaveLength(1);
  expect(find(/Publication/)).toEqual([]);
});

it("connects to the server itself, past a pooler, and verifies it by the cloud's authority", () => {
  const config = objectAt(custom(resources, "shop-events-capture-connector-accounts"), "spec", "config");
  expect(config).toMatchObject({
    "database.hostname": "db.example",
    "database.port": 5433,
    "database.dbname": "accounts",
    "database.user": "capture_events",
    "database.sslmode": "verify-ca",
    "slot.failover": true,
  });
  const authorities = objectAt(custom(resources, "shop-events-capture-authorities"), "data");
  expect(Object.values(authorities)).toEqual([server.authorities]);
});

it("mounts the one password that the Job set, none of the administrator, and waits for the Job", () => {
  const workers = custom(resources, "shop-events-capture-workers");
  const volumes = JSON.stringify(objectAt(workers, "spec", "template", "pod")["volumes"]);
  const name = objectAt(custom(resources, "shop-accounts-secret"), "metadata")["name"];
  expect(volumes).toContain(JSON.stringify({ items: [{ key: "capture_events", path: "password" }], secretName: name }));
  expect(waitsFor(workers)).toContain("shop-accounts-job");
});
