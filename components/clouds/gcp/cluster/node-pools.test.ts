import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import { decideInitialNodesPerZone, nodePoolName } from "./node-pools.ts";
import { pool } from "../../pools.fixture.ts";

describe("a node pool", () => {
  it("never begins with more nodes than it may have, and with the fewest where that fits", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), (min, more) => {
        const max = Math.max(1, min + more);
        const nodes = decideInitialNodesPerZone({ min, max }) * zoneCount;
        expect(nodes).toBeLessThanOrEqual(max);
        if (Math.ceil(min / zoneCount) * zoneCount <= max) expect(nodes).toBeGreaterThanOrEqual(min);
      }),
    );
  });

  it("has another name when its machines are others, so that the new one stands beside the old", () => {
    const names = [
      pool(),
      pool({ diskGiB: 200 }),
      pool({ spot: true }),
      pool({ capacity: { cpu: 8, memoryGiB: 32 } }),
    ].map(nodePoolName);
    expect(new Set(names).size).toBe(4);
  });

  it("keeps its name when it may only grow further", () => {
    expect(nodePoolName(pool({ max: 9 }))).toBe(nodePoolName(pool()));
  });

  it("has a name of 40 characters at most, however long the environment's", () => {
    expect(nodePoolName(pool({ name: "a".repeat(60) })).length).toBe(40);
  });
});
