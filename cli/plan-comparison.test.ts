import { describe, expect, it } from "vitest";
import { secretMarker } from "../plan/planned-resource.ts";
import { comparePlans, isEqual } from "./plan-comparison.ts";
import type { PlanFile, PlanFileResource } from "./plan-file.ts";
import { renderComparison } from "./print/render-comparison.ts";

const plain = { isTerminal: false, env: {} };

function resource(name: string, rest: Partial<PlanFileResource> = {}): PlanFileResource {
  const urn = `urn:pulumi:s::p::t:m:T::${name}`;
  return {
    urn,
    type: "t:m:T",
    name,
    parent: null,
    provider: null,
    inputs: {},
    dependencies: [],
    protect: false,
    ...rest,
  };
}

function plan(resources: readonly PlanFileResource[], rest: Partial<PlanFile> = {}): PlanFile {
  return { environment: "s", cloud: "local", digest: "a", opaque: [], resources: [...resources], ...rest };
}

describe("a comparison of plans", () => {
  it("finds what was added, removed and changed", () => {
    const before = plan([resource("a"), resource("b", { inputs: { size: 1, tags: ["x"] } })]);
    const after = plan([resource("b", { inputs: { size: 2, tags: ["x", "y"] }, protect: true }), resource("c")]);
    const comparison = comparePlans(before, after);
    expect(comparison.added.map(({ name }) => name)).toEqual(["c"]);
    expect(comparison.removed.map(({ name }) => name)).toEqual(["a"]);
    expect(comparison.changed.map(({ properties }) => properties)).toEqual([
      [
        { path: "inputs.size", old: 1, new: 2 },
        { path: "inputs.tags[1]", new: "y" },
        { path: "protect", old: false, new: true },
      ],
    ]);
  });

  it("names in a section of their own what lost its protection, and nothing else", () => {
    const before = plan([resource("a", { protect: true }), resource("b"), resource("c", { protect: true })]);
    const after = plan([
      resource("a"),
      resource("b", { protect: true }),
      resource("c", { protect: true }),
      resource("d"),
    ]);
    const comparison = comparePlans(before, after);
    expect(comparison.unprotected.map(({ name }) => name)).toEqual(["a"]);
    expect(renderComparison(comparison, plain)).toContain(
      "\nNo longer protected (1): the next change may delete them\n! t:m:T a\n",
    );
    expect(renderComparison(comparePlans(after, before), plain)).toContain("! t:m:T b");
    expect(renderComparison(comparePlans(before, before), plain)).not.toContain("protected");
  });

  it("prints what would be lines of its own in one", () => {
    const before = plan([resource("a", { inputs: { "k\n::x": "old" } })]);
    const after = plan([resource("a", { inputs: { "k\n::x": "new\u2028::error::\u009b" } })]);
    expect(renderComparison(comparePlans(before, after), plain)).not.toMatch(/^::|[\u2028\u009b]/m);
  });

  it("calls one dependency new, not all that come after it", () => {
    const before = plan([resource("a", { dependencies: ["urn:2", "urn:3"] })]);
    const after = plan([resource("a", { dependencies: ["urn:1", "urn:2", "urn:3"] })]);
    expect(comparePlans(before, after).changed[0]?.properties).toEqual([{ path: 'dependencies["urn:1"]', new: true }]);
  });

  it("doesn't depend on the order of resources in the file", () => {
    const all = [resource("a"), resource("b")];
    expect(isEqual(comparePlans(plan(all), plan(all.toReversed())))).toBe(true);
  });

  it("calls plans equal whose digests differ alone, and says that", () => {
    const comparison = comparePlans(plan([]), plan([], { digest: "b" }));
    expect(isEqual(comparison)).toBe(true);
    expect(renderComparison(comparison, plain)).toContain("only the digest differs");
  });

  it("counts a chart that can't be rendered any more as a difference", () => {
    const chart = { urn: "urn:pulumi:s::p::t::c", name: "c", chart: "c", version: "1", reason: "no helm" };
    const comparison = comparePlans(plan([]), plan([], { opaque: [chart] }));
    expect(isEqual(comparison)).toBe(false);
    expect(renderComparison(comparison, plain)).toContain("? t c can't be rendered any more");
  });

  it("prints secrets as a word and placeholders without the way to their resource", () => {
    const placeholder = "${urn:pulumi:s::p::a$b:c:D::n#host}:80";
    const before = plan([resource("a", { inputs: { key: "old", to: "here" } })]);
    const after = plan([resource("a", { inputs: { key: secretMarker, to: placeholder } })]);
    const text = renderComparison(comparePlans(before, after), plain);
    expect(text).toContain('inputs.key: "old" -> "[secret]"');
    expect(text).toContain('inputs.to: "here" -> "${b:c:D n#host}:80"');
  });
});
