import { describe, expect, it } from "vitest";
import { sizes } from "../../../../kit/sizes.ts";
import { decideCacheNode } from "./cache-nodes.ts";

const names = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"] as const;

describe("decideCacheNode", () => {
  it("has the wish's CPUs and memory in every size", () => {
    for (const size of names) {
      const node = decideCacheNode({ size, purpose: "cache" });
      expect(node.memoryGiB).toBeGreaterThanOrEqual(sizes[size].memoryGiB);
      expect(node.cpu).toBeGreaterThanOrEqual(sizes[size].cpu);
    }
  });

  it("takes the smallest that does", () => {
    expect(names.map((size) => decideCacheNode({ size, purpose: "cache" }).name)).toEqual([
      "cache.t4g.micro",
      "cache.t4g.micro",
      "cache.t4g.small",
      "cache.m7g.large",
      "cache.r7g.large",
      "cache.r7g.xlarge",
      "cache.r7g.2xlarge",
    ]);
  });

  it("takes one that can keep a log for sessions", () => {
    for (const size of names) expect(decideCacheNode({ size, purpose: "session" }).durable).toBe(true);
  });
});
