import { expect, it } from "vitest";
import { decideStoreParts, decideServiceWatch } from "../kit/monitoring/parts/decide-part-watch.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { OperatorCharts } from "../platform/operator-charts.ts";
import { Namespace } from "../platform/namespace.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { PartMonitoring } from "./part-monitoring.ts";

const environment = exampleEnvironment({
  stores: {
    orders: { kind: "postgres", pooling: "transaction", replicas: 0 },
    online: { kind: "redis", purpose: "session" },
  },
  domains: {
    ml: {
      owner: "ml-team",
      services: {
        likes: {
          ...{ image: "ml/likes:1", size: "small", serves: { rest: { port: 6566 } } },
          uses: { orders: "read-write", online: "read-write" },
          features: { registry: "orders", online: "online" },
        },
      },
    },
  },
});
const surroundings = exampleSurroundings();
const labels = { "landbridge.dev/data-class": "internal" };

const planned = await planComponents((opts) => {
  const around = { surroundings, flows: [] };
  const data = { namespace: "landbridge-data", podSecurity: "restricted", protect: false, ...around } as const;
  const watched = new Namespace("shop-data", data, opts);
  const charts = { kinds: ["postgres"], certificates: true, monitoring: true, watched, ...around } as const;
  const { monitoringReady: definitions } = new OperatorCharts("shop-operators", charts, opts);
  const [pooler] = decideStoreParts(environment, "orders", surroundings);
  const wish = environment.domains["ml"]?.services["likes"];
  const likes = wish === undefined ? undefined : decideServiceWatch("ml", "likes", wish, surroundings);
  if (definitions === undefined || pooler === undefined || likes === undefined) throw new Error("nothing to watch");
  const common = { namespace: watched.name, labels, definitions };
  new PartMonitoring("shop-pooler", { watch: pooler, owner: surroundings.tags, ...common }, opts);
  new PartMonitoring(
    "shop-likes",
    { watch: likes, owner: { ...surroundings.tags, owner: "ml-team" }, ...common },
    opts,
  );
});

it("says where numbers are, what is wrong when, and shows it; without a monitor where nobody tells numbers", () => {
  expect(typesAndNames(planned.filter(({ name }) => /^shop-(pooler|likes)-/.test(name)))).toEqual([
    "kubernetes:core/v1:ConfigMap shop-likes-dashboard",
    "kubernetes:core/v1:ConfigMap shop-pooler-dashboard",
    "kubernetes:monitoring.coreos.com/v1:PodMonitor shop-pooler-monitor",
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule shop-likes-alerts",
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule shop-pooler-alerts",
  ]);
  expect(objectAt(custom(planned, "shop-pooler-monitor"), "spec")).toEqual({
    selector: { matchLabels: { "app.kubernetes.io/name": "rw.pooler.orders", "app.kubernetes.io/component": "store" } },
    podMetricsEndpoints: [{ port: "metrics", path: "/metrics", scheme: "http" }],
  });
});

it("comes after the kinds that it is made of, and tells whose a service is", () => {
  for (const name of ["shop-pooler-monitor", "shop-likes-alerts"])
    expect(waitsFor(custom(planned, name))).toContain("shop-operators-prometheus-operator-crds-chart");
  const rules = JSON.stringify(objectAt(custom(planned, "shop-likes-alerts"), "spec"));
  expect(rules).toContain('"owner":"ml-team"');
  expect(rules).toContain('"service":"likes"');
  expect(objectAt(custom(planned, "shop-likes-dashboard"), "metadata")["labels"]).toMatchObject({
    grafana_dashboard: "1",
  });
});
