import { expect, it } from "vitest";
import { decideNetworkPolicies } from "./network-policies.ts";
import { storePods } from "./store-flows.ts";
import { watchedFlows } from "./watched-flows.ts";

it("lets a Prometheus of the monitoring namespace, and nobody else, to a store's numbers", () => {
  const flows = watchedFlows("orders", "postgres");
  expect(decideNetworkPolicies(flows, "landbridge-data")).toEqual([
    {
      name: `allow-${storePods("orders", "postgres").name}`,
      spec: {
        podSelector: { matchLabels: { "cnpg.io/cluster": "orders" } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            ports: [{ protocol: "TCP", port: 9187 }],
            from: [
              {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "landbridge-monitoring" } },
                podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
              },
            ],
          },
        ],
      },
    },
  ]);
  expect(decideNetworkPolicies(flows, "landbridge-monitoring").map(({ spec }) => spec.policyTypes)).toEqual([
    ["Egress"],
  ]);
});

it("lets what reads MariaDB's numbers to its servers, and a Prometheus to that alone", () => {
  const [first, second, ...others] = watchedFlows("books", "mysql");
  expect(others).toEqual([]);
  expect(first).toMatchObject({ to: { labels: { "app.kubernetes.io/instance": "books-metrics" } }, ports: [9104] });
  expect(second).toMatchObject({ from: first?.to, to: storePods("books", "mysql"), ports: [3306] });
});

it("lets a Prometheus to Kafka's nodes and to the operators of its topics and users", () => {
  expect(watchedFlows("events", "kafka")).toMatchObject([
    { from: { namespace: "landbridge-monitoring" }, to: storePods("events", "kafka"), ports: [9404, 8080, 8081] },
  ]);
});
