import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { servicePods, type Flow, type FlowOptions } from "./flow.ts";
import { decideFlows } from "./flows.ts";
import { poolerOf, setupPods, storePods } from "./store-flows.ts";
import { decideNetworkPolicies } from "./network-policies.ts";

const options: FlowOptions = {
  operators: [{ kind: "postgres", name: "pg-operator", labels: { name: "pg-operator" }, webhookPort: 9443 }],
  platformOperators: [],
  cloudOperators: [],
  managedCidrs: ["10.1.0.0/20"],
  warehousePorts: [5439],
  tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
  managed: {
    postgres: { ports: [5432], setUp: true },
    mysql: { ports: [3306], setUp: true },
    mongodb: { ports: [27017], setUp: true },
    redis: { ports: [10000, { first: 8500, last: 8599 }], setUp: false },
    kafka: { ports: [9096], setUp: true },
    rabbitmq: { ports: [5671], setUp: true, setUpPorts: [443] },
    cassandra: { ports: [9142], setUp: false, byIdentity: true },
  },
};
const flows = decideFlows(exampleEnvironment(), options);

const between = (from: Flow["from"], to: Flow["to"]) =>
  flows.filter((flow) => JSON.stringify([flow.from, flow.to]) === JSON.stringify([from, to])).map(({ ports }) => ports);

describe("decideFlows", () => {
  it("opens the callee's ports to its caller, also over domains", () => {
    expect(between(servicePods("billing", "settle"), servicePods("commerce", "order"))).toEqual([[8080, 9090]]);
    expect(between(servicePods("commerce", "order"), servicePods("commerce", "inventory"))).toEqual([[9090]]);
  });

  it("opens nothing that isn't declared", () => {
    expect(between(servicePods("commerce", "inventory"), servicePods("commerce", "order"))).toEqual([]);
    expect(between(servicePods("billing", "settle"), storePods("orders", "postgres"))).toEqual([]);
  });

  it("opens stores to who uses, publishes or consumes", () => {
    expect(between(servicePods("commerce", "inventory"), storePods("orders", "postgres"))).toEqual([[5432]]);
    expect(between(servicePods("commerce", "order"), storePods("events", "kafka"))).toEqual([[9093]]);
    expect(between(servicePods("billing", "settle"), storePods("events", "kafka"))).toEqual([[9093]]);
  });

  it("leads to the managed services' addresses where a store is managed", () => {
    const managed = exampleEnvironment({ stores: { orders: { kind: "postgres", placement: "managed" } } });
    const out = decideFlows(managed, options).filter(({ to }) => to.kind === "blocks");
    expect(out.map(({ from }) => from)).toEqual([
      servicePods("commerce", "order"),
      servicePods("commerce", "inventory"),
      setupPods("orders"),
    ]);
    for (const flow of out) expect(flow).toMatchObject({ to: { cidrs: ["10.1.0.0/20"] }, ports: [5432] });
  });

  it("leads through a pooler where a store has one, and nobody past it", () => {
    const way = (placement: "managed" | "in-cluster") => {
      const orders = { kind: "postgres", placement, pooling: "transaction", replicas: 1 };
      const all = decideFlows(exampleEnvironment({ stores: { orders } }), options);
      const from = (name: string) => all.filter((flow) => flow.from.kind === "pods" && flow.from.name === name);
      return { service: from("inventory"), pooler: ["rw", "ro"].flatMap((role) => from(`${role}.pooler.orders`)) };
    };
    const inCluster = way("in-cluster");
    const toPoolers = (["rw", "ro"] as const).map((role) => ({ to: poolerOf("orders", role), ports: [6432] }));
    expect(inCluster.service.map(({ to, ports }) => ({ to, ports }))).toEqual(toPoolers);
    expect(inCluster.pooler.map(({ to, ports }) => [to, ports])).toEqual([
      [storePods("orders", "postgres"), [5432]],
      [storePods("orders", "postgres"), [5432]],
    ]);
    const managed = way("managed");
    expect(managed.service.map(({ to, ports }) => ({ to, ports }))).toEqual(toPoolers);
    for (const { to, ports } of managed.pooler)
      expect([to, ports]).toEqual([{ kind: "blocks", cidrs: ["10.1.0.0/20"] }, [5432]]);
    expect(managed.pooler).toHaveLength(2);
  });

  it("opens a managed store by the ports of its cloud, to a Job too where one sets it up", () => {
    const stores = {
      sessions: { kind: "redis", placement: "managed" },
      events: { kind: "kafka", placement: "managed" },
    };
    const out = decideFlows(exampleEnvironment({ stores }), options).filter(({ to }) => to.kind === "blocks");
    expect(out.map(({ from, ports }) => [from, ports])).toEqual([
      [servicePods("commerce", "order"), [10000, { first: 8500, last: 8599 }]],
      [servicePods("commerce", "order"), [9096]],
      [servicePods("billing", "settle"), [9096]],
      [setupPods("events"), [9096]],
    ]);
  });

  it("leads an operator with rights in the cloud to its tokens, to the cloud and to the API server, and lets nobody in", () => {
    const mover = { name: "mover", labels: { app: "mover" } };
    const empty = exampleEnvironment({ domains: {}, stores: {} });
    const from = { kind: "pods", namespace: "landbridge-operators", ...mover };
    expect(decideFlows(empty, { ...options, operators: [], cloudOperators: [mover] })).toEqual([
      { from, to: { kind: "anywhere" }, ports: [443, 6443] },
      { from, to: { kind: "blocks", cidrs: ["169.254.1.1/32"] }, ports: [80] },
      { from, to: { kind: "anywhere" }, ports: [443] },
    ]);
  });

  it("leads a service with rights in the cloud to its tokens and to the cloud, and no other service", () => {
    const services = { order: { image: "a/b:1", buckets: { uploads: "read" } }, plain: { image: "a/b:1" } };
    const domains = { commerce: { owner: "team", services } };
    const out = decideFlows(exampleEnvironment({ domains, stores: {} }), { ...options, operators: [] });
    expect(out).toEqual([
      {
        from: servicePods("commerce", "order"),
        to: { kind: "blocks", cidrs: ["169.254.1.1/32"] },
        ports: [80],
      },
      { from: servicePods("commerce", "order"), to: { kind: "anywhere" }, ports: [443] },
    ]);
  });

  it("never opens a port to everyone because a cloud named no addresses", () => {
    const managed = exampleEnvironment({ stores: { orders: { kind: "postgres", placement: "managed" } } });
    const services = decideFlows(managed, { ...options, operators: [], managedCidrs: [] });
    expect(services.filter(({ to }) => to.kind !== "pods")).toEqual([]);
  });

  it("lets an operator at its own kind of store only", () => {
    const reached = flows.filter(({ from }) => from.kind === "pods" && from.name === "pg-operator");
    expect(reached.map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports])).toEqual([
      ["orders", [5432, 8000]],
      ["anywhere", [443, 6443]],
    ]);
  });

  it("lets the API server alone at an operator that judges, and that one at the API server", () => {
    const signer = { name: "signer", labels: { name: "signer" }, webhookPort: 10250 };
    const pods = { kind: "pods", namespace: "landbridge-operators", name: "signer", labels: signer.labels };
    const nothing = { domains: {}, stores: {} };
    expect(decideFlows(nothing, { ...options, operators: [], platformOperators: [signer] })).toEqual([
      { from: pods, to: { kind: "anywhere" }, ports: [443, 6443] },
      { from: { kind: "anywhere" }, to: pods, ports: [10250] },
    ]);
  });

  it("gives the API server to Kafka and PostgreSQL, and not to Redis", () => {
    const asking = flows.filter(({ to, from }) => to.kind === "anywhere" && from.kind === "pods");
    expect(asking.map(({ from }) => (from.kind === "pods" ? from.name : "")).sort()).toEqual([
      "events",
      "orders",
      "pg-operator",
    ]);
  });
});

/**
 * What each operator writes into the selector of the Service by which clients come, by its documentation and source. It may
 * have more; a policy that leads to pods must ask for nothing else, or EKS closes the Service's address.
 * https://github.com/aws/amazon-network-policy-controller-k8s/issues/224
 */
const serviceSelectors = {
  // https://github.com/cloudnative-pg/cloudnative-pg/blob/main/pkg/specs/services.go
  postgres: { "cnpg.io/cluster": "store", "cnpg.io/instanceRole": "primary" },
  // https://github.com/strimzi/strimzi-kafka-operator/blob/main/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/KafkaCluster.java
  kafka: { "strimzi.io/cluster": "store", "strimzi.io/kind": "Kafka", "strimzi.io/name": "store-kafka" },
  // Its own labels and those of the RedisCluster.
  // https://github.com/OT-CONTAINER-KIT/redis-operator/blob/v0.25.0/internal/k8sutils/redis-cluster.go
  redis: {
    "app.kubernetes.io/name": "store",
    "app.kubernetes.io/component": "store",
    app: "store-leader",
    role: "leader",
    redis_setup_type: "cluster",
  },
};

describe("storePods", () => {
  it.each(["postgres", "kafka", "redis"] as const)(
    "asks for nothing that the Service of %s doesn't select by",
    (kind) => {
      expect(serviceSelectors[kind]).toMatchObject(storePods("store", kind).labels);
    },
  );

  it("tells two stores apart", () => {
    for (const kind of ["postgres", "kafka", "redis"] as const)
      expect(storePods("a", kind).labels).not.toEqual(storePods("b", kind).labels);
  });
});

describe("decideNetworkPolicies", () => {
  it("writes a range of ports in the order of its first", () => {
    const from = servicePods("commerce", "order");
    const to = { kind: "blocks", cidrs: ["10.1.0.0/20"] } as const;
    const [policy] = decideNetworkPolicies([{ from, to, ports: [10000, { first: 8500, last: 8599 }] }], "commerce");
    expect(policy?.spec.egress?.[0]?.ports).toEqual([
      { protocol: "TCP", port: 8500, endPort: 8599 },
      { protocol: "TCP", port: 10000 },
    ]);
  });

  it("opens both sides of a flow", () => {
    const caller = decideNetworkPolicies(flows, "billing").find(({ name }) => name === "allow-settle");
    const callee = decideNetworkPolicies(flows, "commerce").find(({ name }) => name === "allow-order");
    expect(caller?.spec.egress).toContainEqual({
      ports: [
        { protocol: "TCP", port: 8080 },
        { protocol: "TCP", port: 9090 },
      ],
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "commerce" } },
          podSelector: { matchLabels: { "app.kubernetes.io/name": "order", "app.kubernetes.io/component": "service" } },
        },
      ],
    });
    expect(callee?.spec.ingress?.[0]?.from?.[0]).toMatchObject({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "billing" } },
    });
  });

  it("names no namespace for a flow inside of one", () => {
    const [inventory] = decideNetworkPolicies(flows, "commerce");
    expect(inventory?.name).toBe("allow-inventory");
    expect(inventory?.spec.ingress?.[0]?.from).toEqual([
      {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "order", "app.kubernetes.io/component": "service" } },
      },
    ]);
  });

  it("leaves out the peers of a flow from anywhere, and only there", () => {
    const [operator] = decideNetworkPolicies(flows, "landbridge-operators");
    expect(operator?.spec.ingress).toEqual([{ ports: [{ protocol: "TCP", port: 9443 }] }]);
    expect(operator?.spec.egress?.filter(({ to }) => to === undefined)).toHaveLength(1);
  });

  it("refuses a flow to no address block", () => {
    const flow: Flow = { from: servicePods("a", "b"), to: { kind: "blocks", cidrs: [] }, ports: [1] };
    expect(() => decideNetworkPolicies([flow], "a")).toThrow("no address block");
  });

  it("gives the same policies whatever the order of the flows", () => {
    expect(decideNetworkPolicies([...flows].reverse(), "landbridge-data")).toEqual(
      decideNetworkPolicies(flows, "landbridge-data"),
    );
  });
});

describe("a broker of queues of the cloud's", () => {
  const environment = exampleEnvironment({
    stores: { jobs: { kind: "rabbitmq", placement: "managed" } },
    domains: {
      billing: {
        owner: "billing-team",
        services: {
          bill: { image: "billing/bill:1.0.0", sends: { mails: { to: "jobs" } } },
          mail: { image: "billing/mail:1.0.0", receives: { mails: { from: "jobs" } } },
          idle: { image: "billing/idle:1.0.0" },
        },
      },
    },
  });
  const blocks = { kind: "blocks", cidrs: ["10.1.0.0/20"] };
  const portsFrom = (from: Flow["from"]) =>
    decideFlows(environment, options)
      .filter((flow) => JSON.stringify([flow.from, flow.to]) === JSON.stringify([from, blocks]))
      .map(({ ports }) => ports);

  it("is open to who sends and who receives, by AMQP alone", () => {
    expect(portsFrom(servicePods("billing", "bill"))).toEqual([[5671]]);
    expect(portsFrom(servicePods("billing", "mail"))).toEqual([[5671]]);
    expect(portsFrom(servicePods("billing", "idle"))).toEqual([]);
  });

  it("is open to the Job that sets it up, by the management API alone", () => {
    expect(portsFrom(setupPods("jobs"))).toEqual([[443]]);
  });
});

describe("a keyspace of the cloud's", () => {
  const from = (byIdentity: boolean) => {
    const environment = exampleEnvironment({
      stores: {
        history: {
          kind: "cassandra",
          placement: "managed",
          tables: { visits: { columns: { day: "date" }, partitionKey: ["day"] } },
        },
      },
      domains: {
        commerce: { owner: "team", services: { order: { image: "a/b:1", uses: { history: "read" } } } },
      },
    });
    const cassandra = { ports: [9142], setUp: false, byIdentity };
    return decideFlows(environment, { ...options, managed: { ...options.managed, cassandra } }).filter(
      (flow) => JSON.stringify(flow.from) === JSON.stringify(servicePods("commerce", "order")),
    );
  };
  const rows = { to: { kind: "blocks", cidrs: ["10.1.0.0/20"] }, ports: [9142] };
  const tokens = { to: { kind: "blocks", cidrs: ["169.254.1.1/32"] }, ports: [80] };

  it("is reached with a token of the node's, and nothing else of the cloud, where services log in by identity", () => {
    expect(from(true)).toMatchObject([rows, tokens]);
    expect(from(true)).toHaveLength(2);
  });

  it("is reached by itself where they have passwords", () => {
    expect(from(false)).toMatchObject([rows]);
    expect(from(false)).toHaveLength(1);
  });
});
