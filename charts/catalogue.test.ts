import { describe, expect, it } from "vitest";
import { chartReference, imageReference } from "./catalogue.ts";
import { charts } from "./charts.ts";

const surroundings = { namespace: "ops", watched: "data", zones: 3, nodeSelector: {} };

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
    expect(imageReference("a", { images: { a: image } })).toBe("r/a:1");
    expect(imageReference("a", { images: { a: { ...image, digest: "sha256:f" } } })).toBe("r/a:1@sha256:f");
  });

  it("fails for an image that isn't in the lock", () => {
    expect(() => imageReference("b", { images: {} })).toThrow("no image b");
  });
});

describe.each(charts.map((entry) => [entry.name, entry] as const))("%s", (_name, entry) => {
  it("runs twice where a spare is wanted, and keeps to the watched namespace", () => {
    const twice = JSON.stringify(entry.values({ ...surroundings, spare: true }));
    const once = JSON.stringify(entry.values({ ...surroundings, spare: false }));
    expect(twice).toMatch(/"replica(s|Count)":2/);
    expect(once).toMatch(/"replica(s|Count)":1/);
    expect(once).toMatch(/"data"/);
  });

  it("limits memory to what is requested, stays out of a mesh, and knows its kinds", () => {
    const values = JSON.stringify(entry.values({ ...surroundings, spare: true }));
    expect(values).toMatch(/"limits":\{"memory":"(\d+Mi)"\}/);
    expect(values).toContain('"istio.io/dataplane-mode":"none"');
    expect(entry.kinds.length).toBeGreaterThan(0);
  });
});
