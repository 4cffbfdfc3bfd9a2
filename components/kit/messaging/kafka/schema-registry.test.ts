import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { servicePods } from "../../network/flows/flow.ts";
import { schemaFlows } from "../../network/flows/schema-flows.ts";
import { decideManagedTopic, decideTopics } from "./kafka-topics.ts";
import { decideResourceRights, decideKafkaUsers } from "./kafka-users.ts";
import { decideKafkaSetup } from "./kafka-setup.ts";
import { decideRegistryPods, decideRegistrySettings, registryPods, type RegistryWish } from "./schema-registry.ts";
import { decideSchemaUsers, topicsWithSchemas } from "./topic-schemas.ts";

const image = "shop/x:1.0.0";

const environment = (placement = "in-cluster", schema: object = { schema: "avro" }) =>
  exampleEnvironment({
    stores: { events: { kind: "kafka", placement, schemas: {} }, logs: { kind: "kafka" } },
    domains: {
      shop: {
        owner: "team",
        services: {
          order: { image, publishes: { "orders.created": { to: "events", ...schema }, plain: { to: "events" } } },
          report: { image, consumes: { "orders.created": { from: "events" } } },
          other: { image, consumes: { plain: { from: "events" } } },
          logger: { image, publishes: { lines: { to: "logs" } } },
        },
      },
    },
  });

const wish: RegistryWish = {
  store: "events",
  compatibility: "backward",
  topics: ["orders.created"],
  users: decideSchemaUsers(environment(), "events"),
  mechanism: "SCRAM-SHA-512",
  knowsAuthority: true,
};

/** The value of a setting. */
function settingOf(key: string, changes: Partial<RegistryWish> = {}): string | undefined {
  const lines = decideRegistrySettings({ ...wish, ...changes }).split("\n");
  return lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1);
}

describe("who uses a registry of schemas", () => {
  it("is who publishes or consumes a topic that has one, in its store", () => {
    expect(topicsWithSchemas(environment(), "events")).toEqual(["orders.created"]);
    expect(decideSchemaUsers(environment(), "events")).toEqual([
      { name: "shop-order", domain: "shop", service: "order", writes: ["orders.created"] },
      { name: "shop-report", domain: "shop", service: "report", writes: [] },
    ]);
    expect(decideSchemaUsers(environment(), "logs")).toEqual([]);
  });

  it("reaches it, and it alone reaches the brokers for it", () => {
    const open = { ports: [9096], setUp: true };
    const managed = {
      cassandra: open,
      kafka: open,
      mongodb: open,
      mysql: open,
      postgres: open,
      rabbitmq: open,
      redis: open,
    };
    const flows = (placement: string) =>
      schemaFlows(environment(placement), { managedCidrs: ["10.9.0.0/16"], managed }).map(({ from, to, ports }) => [
        from,
        to,
        ports,
      ]);
    const asked = ["order", "report"].map((name) => [servicePods("shop", name), registryPods("events"), [8443]]);
    expect(flows("in-cluster").slice(0, 2)).toEqual(asked);
    expect(flows("in-cluster")[2]?.[2]).toEqual([9093]);
    expect(flows("managed")).toEqual([
      ...asked,
      [registryPods("events"), { kind: "blocks", cidrs: ["10.9.0.0/16"] }, [9096]],
    ]);
  });
});

describe("what a registry keeps in its Kafka", () => {
  it("is in topics of one partition from which nothing goes, in the cluster and at a cloud", () => {
    const kept = decideTopics(environment(), "events").filter(({ forEver }) => forEver === true);
    expect(kept.map(({ name, partitions }) => [name, partitions])).toEqual([
      ["registry_events", 1],
      ["registry_journal", 1],
      ["registry_snapshots", 1],
    ]);
    for (const topic of kept)
      expect(decideManagedTopic(topic).config).toMatchObject({ "cleanup.policy": "delete", "retention.ms": "-1" });
    expect(decideTopics(environment("in-cluster", {}), "events").map(({ name }) => name)).toEqual([
      "orders.created",
      "plain",
    ]);
  });

  it("is read and written by a login of its own, which may ask how topics are set", () => {
    const users = decideKafkaUsers(environment(), "events");
    const registry = users.find(({ name }) => name === "registry");
    expect(registry?.acls.map(({ resource, operations }) => [resource.name, resource.patternType, operations])).toEqual(
      [
        ["registry_", "prefix", ["Describe", "Read"]],
        ["registry_events", "literal", ["Describe", "DescribeConfigs", "Read", "Write"]],
        ["registry_journal", "literal", ["Describe", "DescribeConfigs", "Read", "Write"]],
        ["registry_snapshots", "literal", ["Describe", "DescribeConfigs", "Read", "Write"]],
      ],
    );
    expect(decideResourceRights(users).find(({ name }) => name === "registry_journal")?.rights).toHaveLength(4);
    // As Kafka's tools list it, so that the next run finds it there.
    expect(decideKafkaSetup(users).rights).toContain("TOPIC LITERAL registry_journal User:registry DESCRIBE_CONFIGS\n");
    expect(decideKafkaUsers(environment(), "logs").map(({ name }) => name)).toEqual(["shop-logger"]);
  });
});

describe("a registry's settings", () => {
  it("close everything but reading, for who has a login, and writing a topic's schemas, for its publishers", () => {
    const permission = (name: string, part: string) => settingOf(`quarkus.http.auth.permission."${name}".${part}`);
    expect([permission("closed", "paths"), permission("closed", "policy")]).toEqual(["/*", "deny"]);
    expect([permission("read", "methods"), permission("read", "policy")]).toEqual(["GET", "reader"]);
    expect(permission("write.orders.created", "paths")).toBe(
      "/apis/ccompat/v7/subjects/orders.created-key/versions,/apis/ccompat/v7/subjects/orders.created-value/versions",
    );
    expect(permission("write.orders.created", "methods")).toBe("POST");
    expect(permission("write.orders.created", "policy")).toBe("write.orders.created");
    const rolesOf = (user: string) => settingOf(`quarkus.security.users.embedded.roles."${user}"`);
    expect(rolesOf("shop-order")).toBe("sr-developer,write.orders.created");
    expect(rolesOf("shop-report")).toBe("sr-readonly");
  });

  it("say the rule for all schemas, by the words of the API", () => {
    expect(settingOf("apicurio.rules.global.compatibility")).toBe("BACKWARD");
    expect(settingOf("apicurio.rules.global.compatibility", { compatibility: "full-transitive" })).toBe(
      "FULL_TRANSITIVE",
    );
  });

  it("verify brokers by name, by the store's authority or by what Java trusts", () => {
    const client = "apicurio.kafka.common.ssl";
    expect(settingOf(`${client}.endpoint.identification.algorithm`)).toBe("https");
    expect(settingOf(`${client}.truststore.location`)).toBe("/etc/landbridge/authorities/events.pem");
    expect(settingOf(`${client}.truststore.location`, { knowsAuthority: false })).toBeUndefined();
    expect(settingOf("apicurio.kafka.common.sasl.mechanism", { mechanism: "PLAIN" })).toBe("PLAIN");
  });

  it("speak TLS alone", () => {
    expect(settingOf("quarkus.http.insecure-requests")).toBe("disabled");
  });
});

it("runs a registry twice in production and where a spare is paid for", () => {
  expect(decideRegistryPods({ tier: "production", costMode: "lean" })).toBe(2);
  expect(decideRegistryPods({ tier: "development", costMode: "balanced" })).toBe(2);
  expect(decideRegistryPods({ tier: "development", costMode: "lean" })).toBe(1);
});
