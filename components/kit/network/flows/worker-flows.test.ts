import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import type { Flow, FlowOptions } from "./flow.ts";
import { storePods } from "./store-flows.ts";
import { workerFlows } from "./worker-flows.ts";

const options: Pick<FlowOptions, "operators"> = {
  operators: [
    { kind: "kafka", name: "strimzi-kafka-operator", labels: { name: "strimzi" } },
    { kind: "postgres", name: "cloudnative-pg", labels: { name: "cnpg" } },
  ],
};
const mirror = { user: "a", password: { secret: "eu-kafka" }, topics: ["orders.created"] };
const bootstrap = ["b.example:9095", "a.example:9094", "c.example:9094"];

function flowsOf(events: object): Flow[] {
  const { stores } = exampleEnvironment({
    stores: { accounts: { kind: "postgres" }, events: { kind: "kafka", ...events } },
    domains: {},
  });
  const peers = { "shop-eu": { kind: "peering", cidr: "10.80.0.0/14", network: "n" } } as const;
  return workerFlows({ stores, network: { peers } }, { ...options, ...none });
}
const none = {
  platformOperators: [],
  cloudOperators: [],
  managedCidrs: [],
  warehousePorts: [],
  tokenEndpoints: [],
  managed: {
    ...{ postgres: { ports: [], setUp: false }, mysql: { ports: [], setUp: false } },
    ...{ kafka: { ports: [], setUp: false }, redis: { ports: [], setUp: false } },
    ...{ mongodb: { ports: [], setUp: false }, rabbitmq: { ports: [], setUp: false } },
    cassandra: { ports: [], setUp: false },
  },
} as const;

it("opens nothing where nothing is captured or mirrored", () => {
  expect(flowsOf({})).toEqual([]);
});

it("lets workers at their Kafka and at the databases that they capture, and only the operator and each other at their API", () => {
  const flows = flowsOf({ captures: { accounts: { tables: { customers: {} } } } });
  const targets = flows.map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports]);
  expect(targets).toContainEqual(["events", [9093]]);
  expect(targets).toContainEqual(["accounts", [5432]]);
  const api = flows.filter(({ ports }) => ports.includes(8083));
  expect(api.map(({ from }) => (from.kind === "pods" ? from.name : from.kind)).sort()).toEqual([
    "events-connect",
    "strimzi-kafka-operator",
  ]);
  expect(flows.some(({ from }) => JSON.stringify(from) === JSON.stringify(storePods("events", "kafka")))).toBe(false);
});

it.each([
  ["mysql", { kind: "mysql", engine: "mariadb" }, 3306],
  ["mongodb", { kind: "mongodb" }, 27017],
] as const)("lets workers at a %s that they capture, at its own port", (kind, accounts, port) => {
  const { stores } = exampleEnvironment({
    stores: { accounts, events: { kind: "kafka", captures: { accounts: { tables: { customers: {} } } } } },
    domains: {},
  });
  const flow = workerFlows({ stores }, { ...options, ...none }).find(({ ports }) => ports.includes(port));
  expect(flow).toMatchObject({ from: { name: "events-connect" }, to: storePods("accounts", kind), ports: [port] });
});

it("lets a mirror at the ports of the other Kafka, in the network of the peer that it names", () => {
  const out = (changes: object) =>
    flowsOf({ mirrors: { eu: { ...mirror, bootstrap, ...changes } } }).find(({ ports }) => ports.includes(9094));
  expect(out({})).toMatchObject({ to: { kind: "anywhere" }, ports: [9094, 9095] });
  expect(out({ peer: "shop-eu" })?.to).toEqual({ kind: "blocks", cidrs: ["10.80.0.0/14"] });
});

it("reaches the cloud's own servers where those have their addresses, and nothing more", () => {
  const { stores } = exampleEnvironment({
    stores: {
      accounts: { kind: "postgres", placement: "managed" },
      events: { kind: "kafka", captures: { accounts: { tables: { customers: {} } } } },
    },
    domains: {},
  });
  const managed = { ...none.managed, postgres: { ports: [5432, 3307], setUp: true } };
  const reach = (managedCidrs: string[]) =>
    workerFlows({ stores }, { ...options, ...none, managed, managedCidrs }).filter(({ to }) => to.kind === "blocks");
  expect(reach(["10.9.0.0/16"])).toEqual([
    expect.objectContaining({ to: { kind: "blocks", cidrs: ["10.9.0.0/16"] }, ports: [5432, 3307] }),
  ]);
  expect(reach([])).toEqual([]);
});
