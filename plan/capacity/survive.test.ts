import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { group, inZones, place } from "./capacity.fixture.ts";
import type { NodePlace } from "./node-places.ts";
import { packPods, type PackedNode } from "./pack-pods.ts";
import type { Domain, Keep, PodGroup } from "./pod-group.ts";
import { afterLoss, decideHomeless, decideKeeping, podsOf, type Stake } from "./survive.ts";
import { mostTogether } from "./together.ts";

const stake = (places: readonly NodePlace[], ...groups: readonly PodGroup[]): Stake => ({
  places,
  groups,
  isZonal: (storageClass) => storageClass === "zonal",
});
const keep = (changes: Partial<Keep> = {}): Keep => ({
  what: "servers",
  of: 3,
  need: 2,
  apart: "pods",
  mend: "",
  ...changes,
});
const says = (...all: Parameters<typeof decideKeeping>): string[] =>
  decideKeeping(...all).map((finding) => finding.says);

describe("what is left after a loss", () => {
  const three = group({ keeps: [keep()] });
  const even = { ...three, skew: { zone: 1 } };

  it("is a majority where the zones are demanded to be even and each pool always has a node in them", () => {
    expect(says(stake(inZones(3), even), "zone")).toEqual([]);
    expect(says(stake(inZones(3), three), "zone")).toEqual(["3 of 3 servers may be in one zone: 0 left, 2 needed"]);
  });

  it("isn't, where evenness is measured over the one zone in which a node is at first", () => {
    const [first, ...others] = inZones(3);
    const grown = [first ?? place(), ...others.map((other) => ({ ...other, least: 0 }))];
    expect(says(stake(grown, even), "zone")).toEqual(["3 of 3 servers may be in one zone: 0 left, 2 needed"]);
    expect(says(stake(grown, { ...three, alone: "zone" }), "zone")).toEqual([]);
  });

  it("isn't, with five in three zones of which one may hold two and four are needed", () => {
    const five = group({ least: 5, most: 5, skew: { zone: 1 }, keeps: [keep({ of: 5, need: 4 })] });
    expect(says(stake(inZones(3), five), "zone")).toEqual(["2 of 5 servers may be in one zone: 3 left, 4 needed"]);
    expect(says(stake(inZones(3), { ...five, keeps: [keep({ of: 5, need: 3 })] }), "zone")).toEqual([]);
  });

  it("is mended by a node in every zone, by production's demand, or as its reader says: by what would do", () => {
    const mends = (one: PodGroup, places: readonly NodePlace[] = inZones(3)): string[] =>
      decideKeeping(stake(places, one), "zone").map(({ mend }) => mend);
    const [first, ...others] = inZones(3);
    const grown = [first ?? place(), ...others.map((other) => ({ ...other, least: 0 }))];
    expect(mends(even, grown)).toEqual(["cluster.pools.general.min: 3"]);
    expect(mends(three)).toEqual(["tier: production"]);
    const lone = group({ least: 1, keeps: [keep({ of: 1, need: 1, mend: "scale.min: 3" })] });
    expect(mends(lone)).toEqual(["scale.min: 3"]);
    expect(mends(group({ keeps: [keep({ apart: "nothing", mend: "elsewhere" })] }))).toEqual(["elsewhere"]);
  });

  it("counts what a store keeps apart by itself, and what nothing keeps apart", () => {
    const copies = (apart: Keep["apart"]) => group({ keeps: [keep({ apart })] });
    expect(says(stake(inZones(3), copies("zones")), "zone")).toEqual([]);
    expect(says(stake(inZones(2), copies("zones")), "zone")).toEqual([
      "2 of 3 servers may be in one zone: 1 left, 2 needed",
    ]);
    expect(says(stake(inZones(3), copies("nothing")), "node")).toHaveLength(1);
  });

  it("says nothing of work that can be done again", () => {
    expect(says(stake(inZones(3), { ...three, kind: "job" }), "zone")).toEqual([]);
  });

  it("is all but one, where a node may have no second", () => {
    const apart = group({ alone: "node", keeps: [keep()] });
    expect(says(stake(inZones(1, { most: 5 }), apart), "node")).toEqual([]);
    expect(says(stake(inZones(1, { most: 5 }), apart), "zone")).toHaveLength(1);
  });

  it("is as much as the node that is lost could not hold", () => {
    const two = group({ least: 2, keeps: [keep({ of: 2, need: 1 })] });
    expect(says(stake(inZones(1), two), "node")).toHaveLength(1);
    expect(says(stake(inZones(1, { room: { milliCpu: 900, memoryMiB: 8192 } }), two), "node")).toEqual([]);
  });
});

describe("pods of what is lost", () => {
  const full = { room: { milliCpu: 1000, memoryMiB: 2048 } };

  it("find room where pools may grow, and are told where they may not", () => {
    const six = group({ least: 6, most: 6 });
    expect(decideHomeless(stake(inZones(3, { ...full, most: 2 }), six), "zone", "least")).toEqual([]);
    const homeless = decideHomeless(stake(inZones(3, { ...full, most: 1 }), six), "zone", "least");
    expect(homeless.map(({ reason }) => reason)).toEqual(["the pools are full", "the pools are full"]);
  });

  it("wait for their volume where it lives in the lost zone, and follow one that lives in all", () => {
    const store = (storageClass: string) =>
      group({ kind: "store", skew: { zone: 1 }, claims: [{ storageClass, gib: 1, path: "" }] });
    const tight = inZones(3, { room: { milliCpu: 500, memoryMiB: 1024 }, most: 1 });
    expect(decideHomeless(stake(tight, store("zonal")), "zone", "least")).toEqual([]);
    expect(decideHomeless(stake(tight, store("replicated")), "zone", "least")).toHaveLength(1);
  });

  it("come back in the zone of their volume when a node alone is lost", () => {
    const places = inZones(3, { most: 2 });
    const store = group({ skew: { zone: 1 }, claims: [{ storageClass: "zonal", gib: 1, path: "" }] });
    const before = packPods(places, podsOf([store], "least"));
    const { nodes, waiting } = afterLoss(stake(places, store), before, "node", 0);
    expect(waiting).toEqual([]);
    expect(nodes.flatMap(({ place: { zone }, pods }) => pods.map(() => zone)).sort()).toEqual([0, 1, 2]);
  });

  it("wait for the node that their pool makes instead, where it may have no other", () => {
    const bound = group({ skew: { zone: 1 }, claims: [{ storageClass: "zonal", gib: 1, path: "" }] });
    const least = stake(inZones(3, { most: 1 }), bound);
    const { waiting } = afterLoss(least, packPods(least.places, podsOf([bound], "least")), "node", 0);
    expect(waiting.map(({ reason }) => reason)).toEqual(["the pools are full"]);
    expect(decideHomeless(least, "node", "least")).toEqual([]);
    const full = stake(inZones(3, { most: 1, room: bound.each }), group());
    expect(decideHomeless(full, "node", "least")).toHaveLength(1);
  });

  it("wait by design where no second of their group may be in a zone", () => {
    const apart = group({ alone: "zone" });
    expect(decideHomeless(stake(inZones(3), apart), "zone", "least")).toEqual([]);
  });
});

/** Up to three zones with up to three nodes each, of which some are always there, and room for all pods on each. */
const anyPlaces = fc
  .array(fc.record({ most: fc.integer({ min: 0, max: 3 }), least: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.map(({ most, least }, zone) => place({ zone, most, least: Math.min(most, least) })))
  .filter((all) => all.some(({ most }) => most > 0));

const anyGroup = fc
  .record({
    count: fc.integer({ min: 1, max: 5 }),
    zone: fc.constantFrom(undefined, 1, 2),
    alone: fc.constantFrom(undefined, undefined, "zone" as const, "node" as const),
  })
  .map(({ count, zone, alone }) =>
    group({
      each: { milliCpu: 1, memoryMiB: 1 },
      least: count,
      most: count,
      skew: zone === undefined ? {} : { zone },
      ...(alone === undefined ? {} : { alone }),
    }),
  );

interface Lying {
  readonly place: NodePlace;
  readonly pods: number;
}

/**
 * Every way in which a scheduler may place pods one after the other, on nodes that are there or that an autoscaler adds
 * in whichever zone it likes: evenness is measured over the zones that have a node at that moment.
 */
function* placements(places: readonly NodePlace[], one: PodGroup): Generator<readonly Lying[]> {
  const seen = new Set<string>();
  function* from(nodes: readonly Lying[], left: number): Generator<readonly Lying[]> {
    const key = JSON.stringify([left, nodes.map(({ place: { zone }, pods }) => [zone, pods]).sort()]);
    if (seen.has(key)) return;
    seen.add(key);
    if (left === 0) yield nodes;
    if (left === 0) return;
    for (const [index, node] of nodes.entries())
      if (isAllowed(nodes, node, one)) yield* from(nodes.with(index, { ...node, pods: node.pods + 1 }), left - 1);
    for (const at of places)
      if (nodes.filter((node) => node.place === at).length < at.most)
        yield* from([...nodes, { place: at, pods: 0 }], left);
  }
  yield* from(
    places.flatMap((at) => Array.from({ length: at.least }, () => ({ place: at, pods: 0 }))),
    one.least,
  );
}

function isAllowed(nodes: readonly Lying[], { place: { zone }, pods }: Lying, { skew, alone }: PodGroup): boolean {
  const counts = new Map<number, number>();
  for (const node of nodes) counts.set(node.place.zone, (counts.get(node.place.zone) ?? 0) + node.pods);
  const own = counts.get(zone) ?? 0;
  if (alone === "zone" && own > 0) return false;
  if (alone === "node" && pods > 0) return false;
  return own + 1 - Math.min(...counts.values()) <= (skew.zone ?? Infinity);
}

const lostAtWorst = (nodes: readonly Lying[], domain: Domain): number => {
  const byZone = Map.groupBy(nodes, (node) => node.place.zone);
  const groups = domain === "zone" ? [...byZone.values()] : nodes.map((node) => [node]);
  return Math.max(0, ...groups.map((all) => all.reduce((sum, { pods }) => sum + pods, 0)));
};

describe.each(["zone", "node"] as const)(
  "the loss of each %s in every placement that a scheduler may choose",
  (domain) => {
    it("never takes more than is reckoned with, so that what is said to be left is left", () => {
      const seen = { kept: 0, lost: 0 };
      fc.assert(
        fc.property(anyPlaces, anyGroup, fc.integer({ min: 1, max: 5 }), (places, one, need) => {
          const worst = Math.max(0, ...[...placements(places, one)].map((nodes) => lostAtWorst(nodes, domain)));
          const asked = { ...one, keeps: [keep({ of: one.least, need: Math.min(need, one.least) })] };
          const isKept = decideKeeping(stake(places, asked), domain).length === 0;
          if (isKept) expect(one.least - worst).toBeGreaterThanOrEqual(Math.min(need, one.least));
          seen[isKept ? "kept" : "lost"] += 1;
        }),
        { numRuns: 400, seed: 20_261_121 },
      );
      expect(Math.min(seen.kept, seen.lost)).toBeGreaterThan(30);
    });

    it("can take as many as is reckoned with, where there is a node in each zone and room on it", () => {
      const everywhere = inZones(3, { least: 1, most: 3 });
      for (const count of [1, 2, 3, 4, 5])
        for (const zone of [undefined, 1, 2]) {
          const one = group({
            least: count,
            each: { milliCpu: 1, memoryMiB: 1 },
            skew: zone === undefined ? {} : { zone },
          });
          const worst = Math.max(...[...placements(everywhere, one)].map((nodes) => lostAtWorst(nodes, domain)));
          expect([count, zone, mostTogether(one, count, domain, everywhere)]).toEqual([count, zone, worst]);
        }
    });
  },
);

describe("pods after the loss of any zone or node", () => {
  it("are as many as before, but for those that wait", () => {
    fc.assert(
      fc.property(anyPlaces, anyGroup, fc.constantFrom<Domain>("zone", "node"), (places, one, domain) => {
        const before = packPods(places, podsOf([one], "least"));
        const lost = domain === "zone" ? places.map(({ zone }) => zone) : [...before.nodes.keys()];
        const count = (nodes: readonly PackedNode[]): number => nodes.reduce((sum, { pods }) => sum + pods.length, 0);
        for (const at of lost) {
          const after = afterLoss(stake(places, one), before, domain, at);
          expect(count(after.nodes) + after.waiting.length).toBe(count(before.nodes));
          if (domain === "zone") expect(after.nodes.every(({ place: { zone } }) => zone !== at)).toBe(true);
        }
      }),
    );
  });
});
