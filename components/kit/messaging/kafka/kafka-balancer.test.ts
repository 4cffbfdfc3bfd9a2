import { Kafka } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/Kafka";
import { describe, expect, it } from "vitest";
import { kafka } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideKafka } from "./kafka.ts";
import { decideBalancer } from "./kafka-balancer.ts";

const copies = { replicas: 3, minInSync: 2 };
const surroundings = exampleSurroundings({ costMode: "balanced", zones: 3 });

/** The goals under a key of Cruise Control's settings, by their short names. */
function goalsOf(key: string, changes: Parameters<typeof exampleSurroundings>[0] = {}): string[] {
  const balancer = decideBalancer("events", 3, copies, { ...surroundings, ...changes });
  const goals: unknown = new Map<string, unknown>(Object.entries(balancer?.config ?? {})).get(key);
  if (typeof goals !== "string") throw new Error(`there are no goals under ${key}`);
  return goals.split(",").map((goal) => goal.split(".").at(-1) ?? "");
}

describe("decideBalancer", () => {
  it("is there where the cost mode pays for it and there are brokers to move data between", () => {
    const thereFor = (costMode: "free-tier" | "lean" | "balanced" | "resilient", brokers: number) =>
      decideBalancer("events", brokers, copies, { ...surroundings, costMode }) !== undefined;
    expect([thereFor("free-tier", 3), thereFor("lean", 3)]).toEqual([false, false]);
    expect([thereFor("balanced", 3), thereFor("resilient", 9)]).toEqual([true, true]);
    expect(thereFor("resilient", 1)).toBe(false);
  });

  it("is part of a valid Kafka", () => {
    const listener = { certificate: "events-tls", port: 9093, peers: [{ podSelector: {} }] };
    const spec = decideKafka("events", kafka.parse({ kind: "kafka" }), listener, surroundings);
    expect(spec.cruiseControl).toBeDefined();
    const cluster = new Kafka({ metadata: { name: "events" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
  });

  it("fills brokers that join, and empties those that go before they do", () => {
    expect(decideBalancer("events", 3, copies, surroundings)?.autoRebalance?.map(({ mode }) => mode)).toEqual([
      "add-brokers",
      "remove-brokers",
    ]);
  });

  it("demands a copy in each zone where there are as many, and even shares where there are fewer", () => {
    const apart = (zones: number) => goalsOf("hard.goals", { zones })[0];
    expect([apart(3), apart(2), apart(1)]).toEqual(["RackAwareGoal", "RackAwareDistributionGoal", "RackAwareGoal"]);
  });

  // CpuCapacityGoal would refuse every move as soon as one broker takes more than it requests, which none is kept from.
  it("looks at disks and CPU, and has no goal that a broker or the network can break by doing its work", () => {
    const all = goalsOf("default.goals");
    expect(all).toEqual(
      expect.arrayContaining(["DiskCapacityGoal", "DiskUsageDistributionGoal", "CpuUsageDistributionGoal"]),
    );
    expect(all.filter((goal) => /Network|Nw|BytesIn|CpuCapacity/.test(goal))).toEqual([]);
  });

  // Cruise Control doesn't start otherwise.
  it("watches for and demands nothing that isn't among its goals", () => {
    for (const zones of [1, 2, 3])
      for (const key of ["hard.goals", "anomaly.detection.goals"])
        expect(goalsOf("default.goals", { zones })).toEqual(expect.arrayContaining(goalsOf(key, { zones })));
  });

  it("has limits of its own, and no mesh", () => {
    const balancer = decideBalancer("events", 3, copies, surroundings);
    expect(balancer?.resources).toEqual({ requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "1Gi" } });
    expect(balancer?.template?.pod?.metadata?.labels).toMatchObject({ "sidecar.istio.io/inject": "false" });
  });
});
