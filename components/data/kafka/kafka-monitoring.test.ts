import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { z } from "zod";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  waitsFor,
} from "../../plan.fixture.ts";
import { Server } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";

const events = {
  kind: "kafka",
  captures: { accounts: { tables: { customers: {} } } },
  connectors: {
    warehouse: {
      class: "io.debezium.connector.jdbc.JdbcSinkConnector",
      secrets: { "connection.password": { secret: "warehouse" } },
      reads: ["accounts.public.customers"],
      ports: [5432],
    },
  },
};
const environment = exampleEnvironment({ stores: { accounts: { kind: "postgres" }, events }, domains: {} });

const resources = await planComponents((opts) => {
  new DataStores(
    "shop",
    {
      environment,
      surroundings: exampleSurroundings({ costMode: "balanced" }),
      namespace: "landbridge-data",
      operators: { kafka: new Server("strimzi"), postgres: new Server("cnpg") },
      authority: exampleAuthority(),
      monitoring: new Server("definitions"),
      secretValue: (name) => secret(output(`value of ${name}`)),
    },
    opts,
  );
});

const rules = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string(), labels: z.looseObject({}) })) }),
  ),
});
const alertsOf = (name: string) =>
  rules.parse(objectAt(custom(resources, name), "spec")).groups.flatMap((group) => group.rules);

it("has alerts of each connector of one's own beside those of captures, once they are wished for", () => {
  const alerts = alertsOf("shop-events-connect-watch-alerts");
  for (const alert of ["ConnectorTaskFailed", "ConnectorNotRunning"]) {
    const found = alerts.filter((one) => one.alert === alert);
    expect(found.map(({ labels }) => [labels["part"], labels["severity"]])).toEqual([["warehouse", "critical"]]);
    expect(found[0]?.expr).toContain('connector="events.connector.warehouse"');
  }
  expect(alerts.find(({ alert }) => alert === "CaptureTaskFailed")?.labels).toMatchObject({ part: "accounts" });
});

it("reads what looks after a Kafka with the Kafka itself, and has alerts of it", () => {
  expect(objectAt(custom(resources, "shop-events-watch-monitor"), "spec")).toMatchObject({
    selector: { matchLabels: { "strimzi.io/cluster": "events" } },
    podMetricsEndpoints: [{ port: "tcp-prometheus" }, { port: "healthcheck-to" }, { port: "healthcheck-uo" }],
  });
  const names = alertsOf("shop-events-watch-alerts").map(({ alert }) => alert);
  expect(names).toEqual(
    expect.arrayContaining(["KafkaOperatorsSilent", "KafkaDeclarationsFail", "KafkaBalancerBlind"]),
  );
});

// Else the operator stops at the ConfigMap that isn't there.
it("tells Cruise Control what to tell before the operator makes it", () => {
  const kafka = custom(resources, "shop-events-cluster");
  const [settings] = resources.filter(({ name }) => name === "shop-events-balancer-metrics");
  expect(waitsFor(kafka)).toContain("shop-events-balancer-metrics");
  expect(objectAt(kafka, "spec")).toMatchObject({
    cruiseControl: {
      metricsConfig: { valueFrom: { configMapKeyRef: { name: "events-cruise-control-metrics", key: "metrics.json" } } },
    },
  });
  expect(settings?.inputs).toMatchObject({ metadata: { name: "events-cruise-control-metrics" } });
  expect(Object.keys(objectAt(settings ?? kafka, "data"))).toEqual(["metrics.json"]);
});
