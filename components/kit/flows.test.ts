import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { decideFlows, servicePods, storePods, type Flow, type FlowOptions } from "./flows.ts";
import { decideNetworkPolicies } from "./network-policies.ts";

const options: FlowOptions = {
  operators: [{ kind: "postgres", name: "pg-operator", labels: { name: "pg-operator" }, webhookPort: 9443 }],
  managedCidrs: ["10.1.0.0/20"],
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
    expect(out).toHaveLength(2);
    expect(out[0]).toMatchObject({ to: { cidrs: ["10.1.0.0/20"] }, ports: [5432] });
  });

  it("never opens a port to everyone because a cloud named no addresses", () => {
    const managed = exampleEnvironment({ stores: { orders: { kind: "postgres", placement: "managed" } } });
    const services = decideFlows(managed, { operators: [], managedCidrs: [] });
    expect(services.filter(({ to }) => to.kind !== "pods")).toEqual([]);
  });

  it("lets an operator at its own kind of store only", () => {
    const reached = flows.filter(({ from }) => from.kind === "pods" && from.name === "pg-operator");
    expect(reached.map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports])).toEqual([
      ["orders", [5432, 8000]],
      ["anywhere", [443, 6443]],
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

describe("decideNetworkPolicies", () => {
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
