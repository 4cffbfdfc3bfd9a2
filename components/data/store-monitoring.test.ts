import { describe, expect, it } from "vitest";
import { store as storeSchema, type InClusterWish } from "../../environments/schema/stores/stores.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { Namespace } from "../platform/namespace.ts";
import { OperatorCharts } from "../platform/operator-charts.ts";
import {
  custom,
  exampleAuthority,
  examplePem,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../plan.fixture.ts";
import { StoreMonitoring } from "./store-monitoring.ts";

const wishes = {
  books: { kind: "mysql", engine: "mariadb" },
  events: { kind: "kafka" },
  orders: { kind: "postgres" },
} as const;

const planned = await planComponents((opts) => {
  const surroundings = exampleSurroundings();
  const around = { surroundings, flows: [] };
  const data = { namespace: "landbridge-data", podSecurity: "restricted", protect: false, ...around } as const;
  const watched = new Namespace("shop-data", data, opts);
  const charts = { kinds: ["kafka", "postgres"], certificates: true, monitoring: true, watched, ...around } as const;
  const { monitoringReady: definitions } = new OperatorCharts("shop-operators", charts, opts);
  if (definitions === undefined) throw new Error("nothing defines the kinds");
  for (const [store, wish] of Object.entries(wishes)) {
    const { name: namespace } = watched;
    const environment = exampleEnvironment();
    const authority = exampleAuthority();
    const args = { store, wish: operated(wish), environment, authority, surroundings, namespace, definitions };
    new StoreMonitoring(`shop-${store}-watch`, args, opts);
  }
});

function operated(wish: object): InClusterWish {
  const parsed = storeSchema.parse(wish);
  if (parsed.placement !== "in-cluster") throw new Error("is in the cluster");
  return parsed;
}

const object = (name: string) => custom(planned, name);

describe("what is watched of a store", () => {
  it("is a monitor, rules and a dashboard; who signed only where TLS is spoken, and no monitor where an operator makes it", () => {
    const names = typesAndNames(planned.filter(({ name }) => name.includes("-watch-")));
    expect(names).toEqual([
      "kubernetes:core/v1:ConfigMap shop-books-watch-dashboard",
      "kubernetes:core/v1:ConfigMap shop-events-watch-dashboard",
      "kubernetes:core/v1:ConfigMap shop-orders-watch-authority",
      "kubernetes:core/v1:ConfigMap shop-orders-watch-dashboard",
      "kubernetes:monitoring.coreos.com/v1:PodMonitor shop-events-watch-monitor",
      "kubernetes:monitoring.coreos.com/v1:PodMonitor shop-orders-watch-monitor",
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule shop-books-watch-alerts",
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule shop-events-watch-alerts",
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule shop-orders-watch-alerts",
    ]);
  });

  it("comes after the kinds that it is made of", () => {
    for (const name of ["shop-orders-watch-monitor", "shop-orders-watch-alerts"])
      expect(waitsFor(object(name))).toContain("shop-operators-prometheus-operator-crds-chart");
  });

  it("is found by Grafana's label, and readable by whoever reads ConfigMaps", () => {
    const { labels } = objectAt(object("shop-orders-watch-dashboard"), "metadata");
    expect(labels).toMatchObject({ grafana_dashboard: "1", "landbridge.dev/data-class": "internal" });
    const data = objectAt(object("shop-orders-watch-dashboard"), "data");
    expect(Object.keys(data)).toEqual(["orders.json"]);
    expect(JSON.stringify(data)).toContain("cnpg_backends_total");
  });

  it("trusts who signs the store's certificate", () => {
    expect(objectAt(object("shop-orders-watch-authority"), "data")).toEqual({ "ca.crt": examplePem });
    const spec = JSON.stringify(objectAt(object("shop-orders-watch-monitor"), "spec"));
    expect(spec).toContain('"name":"orders-metrics-authority"');
    expect(waitsFor(object("shop-orders-watch-monitor"))).toContain("shop-orders-watch-authority");
  });
});

describe("the operators", () => {
  it("say where their numbers are, with the namespaces that those are about", () => {
    const monitors = planned.filter(
      ({ type, name }) => type.endsWith(":PodMonitor") && name.startsWith("shop-operators"),
    );
    expect(monitors.map(({ name }) => name).sort()).toEqual([
      "shop-operators-cert-manager-monitor",
      "shop-operators-cloudnative-pg-monitor",
      "shop-operators-strimzi-kafka-operator-monitor",
    ]);
    expect(objectAt(object("shop-operators-cert-manager-monitor"), "spec")).toMatchObject({
      selector: { matchLabels: { "app.kubernetes.io/instance": "cert-manager" } },
      podMetricsEndpoints: [{ port: "http-metrics", honorLabels: true }],
    });
  });

  it("have a budget each where they run twice, and what runs nothing has none", () => {
    const budgets = typesAndNames(planned).filter((line) => line.includes("Budget"));
    expect(budgets.filter((line) => line.includes("prometheus"))).toEqual([]);
  });
});
