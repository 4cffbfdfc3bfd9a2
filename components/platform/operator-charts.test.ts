import { expect, it } from "vitest";
import type { ClusterFacts } from "../cloud.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { needsBackups } from "../kit/databases/postgres/postgres-backups.ts";
import { environmentFlows } from "./environment-flows.ts";
import { Namespace } from "./namespace.ts";
import { needsCertificates, operatedKinds } from "./needed-operators.ts";
import { OperatorCharts } from "./operator-charts.ts";

const plan = (environment = exampleEnvironment(), surroundings = exampleSurroundings(), facts: Facts = {}) =>
  planComponents((opts) => {
    const flows = environmentFlows(environment, facts);
    const { autoscaler, provisioner } = facts;
    const namespace = { namespace: "landbridge-data", podSecurity: "restricted", protect: true } as const;
    const watched = new Namespace("shop-data", { ...namespace, surroundings, flows: [] }, opts);
    const charts = {
      kinds: operatedKinds(environment),
      certificates: needsCertificates(environment),
      backups: needsBackups(environment),
      nodes: { autoscaler, provisioner },
      surroundings,
      flows,
      watched,
    };
    new OperatorCharts("shop-operators", charts, opts);
  });

type Facts = Pick<ClusterFacts, "autoscaler" | "provisioner" | "podIdentity">;

/** A cloud that moves no nodes by itself. */
const unmoved = {
  autoscaler: { provider: "somewhere", cluster: "shop-test-cluster", region: "north-1" },
  podIdentity: { annotation: "a", podLabels: {}, tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }], barman: {} },
} as const satisfies Facts;

it("makes the operators that the stores need, and a budget for each whose chart has none", async () => {
  const names = typesAndNames(await plan()).filter((line) => /Chart |Budget /.test(line));
  expect(names).toEqual([
    "kubernetes:helm.sh/v4:Chart shop-operators-cert-manager-chart",
    "kubernetes:helm.sh/v4:Chart shop-operators-cloudnative-pg-chart",
    "kubernetes:helm.sh/v4:Chart shop-operators-strimzi-kafka-operator-chart",
    "kubernetes:policy/v1:PodDisruptionBudget shop-operators-cloudnative-pg-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-operators-strimzi-kafka-operator-budget",
    "landbridge:platform:OperatorChart shop-operators-cert-manager",
    "landbridge:platform:OperatorChart shop-operators-cloudnative-pg",
    "landbridge:platform:OperatorChart shop-operators-strimzi-kafka-operator",
  ]);
});

it("makes none for a managed store", async () => {
  const environment = exampleEnvironment({ stores: { orders: { kind: "postgres", placement: "managed" } } });
  expect(typesAndNames(await plan(environment)).filter((line) => line.includes("Chart "))).toEqual([]);
});

it("makes certificates for what is in the cluster: stores, and poolers before the cloud's", async () => {
  const charts = async (stores: object) =>
    typesAndNames(await plan(exampleEnvironment({ stores, domains: {} }))).filter((line) =>
      line.includes("cert-manager"),
    );
  const managed = { kind: "postgres", placement: "managed" };
  expect(await charts({ orders: managed })).toEqual([]);
  const expected = [
    "kubernetes:helm.sh/v4:Chart shop-operators-cert-manager-chart",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-operators-namespace-allow-cert-manager",
    "landbridge:platform:OperatorChart shop-operators-cert-manager",
  ];
  expect(await charts({ orders: { ...managed, pooling: "transaction" } })).toEqual(expected);
  expect(await charts({ sessions: { kind: "redis" } })).toEqual(expected);
});

it("runs what copies PostgreSQL where a store has a place for backups, after its operator and what makes its certificates", async () => {
  const planned = async (wish: object) => {
    const stores = { orders: { kind: "postgres", ...wish } };
    return (await plan(exampleEnvironment({ stores, buckets: { copies: {} }, domains: {} }))).find(
      ({ name }) => name === "shop-operators-plugin-barman-cloud-chart",
    );
  };
  expect(await planned({})).toBeUndefined();
  for (const wish of [{ backups: { bucket: "copies" } }, { restoreFrom: { bucket: "copies", store: "old-orders" } }]) {
    const chart = await planned(wish);
    expect(chart?.inputs).toMatchObject({ namespace: "landbridge-operators", version: "0.8.0" });
    expect(chart === undefined ? [] : waitsFor(chart)).toEqual(
      expect.arrayContaining(["shop-operators-cert-manager-chart", "shop-operators-cloudnative-pg-chart"]),
    );
  }
});

/** A Prometheus alone reads an operator's numbers. */
const scraped = (port: number) => ({
  from: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "landbridge-monitoring" } },
      podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
    },
  ],
  ports: [{ protocol: "TCP", port }],
});

it("lets the API server at the webhook that judges certificates", async () => {
  const policy = custom(await plan(), "shop-operators-namespace-allow-cert-manager");
  expect(objectAt(policy, "spec")).toMatchObject({
    podSelector: { matchLabels: { "app.kubernetes.io/instance": "cert-manager" } },
    ingress: [scraped(9402), { ports: [{ protocol: "TCP", port: 10250 }] }],
  });
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
  expect(objectAt(policy, "spec")["ingress"]).toEqual([scraped(8080), { ports: [{ protocol: "TCP", port: 9443 }] }]);
  expect(JSON.stringify(objectAt(policy, "spec")["egress"])).toContain('"cnpg.io/cluster":"orders"');
});

it("moves no nodes where the cloud does", async () => {
  expect(typesAndNames(await plan()).filter((line) => line.includes("autoscaler"))).toEqual([]);
});

it("moves nodes where the cloud doesn't: by its name and place, under the account that has the rights", async () => {
  const resources = await plan(
    exampleEnvironment({ stores: {} }),
    exampleSurroundings({ purposes: ["system"] }),
    unmoved,
  );
  const chart = resources.find(({ name }) => name === "shop-operators-cluster-autoscaler-chart");
  expect(chart?.inputs).toMatchObject({
    chart: "cluster-autoscaler",
    repositoryOpts: { repo: "https://kubernetes.github.io/autoscaler" },
    version: "9.59.0",
    namespace: "landbridge-operators",
  });
  expect(chart === undefined ? {} : objectAt(chart, "values")).toMatchObject({
    cloudProvider: "somewhere",
    somewhereRegion: "north-1",
    autoDiscovery: { clusterName: "shop-test-cluster" },
    rbac: { serviceAccount: { name: "cluster-autoscaler" } },
    replicaCount: 2,
    nodeSelector: { "landbridge.dev/purpose": "system" },
    priorityClassName: "system-cluster-critical",
    extraArgs: { expander: "least-waste", "balance-similar-node-groups": true },
  });
});

it("leaves the autoscaler's budget to its chart: two for the same pods would stop every eviction", async () => {
  const budgets = typesAndNames(await plan(exampleEnvironment(), exampleSurroundings(), unmoved)).filter((line) =>
    line.includes("Budget"),
  );
  expect(budgets).toHaveLength(2);
  expect(budgets.join()).not.toContain("autoscaler");
});

it("lets the autoscaler at the API server, the cloud and its tokens, and nobody at it", async () => {
  const resources = await plan(exampleEnvironment({ stores: {} }), exampleSurroundings(), unmoved);
  const spec = objectAt(custom(resources, "shop-operators-namespace-allow-cluster-autoscaler"), "spec");
  expect(spec).toMatchObject({ policyTypes: ["Egress"] });
  expect(spec).not.toHaveProperty("ingress");
  const port = (number: number) => ({ protocol: "TCP", port: number });
  expect(spec["egress"]).toEqual(
    expect.arrayContaining([
      { ports: [port(443), port(6443)] },
      { ports: [port(80)], to: [{ ipBlock: { cidr: "169.254.1.1/32" } }] },
    ]),
  );
});

/** A cloud whose nodes are made by the platform's own provisioner. */
const provisioned = {
  provisioner: {
    nodeClass: { apiVersion: "machines.example/v1", kind: "MachineClass" },
    operator: { cluster: "shop-test-cluster", region: "north-1", interruptions: "shop-test-goes" },
    parts: [],
    classOf: () => ({}),
    requirementsOf: () => [],
  },
  podIdentity: unmoved.podIdentity,
} as const satisfies Facts;

it("makes nodes where the cloud doesn't: for its cluster, told of those that go, under the account that has the rights", async () => {
  const environment = exampleEnvironment({ stores: {} });
  const resources = await plan(environment, exampleSurroundings({ purposes: ["system"] }), provisioned);
  const chart = resources.find(({ name }) => name === "shop-operators-karpenter-chart");
  expect(chart?.inputs).toMatchObject({
    chart: "oci://public.ecr.aws/karpenter/karpenter",
    version: "1.14.1",
    namespace: "landbridge-operators",
    values: {
      serviceAccount: { name: "karpenter" },
      nodeSelector: { "landbridge.dev/purpose": "system" },
      settings: { clusterName: "shop-test-cluster", interruptionQueue: "shop-test-goes" },
    },
  });
  expect(typesAndNames(resources).filter((line) => line.includes("autoscaler"))).toEqual([]);
});

it("makes none where the cloud runs its provisioner itself", async () => {
  const { operator, ...elsewhere } = provisioned.provisioner;
  expect(operator).toBeDefined();
  const resources = await plan(exampleEnvironment(), exampleSurroundings(), { provisioner: elsewhere });
  expect(typesAndNames(resources).filter((line) => line.includes("karpenter"))).toEqual([]);
});

it("leaves the provisioner's budget to its chart, and lets it at the API server, the cloud and its tokens", async () => {
  const resources = await plan(exampleEnvironment({ stores: {} }), exampleSurroundings(), provisioned);
  expect(typesAndNames(resources).filter((line) => line.includes("karpenter-budget"))).toEqual([]);
  const spec = objectAt(custom(resources, "shop-operators-namespace-allow-karpenter"), "spec");
  expect(spec).not.toHaveProperty("ingress");
  const port = (number: number) => ({ protocol: "TCP", port: number });
  expect(spec["egress"]).toEqual(
    expect.arrayContaining([
      { ports: [port(443), port(6443)] },
      { ports: [port(80)], to: [{ ipBlock: { cidr: "169.254.1.1/32" } }] },
    ]),
  );
});
