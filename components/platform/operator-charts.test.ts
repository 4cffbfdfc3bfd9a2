import { expect, it } from "vitest";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { environmentFlows } from "./environment-flows.ts";
import { Namespace } from "./namespace.ts";
import { operatedKinds, OperatorCharts } from "./operator-charts.ts";

const plan = (environment = exampleEnvironment(), surroundings = exampleSurroundings()) =>
  planComponents((opts) => {
    const flows = environmentFlows(environment);
    const namespace = { namespace: "landbridge-data", podSecurity: "restricted", protect: true } as const;
    const watched = new Namespace("shop-data", { ...namespace, surroundings, flows: [] }, opts);
    new OperatorCharts("shop-operators", { kinds: operatedKinds(environment), surroundings, flows, watched }, opts);
  });

it("makes the operators that the stores need, and a budget for each", async () => {
  const names = typesAndNames(await plan()).filter((line) => /Chart |Budget /.test(line));
  expect(names).toEqual([
    "kubernetes:helm.sh/v4:Chart shop-operators-cloudnative-pg-chart",
    "kubernetes:helm.sh/v4:Chart shop-operators-redis-operator-chart",
    "kubernetes:helm.sh/v4:Chart shop-operators-strimzi-kafka-operator-chart",
    "kubernetes:policy/v1:PodDisruptionBudget shop-operators-cloudnative-pg-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-operators-redis-operator-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-operators-strimzi-kafka-operator-budget",
    "landbridge:platform:OperatorChart shop-operators-cloudnative-pg",
    "landbridge:platform:OperatorChart shop-operators-redis-operator",
    "landbridge:platform:OperatorChart shop-operators-strimzi-kafka-operator",
  ]);
});

it("makes none for a managed store", async () => {
  const environment = exampleEnvironment({ stores: { orders: { kind: "postgres", placement: "managed" } } });
  expect(typesAndNames(await plan(environment)).filter((line) => line.includes("Chart "))).toEqual([]);
});

it("pins the chart, and gives the operator one namespace to look after", async () => {
  const resources = await plan();
  const { inputs } = resources.find(({ name }) => name === "shop-operators-strimzi-kafka-operator-chart") ?? {};
  expect(inputs).toMatchObject({
    chart: "oci://quay.io/strimzi-helm/strimzi-kafka-operator",
    version: "1.2.0",
    namespace: "landbridge-operators",
    values: { replicas: 2, watchNamespaces: ["landbridge-data"] },
  });
});

it("waits for both namespaces and their policies", async () => {
  const chart = (await plan()).find(({ name }) => name === "shop-operators-cloudnative-pg-chart");
  expect(chart === undefined ? [] : waitsFor(chart)).toEqual(
    expect.arrayContaining(["shop-data", "shop-operators-namespace", "shop-operators-namespace-default-deny"]),
  );
});

it("runs one of each, without a budget, where money counts more", async () => {
  const resources = await plan(exampleEnvironment(), exampleSurroundings({ costMode: "lean" }));
  expect(typesAndNames(resources).filter((line) => line.includes("Budget"))).toEqual([]);
  const chart = resources.find(({ name }) => name === "shop-operators-cloudnative-pg-chart");
  expect(chart === undefined ? {} : objectAt(chart, "values")).toMatchObject({ replicaCount: 1 });
});

it("lets the API server at the webhook, and each operator at its stores", async () => {
  const policy = custom(await plan(), "shop-operators-namespace-allow-cloudnative-pg");
  expect(objectAt(policy, "spec")["ingress"]).toEqual([{ ports: [{ protocol: "TCP", port: 9443 }] }]);
  expect(JSON.stringify(objectAt(policy, "spec")["egress"])).toContain('"cnpg.io/cluster":"orders"');
});
