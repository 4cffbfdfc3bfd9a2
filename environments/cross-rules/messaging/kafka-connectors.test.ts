import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const sink = {
  class: "io.debezium.connector.jdbc.JdbcSinkConnector",
  config: { "connection.url": "jdbc:postgresql://db.example:5432/a?sslmode=verify-full", "insert.mode": "upsert" },
  secrets: { "connection.password": { secret: "warehouse" } },
  reads: ["orders.created"],
  ports: [5432],
};
const source = {
  class: "io.debezium.connector.mongodb.MongoDbConnector",
  secrets: { "mongodb.connection.string": { secret: "mongo" } },
  writes: { "shop.carts": {} },
  ports: [27017],
};

function wrongIn(connectors: object, changes: object = {}, order: object = {}): string[] {
  const environment = exampleEnvironment({
    stores: { events: { kind: "kafka", connectors, ...changes } },
    domains: {
      shop: {
        owner: "team",
        services: { order: { image: "shop/order:1.0.0", publishes: { "orders.created": { to: "events" } }, ...order } },
      },
    },
  });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => `${path}: ${rule}; ${wayOut}`);
}

const path = "stores.events.connectors.one";

describe("a connector", () => {
  it("reads what is there, or writes what services then consume", () => {
    expect(wrongIn({ one: sink, two: source })).toEqual([]);
    expect(wrongIn({ two: source }, {}, { consumes: { "shop.carts": { from: "events" } } })).toEqual([]);
    expect(wrongIn({ one: { ...sink, reads: ["orders.craeted"] } })).toEqual([
      expect.stringContaining(`${path}.reads.0: is no topic of events; did you mean orders.created?`),
    ]);
  });

  it("does what its class does: sinks read, sources write and read nothing", () => {
    expect(wrongIn({ one: { ...sink, reads: [] } })).toEqual([
      `${path}: reads no topic; name the topics that it reads`,
    ]);
    expect(wrongIn({ one: { ...source, writes: {} } })[0]).toContain("writes no topic");
    expect(wrongIn({ one: { ...source, reads: ["orders.created"] } })[0]).toContain("is of no use to a source");
    // What a sink can't write it may put aside.
    expect(wrongIn({ one: { ...sink, writes: { "orders.unwritten": {} } } })).toEqual([]);
  });

  it.each([
    ["connection.password", "hunter2"],
    ["mongodb.connection.string", "mongodb://a.example"],
    ["connection.url", "jdbc:postgresql://db.example/a?user=b&password=c"],
    ["connection.uri", "mongodb://a:b@c.example"],
  ])("has no secret in the clear: %s", (key, value) => {
    expect(wrongIn({ one: { ...sink, secrets: {}, config: { [key]: value } } })).toEqual([
      `${path}.config.${key}: holds a secret, and would stand in a topic in the clear; write it below secrets: ${key}: { secret: <name> }`,
    ]);
  });

  it.each([
    ["sasl.oauthbearer.token.endpoint.url", "https://login.example/token"],
    ["sasl.login.callback.token.class", "org.example.Tokens"],
    ["ssl.password.file", "/etc/settings/password"],
    ["token.location", "header"],
  ])("says in the clear where a secret is, or how one is had: %s", (key, value) => {
    expect(wrongIn({ one: { ...sink, config: { [key]: value } } })).toEqual([]);
  });

  it("holds a password in the clear nowhere, whatever the setting is called", () => {
    const config = { "sasl.oauthbearer.token.endpoint.url": "https://a:b@login.example/token" };
    expect(wrongIn({ one: { ...sink, config } })[0]).toContain("holds a secret");
    expect(wrongIn({ one: { ...sink, config: { "token.url.password": "a" } } })[0]).toContain("holds a secret");
  });

  it("can't ask for what workers mount for others, or be somebody else at this Kafka", () => {
    const wrong = (config: object) => wrongIn({ one: { ...sink, config } })[0];
    expect(wrong({ "insert.mode": "${logins:/mnt/logins/accounts:value}" })).toContain("others' passwords");
    expect(wrong({ "producer.override.sasl.mechanism": "PLAIN" })).toContain("as somebody else");
    expect(wrong({ "consumer.override.max.poll.records": 10 })).toBeUndefined();
  });

  it.each([["topics"], ["tasks.max"], ["connector.class"], ["name"], ["topics.regex"]])(
    "is told %s by its own fields",
    (key) => {
      expect(wrongIn({ one: { ...sink, config: { [key]: "a" } } })[0]).toContain("isn't a setting of the connector's");
    },
  );

  it("writes a topic that nobody else writes", () => {
    expect(wrongIn({ one: source, two: source })).toHaveLength(2);
    expect(wrongIn({ one: source }, {}, { publishes: { "shop.carts": { to: "events" } } })[0]).toContain(
      "is written by a capture, a connector or a mirror already",
    );
  });

  it("is beside a Kafka in the cluster, and in a peer that is there", () => {
    expect(wrongIn({ one: sink }, { placement: "managed" })[0]).toContain(
      "stores.events.connectors: is done by workers",
    );
    expect(wrongIn({ one: { ...sink, peer: "shop-eu" } })[0]).toContain("names no environment of network.peers");
    expect(wrongIn({ one: sink }, { workerSize: "medium" })).toEqual([]);
  });
});
