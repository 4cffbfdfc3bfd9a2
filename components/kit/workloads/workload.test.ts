import { describe, expect, it } from "vitest";
import { service } from "../../../environments/schema/domains.ts";
import {
  decideDisruption,
  decidePorts,
  decideProbes,
  decideResources,
  decideScaling,
  decideServiceSpread,
} from "./workload.ts";

const wish = (changes: object) => service.parse({ image: "a/b:1.0.0", ...changes });

describe("decideProbes", () => {
  it("asks a REST service for its life and its readiness at different paths", () => {
    const probes = decideProbes(wish({ serves: { rest: {} }, health: { live: "/alive", ready: "/ready" } }));
    expect(probes.startupProbe?.httpGet).toEqual({ path: "/alive", port: "rest" });
    expect(probes.livenessProbe?.httpGet).toEqual({ path: "/alive", port: "rest" });
    expect(probes.readinessProbe?.httpGet).toEqual({ path: "/ready", port: "rest" });
  });

  it("asks a gRPC service through its health service, by number since names aren't allowed there", () => {
    expect(decideProbes(wish({ serves: { grpc: { port: 9191 } } })).readinessProbe?.grpc).toEqual({ port: 9191 });
  });

  it("asks a worker nothing", () => {
    expect(decideProbes(wish({}))).toEqual({});
  });

  it("is more patient before a restart than before it takes traffic away", () => {
    const { livenessProbe, readinessProbe } = decideProbes(wish({ serves: { rest: {} } }));
    const seconds = (probe: typeof livenessProbe) => (probe?.periodSeconds ?? 0) * (probe?.failureThreshold ?? 0);
    expect(seconds(livenessProbe)).toBeGreaterThan(seconds(readinessProbe) * 2);
  });
});

describe("decidePorts", () => {
  it("says what is spoken on each port", () => {
    expect(decidePorts(wish({ serves: { grpc: {}, rest: {} } }))).toEqual([
      { name: "rest", port: 8080, appProtocol: "http" },
      { name: "grpc", port: 9090, appProtocol: "kubernetes.io/h2c" },
    ]);
  });
});

describe("decideResources", () => {
  it("limits memory to what is requested, and CPU not at all", () => {
    const { requests, limits } = decideResources("small");
    expect(requests).toMatchObject({ cpu: "500m", memory: "1Gi" });
    expect(limits).toEqual({ memory: "1Gi", "ephemeral-storage": "1Gi" });
  });
});

describe("decideDisruption", () => {
  it.each([
    [{ min: 1, max: 1 }, undefined],
    [{ min: 1, max: 2 }, { maxUnavailable: 1 }],
    [{ min: 10, max: 20 }, { maxUnavailable: 1 }],
    [{ min: 11, max: 20 }, { maxUnavailable: "10%" }],
  ])("%o gives %o, so that a node can always be drained", (scale, expected) => {
    expect(decideDisruption({ ...scale, cpuPercent: 70 })).toEqual(expected);
  });
});

describe("decideScaling", () => {
  it("keeps between the wished bounds at the wished load", () => {
    expect(decideScaling({ min: 3, max: 30, cpuPercent: 60 })).toMatchObject({
      minReplicas: 3,
      maxReplicas: 30,
      metrics: [{ resource: { target: { averageUtilization: 60 } } }],
      behavior: { scaleUp: { stabilizationWindowSeconds: 0 }, scaleDown: { stabilizationWindowSeconds: 300 } },
    });
  });
});

describe("decideServiceSpread", () => {
  const keys = (spread: ReturnType<typeof decideServiceSpread>) =>
    spread.map(({ topologyKey, whenUnsatisfiable }) => [topologyKey, whenUnsatisfiable]);

  it("keeps zones even in production", () => {
    expect(keys(decideServiceSpread({ a: "b" }, { zones: 3, tier: "production" }))).toEqual([
      ["topology.kubernetes.io/zone", "DoNotSchedule"],
      ["kubernetes.io/hostname", "ScheduleAnyway"],
    ]);
  });

  it("only wishes for even zones elsewhere, and knows no zones on a laptop", () => {
    expect(keys(decideServiceSpread({}, { zones: 3, tier: "staging" }))[0]).toEqual([
      "topology.kubernetes.io/zone",
      "ScheduleAnyway",
    ]);
    expect(keys(decideServiceSpread({}, { zones: 1, tier: "production" }))).toEqual([
      ["kubernetes.io/hostname", "ScheduleAnyway"],
    ]);
  });
});
