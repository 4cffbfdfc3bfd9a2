import { describe, expect, it } from "vitest";
import { gibibytesOf, mebibytesOf, milliCpuOf, requestsOf } from "./quantities.ts";
import { placingOf, podRequests } from "./pod-spec.ts";

it.each([
  ["250m", 250],
  ["2", 2000],
  [0.5, 500],
  ["0.1", 100],
  ["x", undefined],
])("reads %j as CPUs", (value, expected) => {
  expect(milliCpuOf(value)).toBe(expected);
});

it.each([
  ["512Mi", 512],
  ["1Gi", 1024],
  ["1G", 954],
  ["1048577", 2],
  [1_048_576, 1],
  ["1Xi", undefined],
])("reads %j as memory, and rounds up", (value, expected) => {
  expect(mebibytesOf(value)).toBe(expected);
});

it("rounds volumes up to whole GiB", () => {
  expect([gibibytesOf("1500Mi"), gibibytesOf("20Gi"), gibibytesOf(undefined)]).toEqual([2, 20, undefined]);
});

describe("what a pod asks for", () => {
  const asks = (cpu: string, more: Record<string, string> = {}) => ({
    resources: { requests: { cpu, memory: "1Mi" } },
    ...more,
  });

  it("is its containers together, or the largest of those before", () => {
    expect(podRequests({ containers: [asks("1"), asks("2")], initContainers: [asks("4"), asks("1")] }).milliCpu).toBe(
      4000,
    );
    expect(podRequests({ containers: [asks("1"), asks("2")], initContainers: [asks("2")] }).milliCpu).toBe(3000);
  });

  it("counts what begins before and stays with both", () => {
    const initContainers = [asks("1", { restartPolicy: "Always" }), asks("3")];
    expect(podRequests({ containers: [asks("1")], initContainers }).milliCpu).toBe(4000);
    expect(podRequests({ containers: [asks("5")], initContainers }).milliCpu).toBe(6000);
  });

  it("is its limit where it says no more", () => {
    expect(requestsOf({ limits: { cpu: "1", memory: "2Gi" } })).toEqual({ milliCpu: 1000, memoryMiB: 2048 });
    expect(requestsOf({})).toEqual({ milliCpu: 0, memoryMiB: 0 });
  });
});

describe("where a pod may run", () => {
  const required = (...matchExpressions: object[]) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: JSON.parse(JSON.stringify(matchExpressions)) as [] }],
        },
      },
    },
  });

  it("is where labels have one of the values that it demands", () => {
    expect(placingOf({ nodeSelector: { a: "b" } }).nodes.anyOf).toEqual([{ a: ["b"] }]);
    const both = { nodeSelector: { a: "b" }, ...required({ key: "c", operator: "In", values: ["d", "e"] }) };
    expect(placingOf(both).nodes.anyOf).toEqual([{ a: ["b"], c: ["d", "e"] }]);
  });

  it("is said not to be understood, where it is demanded in another way", () => {
    expect(placingOf(required({ key: "c", operator: "Gt", values: ["1"] })).notes).toEqual(["wants nodes by Gt of c"]);
    const rack = { topologyKey: "rack", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" };
    expect(placingOf({ topologySpreadConstraints: [rack] }).notes).toEqual(["spreads over rack"]);
  });

  it("is the widest of what it is kept apart in", () => {
    const apart = (...keys: string[]) =>
      placingOf({
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: keys.map((topologyKey) => ({ topologyKey })),
          },
        },
      });
    expect(apart("topology.kubernetes.io/zone", "kubernetes.io/hostname").alone).toBe("zone");
    expect(apart("kubernetes.io/hostname").alone).toBe("node");
    expect(apart("rack")).toMatchObject({ notes: ["keeps apart by rack"] });
    expect(apart("rack").alone).toBeUndefined();
  });

  it("puts up with a taint of any value only where it says so", () => {
    const tolerations = [
      { key: "a", operator: "Exists" },
      { key: "b", operator: "Equal", value: "c", effect: "NoSchedule" },
      { operator: "Exists" },
      { key: "d", operator: "Equal", value: "e", effect: "NoExecute" },
    ];
    expect(placingOf({ tolerations }).nodes.tolerates).toEqual([{ key: "a" }, { key: "b", value: "c" }, {}]);
  });
});
