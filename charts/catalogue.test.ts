import { describe, expect, it } from "vitest";
import { platformUpstreams } from "../components/kit/registry/mirrors.ts";
import { chartLock, chartReference, imageParts, imageReference, type ChartSurroundings } from "./catalogue.ts";
import { certManager, decideCertManagerValues } from "./cert-manager.ts";
import { charts, storeCharts } from "./charts.ts";
import { clusterAutoscaler, decideAutoscalerValues } from "./cluster-autoscaler.ts";
import { decideKarpenterValues, karpenter } from "./karpenter.ts";

const surroundings = { namespace: "ops", watched: "data", kubernetes: "1.35", zones: 3, nodeSelector: {}, mirrors: {} };

describe("chartReference", () => {
  const entry = { name: "a", version: "1.2.3" };

  it("is one address for OCI, and a name in a repository else", () => {
    expect(chartReference({ ...entry, source: "oci://r.example/a" })).toEqual({
      chart: "oci://r.example/a",
      version: "1.2.3",
    });
    expect(chartReference({ ...entry, source: "https://r.example" })).toEqual({
      chart: "a",
      version: "1.2.3",
      repositoryOpts: { repo: "https://r.example" },
    });
  });

  it("is an archive where a folder of charts is given", () => {
    expect(chartReference({ ...entry, source: "oci://r.example/a" }, "/charts")).toEqual({
      chart: "/charts/a-1.2.3.tgz",
    });
  });
});

describe("imageReference", () => {
  const image = { repository: "r/a", tag: "1", digest: "unknown" };
  it("names the digest where it is known", () => {
    expect(imageReference("a", {}, { images: { a: image } })).toBe("r/a:1");
    expect(imageReference("a", {}, { images: { a: { ...image, digest: "sha256:f" } } })).toBe("r/a:1@sha256:f");
  });

  it("comes in two parts for a chart that puts them together", () => {
    expect(imageParts("a", {}, { images: { a: image } })).toEqual({ repository: "r/a", tag: "1" });
    const known = { ...image, digest: "sha256:f" };
    expect(imageParts("a", {}, { images: { a: known } })).toEqual({ repository: "r/a", tag: "1@sha256:f" });
  });

  it("fails for an image that isn't in the lock", () => {
    expect(() => imageReference("b", {}, { images: {} })).toThrow("no image b");
  });
});

// They let anyone to the ports of numbers, and policies add to each other.
it("lets Strimzi make no network policies beside ours", () => {
  expect(storeCharts.kafka.values({ ...surroundings, spare: false })).toMatchObject({ generateNetworkPolicy: false });
});

it("lists every chart of an operator of stores", () => {
  expect(charts).toEqual(expect.arrayContaining(Object.values(storeCharts)));
});

describe.each(Object.values(storeCharts).map((entry) => [entry.name, entry] as const))("%s", (_name, entry) => {
  it("runs twice where a spare is wanted and two can share the work, and keeps to the watched namespace", () => {
    const twice = JSON.stringify(entry.values({ ...surroundings, spare: true }));
    const once = JSON.stringify(entry.values({ ...surroundings, spare: false }));
    expect(twice).toMatch(entry.alone === true ? /"replica(s|Count)":1/ : /"replica(s|Count)":2/);
    expect(once).toMatch(/"replica(s|Count)":1/);
    expect(once).toMatch(/"data(,ops)?"/);
  });

  it("limits memory to what is requested, stays out of a mesh, and knows its kinds", () => {
    const values = JSON.stringify(entry.values({ ...surroundings, spare: true }));
    expect(values).toMatch(/"limits":\{"memory":"(\d+Mi)"\}/);
    expect(values).toContain('"istio.io/dataplane-mode":"none"');
    expect(entry.kinds.length).toBeGreaterThan(0);
  });
});

describe("mirrors", () => {
  const everyUpstream = ["docker.io", "public.ecr.aws", ...platformUpstreams].sort();
  const mirrors = Object.fromEntries(everyUpstream.map((upstream) => [upstream, `mirror.example/${upstream}`]));
  const upstreams = new RegExp(`(?<!mirror\\.example/)(?:${everyUpstream.join("|")})`);

  it("are known of every registry that an image in the lock comes from", () => {
    const hosts = Object.values(chartLock.images).map(({ repository }) => repository.split("/")[0]);
    expect([...new Set(hosts)].sort()).toEqual(everyUpstream);
  });

  it.each(Object.keys(chartLock.images))("stand before the image %s", (name) => {
    expect(imageReference(name, mirrors)).toMatch(/^mirror\.example\//);
    expect(imageReference(name, mirrors)).not.toMatch(upstreams);
  });

  it.each([
    ...Object.values(storeCharts).map(
      (entry) => [entry.name, (around: ChartSurroundings) => entry.values({ ...around, watched: "data" })] as const,
    ),
    [
      clusterAutoscaler.name,
      (around: ChartSurroundings) =>
        decideAutoscalerValues(around, { provider: "p", cluster: "c", region: "r", serviceAccount: "s" }),
    ] as const,
    [certManager.name, decideCertManagerValues] as const,
    [
      karpenter.name,
      (around: ChartSurroundings) =>
        decideKarpenterValues(around, { cluster: "c", region: "r", interruptions: "q", serviceAccount: "s" }),
    ] as const,
  ])("stand before the images of the chart %s", (_name, values) => {
    const mirrored = JSON.stringify(values({ ...surroundings, spare: true, mirrors }));
    expect(mirrored).toContain("mirror.example/");
    expect(mirrored).not.toMatch(upstreams);
    expect(JSON.stringify(values({ ...surroundings, spare: true }))).not.toContain("mirror.example/");
  });
});
