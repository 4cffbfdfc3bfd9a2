import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const mariadb = { kind: "mysql", engine: "mariadb", dataClass: "internal" };
const rabbitmq = { kind: "rabbitmq", dataClass: "internal" };

function wrongWith(stores: object) {
  return crossRules(exampleEnvironment({ stores, buckets: {}, domains: {} }), at).map(({ path, rule }) => [path, rule]);
}

describe("names of stores in the cluster", () => {
  it.each(["kafka", "mariadb", "percona-server-mongodb", "postgresql"])(
    "fail for RabbitMQ where pods of other stores are labelled so: %s",
    (name) => {
      expect(wrongWith({ [name]: rabbitmq })).toEqual([
        [`stores.${name}`, "is what pods of other stores are labelled with: they would be taken for its brokers"],
      ]);
      expect(wrongWith({ [name]: mariadb })).toEqual([]);
      expect(wrongWith({ [name]: { ...rabbitmq, placement: "managed" } })).toEqual([]);
    },
  );

  it("fail where one is what another's operator calls a Service or StatefulSet", () => {
    const part = (store: string, of: string) => [[`stores.${store}`, `is also the name of a part of the store ${of}`]];
    expect(wrongWith({ orders: mariadb, "orders-read": mariadb })).toEqual(part("orders-read", "orders"));
    expect(wrongWith({ work: rabbitmq, "work-nodes": rabbitmq })).toEqual(part("work-nodes", "work"));
    expect(wrongWith({ a1: { kind: "postgres", dataClass: "internal" }, "a1-rw": rabbitmq })).toEqual(
      part("a1-rw", "a1"),
    );
  });

  it("fail where one is what another's operator calls a Service, for each kind that is called as its store", () => {
    const influxdb = { kind: "influxdb", dataClass: "internal", databases: { points: {} } };
    expect(wrongWith({ orders: mariadb, "orders-read": influxdb })).toContainEqual([
      "stores.orders-read",
      "is also the name of a part of the store orders",
    ]);
  });

  it.each([
    "setup",
    "upkeep",
    "trial",
    "twin",
    "backup",
    "nodes",
    "pooler",
    "pooler-ro",
    "schemas",
    "bridge",
    "metrics",
    "origin",
    "repair",
    "restore-test",
  ])("fail once where one is what is planned beside another, wherever the two are: %s", (ending) => {
    const postgres = { kind: "postgres", dataClass: "internal" };
    const managed = { ...postgres, placement: "managed" };
    const part = [[`stores.orders-${ending}`, "is also the name of a part of the store orders"]];
    expect(wrongWith({ orders: postgres, [`orders-${ending}`]: postgres })).toEqual(part);
    expect(wrongWith({ orders: managed, [`orders-${ending}`]: postgres })).toEqual(part);
    expect(wrongWith({ orders: postgres, [`orders-${ending}`]: managed })).toEqual(part);
    expect(wrongWith({ work: rabbitmq, [`orders-${ending}`]: postgres })).toEqual([]);
  });

  it("may begin alike, also with such a word where no object bears it alone", () => {
    expect(wrongWith({ orders: mariadb, "orders-old": mariadb })).toEqual([]);
    expect(wrongWith({ orders: mariadb, "orders-read": { kind: "postgres", dataClass: "internal" } })).toEqual([]);
    expect(wrongWith({ orders: { ...mariadb, placement: "managed" }, "orders-read": mariadb })).toEqual([]);
  });
});
