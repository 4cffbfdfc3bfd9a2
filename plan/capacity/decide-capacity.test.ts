import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facts, forPurpose, group, pools } from "./capacity.fixture.ts";
import type { Nodes } from "./capacity.ts";
import { decideCapacity, type CapacityInput } from "./decide-capacity.ts";
import { cloudPodsPerNode, decideNodePlaces, growing, kernelPart, shareOf } from "./node-places.ts";
import { anyNode, sumOf } from "./pod-group.ts";

const input = (changes: Partial<CapacityInput> = {}): CapacityInput => ({
  environment: "shop-prod",
  cloud: "somewhere",
  groups: [group()],
  notes: [],
  pools: pools({ general: {} }),
  facts,
  expandable: { zonal: true, fixed: false },
  isZonal: (storageClass) => storageClass !== "replicated",
  ...changes,
});
const nodesOf = (changes: Partial<CapacityInput> = {}): Nodes => {
  const { nodes } = decideCapacity(input(changes));
  if (nodes === undefined) throw new Error("nodes were expected");
  return nodes;
};
const mends = (findings: readonly { readonly mend: string }[]): string[] => findings.map(({ mend }) => mend);

describe("nodes", () => {
  it("are dealt out over the zones, one by one", () => {
    expect([0, 1, 2].map((zone) => shareOf(5, zone, 3))).toEqual([2, 2, 1]);
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 6 }), (count, zones) => {
        const shares = Array.from({ length: zones }, (_, zone) => shareOf(count, zone, zones));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("lose to the kernel, the cloud's own pods and what runs on every node, where that may run", () => {
    const agent = group({ kind: "every node", each: { milliCpu: 100, memoryMiB: 200 } });
    const bare = { milliCpu: 4000 - cloudPodsPerNode.milliCpu, memoryMiB: Math.floor(16_384 * (1 - kernelPart)) - 512 };
    const room = (everywhere: ReturnType<typeof group>[], purpose: "general" | "data" = "general") =>
      decideNodePlaces(pools({ a: { purpose } }).map(growing), facts, everywhere)[0]?.room;
    expect(room([])).toEqual(bare);
    expect(room([agent])).toEqual({ milliCpu: bare.milliCpu - 100, memoryMiB: bare.memoryMiB - 200 });
    expect(room([agent], "data")).toEqual(bare);
    expect(room([{ ...agent, nodes: { ...anyNode, tolerates: [{}] } }], "data")).not.toEqual(bare);
  });
});

describe("room", () => {
  const twenty = group({ least: 3, most: 20, each: { milliCpu: 2000, memoryMiB: 1024 } });

  it("is asked for at rest and at peak", () => {
    const { fits } = nodesOf({ groups: [twenty] });
    expect([fits.least.holds, fits.most.holds]).toEqual([true, false]);
    expect(fits.most.findings[0]?.says).toBe("14 pods find no node: the pools are full");
  });

  it("is mended by the least number of nodes that makes it enough", () => {
    const max = (count: number) => nodesOf({ groups: [twenty], pools: pools({ general: { max: count } }) }).fits.most;
    const [mend] = mends(max(6).findings);
    expect(mend).toBe("cluster.pools.general.max: 20");
    expect([max(19).holds, max(20).holds]).toEqual([false, true]);
    expect(mends(max(19).findings)).toEqual([mend]);
  });

  it("is mended by the smallest node that is large enough, where pods are larger than nodes", () => {
    const large = [group({ each: { milliCpu: 1000, memoryMiB: 40_000 }, most: 1, least: 1 })];
    const { fits } = nodesOf({ groups: large });
    expect(fits.most.findings).toMatchObject([
      { says: "1 pod finds no node: larger than any node", mend: "cluster.pools.general.size: xlarge" },
    ]);
    expect(nodesOf({ groups: large, pools: pools({ general: { size: "xlarge" } }) }).fits.most.holds).toBe(true);
    expect(nodesOf({ groups: large, pools: pools({ general: { size: "large" } }) }).fits.most.holds).toBe(false);
  });

  it("is mended in the pool that pods would rather have", () => {
    const prefers = { ...anyNode, prefers: { "landbridge.dev/purpose": ["general"] } };
    const both = pools({ aside: { purpose: "system" }, general: {} });
    const { fits } = nodesOf({ groups: [{ ...twenty, nodes: prefers }], pools: both });
    expect(mends(fits.most.findings)).toEqual([expect.stringMatching(/^cluster\.pools\.general\.max: \d+$/) as string]);
  });

  it("grows by what the cloud may add, for services and never for stores", () => {
    const autoProvision = { cpu: 24 + 40, memoryGiB: 96 + 160 };
    const store = group({
      name: "store",
      kind: "store",
      least: 20,
      most: 20,
      nodes: forPurpose("data"),
      each: twenty.each,
    });
    const all = pools({ general: { max: 3 }, data: { max: 3, purpose: "data" } });
    expect(nodesOf({ groups: [twenty], pools: all }).fits.most.holds).toBe(false);
    expect(nodesOf({ groups: [twenty], pools: all, autoProvision }).fits.most.holds).toBe(false);
    const more = { cpu: 24 + 160, memoryGiB: 96 + 640 };
    expect(nodesOf({ groups: [twenty], pools: all, autoProvision: more }).fits.most.holds).toBe(true);
    expect(nodesOf({ groups: [store], pools: all, autoProvision: more }).fits.most.holds).toBe(false);
  });
});

describe("survival", () => {
  const keeps = [{ what: "pods", of: 3, need: 1, apart: "pods", mend: "there" } as const];
  const even = group({ skew: { zone: 1 }, keeps });

  it("is yes where pods are spread and there is room", () => {
    const { survives } = nodesOf({ groups: [even] });
    expect([survives.zone.most, survives.node.most]).toEqual([
      { holds: true, findings: [] },
      { holds: true, findings: [] },
    ]);
  });

  it("is no where all may be together, and says where to write what", () => {
    const { survives } = nodesOf({ groups: [{ ...even, skew: {} }] });
    expect(survives.zone.least).toEqual({
      holds: false,
      findings: [
        { group: "shop/order", says: "3 of 3 pods may be in one zone: 0 left, 1 needed", mend: "tier: production" },
      ],
    });
  });

  it("is no where there is no room for those that have to move, and says how many nodes would do", () => {
    const tight = (max: number) =>
      nodesOf({ groups: [{ ...even, each: { milliCpu: 3000, memoryMiB: 1024 } }], pools: pools({ general: { max } }) });
    expect(tight(3).fits.most.holds).toBe(true);
    expect(mends(tight(3).survives.zone.most.findings)).toEqual(["cluster.pools.general.max: 5"]);
    expect([tight(4).survives.zone.most.holds, tight(5).survives.zone.most.holds]).toEqual([false, true]);
  });

  it("is no with one zone", () => {
    const { survives } = nodesOf({ facts: { ...facts, zones: 1 } });
    expect(survives.zone.most.findings).toEqual([{ group: "", says: "there is one zone only", mend: "" }]);
  });

  it("needs no room for work that can be done again", () => {
    const job = group({ name: "job", kind: "job", least: 3, most: 3, each: { milliCpu: 3600, memoryMiB: 1 } });
    const { fits, survives } = nodesOf({ groups: [job], pools: pools({ general: { max: 3 } }) });
    expect([fits.most.holds, survives.zone.most.holds]).toEqual([true, true]);
  });
});

describe("the whole", () => {
  it("adds up: what lies in pools is what pods request, as far as they find nodes", () => {
    const some = fc.array(
      fc.record({ cpu: fc.integer({ min: 1, max: 3000 }), most: fc.integer({ min: 0, max: 12 }), data: fc.boolean() }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(some, (wishes) => {
        const groups = wishes.map(({ cpu, most, data }, index) =>
          group({
            name: `g${index}`,
            each: { milliCpu: cpu, memoryMiB: cpu },
            least: 0,
            most,
            nodes: data ? forPurpose("data") : anyNode,
          }),
        );
        const both = pools({ general: { max: 30 }, data: { purpose: "data", max: 60 } });
        const capacity = decideCapacity(input({ groups, pools: both }));
        const usage = capacity.nodes?.usage.most ?? [];
        if (capacity.nodes?.fits.most.holds === true)
          expect(sumOf(usage.map(({ requested }) => requested))).toEqual(capacity.requested.most);
        for (const { requested, room } of usage) expect(requested.milliCpu).toBeLessThanOrEqual(room.milliCpu);
      }),
      { numRuns: 60 },
    );
  });

  it("says of volumes how many there are, how large, and whether they grow", () => {
    const claim = (storageClass: string, gib: number) => ({ storageClass, gib, path: "stores.orders.storageGiB" });
    const { storage } = decideCapacity(
      input({
        groups: [
          group({ claims: [claim("zonal", 200), claim("fixed", 5)] }),
          group({ name: "z", claims: [claim("zonal", 1)] }),
        ],
      }),
    );
    expect(
      storage.rows.map(({ storageClass, volumes, gibEach, grows }) => [storageClass, volumes, gibEach, grows]),
    ).toEqual([
      ["zonal", 3, 200, true],
      ["fixed", 3, 5, false],
      ["zonal", 3, 1, true],
    ]);
    expect(storage.classes).toEqual([
      { storageClass: "fixed", volumes: 3, gib: 15, largestGib: 5 },
      { storageClass: "zonal", volumes: 6, gib: 603, largestGib: 200 },
    ]);
  });

  it("says that it doesn't know, where the environment makes no nodes", () => {
    for (const changes of [{ facts: undefined }, { pools: [] }]) {
      const capacity = decideCapacity(input(changes));
      expect(capacity.nodes).toBeUndefined();
      expect(capacity.unknown).toHaveLength(1);
      expect(capacity.requested.most).toEqual({ milliCpu: 1500, memoryMiB: 3072 });
    }
  });
});
