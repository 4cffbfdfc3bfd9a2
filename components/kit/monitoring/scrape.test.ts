import { describe, expect, it } from "vitest";
import { decidePostgresHosts } from "../databases/postgres/postgres.ts";
import { decideHosts } from "../network/hosts.ts";
import { decidePodMonitor, isScrapedByTls, seriesOf } from "./scrape.ts";

const authority = { name: "orders-metrics-authority", key: "ca.crt" };
const decide = (kind: Parameters<typeof decidePodMonitor>[1]) =>
  decidePodMonitor("orders", kind, { a: "b" }, authority);

describe("a monitor", () => {
  it.each([
    ["postgres", decidePostgresHosts("orders")],
    ["rabbitmq", decideHosts(["orders"], ["orders-nodes"])],
  ] as const)("reads %s by TLS and asks for a name that is on its certificate", (kind, hosts) => {
    expect(isScrapedByTls(kind)).toBe(true);
    for (const { scheme, tlsConfig } of decide(kind).podMetricsEndpoints) {
      expect(scheme).toBe("https");
      expect(hosts).toContain(tlsConfig?.serverName);
      expect(tlsConfig?.ca.configMap).toEqual(authority);
    }
  });

  it.each(["cassandra", "kafka", "mongodb"] as const)("reads %s without, where the port knows none", (kind) => {
    expect(isScrapedByTls(kind)).toBe(false);
    for (const endpoint of decide(kind).podMetricsEndpoints) {
      expect(endpoint).toMatchObject({ scheme: "http", path: "/metrics" });
      expect(endpoint).not.toHaveProperty("tlsConfig");
    }
  });

  it("selects the store's pods, and asks RabbitMQ for each queue besides", () => {
    expect(decide("postgres").selector).toEqual({ matchLabels: { a: "b" } });
    expect(decide("rabbitmq").podMetricsEndpoints.map(({ path }) => path)).toEqual(["/metrics", "/metrics/detailed"]);
  });

  it("also reads the operators of a Kafka's topics and users, at ports of their own", () => {
    expect(decide("kafka").podMetricsEndpoints.map(({ port }) => port)).toEqual([
      "tcp-prometheus",
      "healthcheck-to",
      "healthcheck-uo",
    ]);
    expect(decide("mongodb").podMetricsEndpoints).toHaveLength(1);
  });
});

it("knows numbers by the monitor that they come from", () => {
  expect(seriesOf("orders", "postgres")).toBe('namespace="landbridge-data",job="landbridge-data/orders"');
  expect(seriesOf("books", "mysql")).toBe('namespace="landbridge-data",job="books-metrics"');
});
