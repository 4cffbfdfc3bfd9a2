import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forPurpose, group, inZones, place } from "./capacity.fixture.ts";
import { fitsInto, takes, type NodePlace } from "./node-places.ts";
import { packPods, type PackedNode, type Pod } from "./pack-pods.ts";
import { sumOf, type PodGroup } from "./pod-group.ts";

const podsOf = (...groups: readonly PodGroup[]): Pod[] =>
  groups.flatMap((one) => Array.from({ length: one.most }, () => ({ group: one })));

const zonesOf = (nodes: readonly PackedNode[], name: string): number[] =>
  nodes.flatMap(({ place: { zone }, pods }) => pods.filter((one) => one.name === name).map(() => zone)).sort();

describe("pods on nodes", () => {
  it("go on nodes that are there before a pool grows", () => {
    const { nodes, waiting } = packPods(inZones(3), podsOf(group({ most: 21 })));
    expect(waiting).toEqual([]);
    expect(nodes.map(({ pods }) => pods.length)).toEqual([7, 7, 7]);
  });

  it("make a pool grow as far as it may, and then wait", () => {
    const { nodes, waiting } = packPods([place({ most: 2 })], podsOf(group({ most: 17 })));
    expect(nodes.map(({ pods }) => pods.length)).toEqual([8, 8]);
    expect(waiting.map(({ reason }) => reason)).toEqual(["the pools are full"]);
  });

  it("keep off taints that they don't tolerate, and off nodes without their labels", () => {
    const data = {
      labels: { "landbridge.dev/purpose": ["data"] },
      taints: [{ key: "landbridge.dev/purpose", value: "data" }],
    };
    const places = [place({ pool: "data", ...data }), place({ pool: "general" })];
    const stores = group({ name: "store", nodes: forPurpose("data") });
    const { nodes } = packPods(places, podsOf(stores, group()));
    const on = (pool: string) =>
      nodes.filter((node) => node.place.pool === pool).flatMap(({ pods }) => pods.map(({ name }) => name));
    expect([on("data"), on("general")]).toEqual([Array(3).fill("store"), Array(3).fill("shop/order")]);
    expect(packPods([place()], podsOf(stores)).waiting.map(({ reason }) => reason)).toEqual(
      Array(3).fill("no pool takes it"),
    );
  });

  it("wait when they are larger than any node, whatever pools may grow to", () => {
    const { waiting } = packPods(inZones(3), podsOf(group({ each: { milliCpu: 100, memoryMiB: 9000 }, most: 1 })));
    expect(waiting.map(({ reason }) => reason)).toEqual(["larger than any node"]);
  });

  it("wait rather than be uneven, where evenness is demanded", () => {
    const places = [...inZones(2), place({ zone: 2, most: 0, least: 0 })];
    const even = group({ most: 4, skew: { zone: 1 } });
    expect(zonesOf(packPods(places, podsOf(even)).nodes, even.name)).toEqual([0, 0, 1, 1]);
    const lopsided = [place(), place({ zone: 1, room: { milliCpu: 500, memoryMiB: 1024 }, most: 1 })];
    const { nodes, waiting } = packPods(lopsided, podsOf(even));
    expect(zonesOf(nodes, even.name)).toEqual([0, 0, 1]);
    expect(waiting).toHaveLength(1);
  });

  it("have a zone or node of their own where no second may be", () => {
    const apart = group({ most: 4, alone: "zone" });
    const { nodes, waiting } = packPods(inZones(3), podsOf(apart));
    expect(zonesOf(nodes, apart.name)).toEqual([0, 1, 2]);
    expect(waiting.map(({ reason }) => reason)).toEqual(["its spread forbids it"]);
    expect(packPods([place()], podsOf(group({ alone: "node" }))).nodes.map(({ pods }) => pods.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it("stay in the zone of their volume", () => {
    const pods = [{ group: group(), zone: 2 }];
    expect(zonesOf(packPods(inZones(3), pods).nodes, "shop/order")).toEqual([2]);
  });

  it("are never more on a node than it takes", () => {
    const { nodes, waiting } = packPods([place({ pods: 2, most: 2 })], podsOf(group({ most: 5 })));
    expect([nodes.map(({ pods }) => pods.length), waiting.length]).toEqual([[2, 2], 1]);
  });
});

/** Small cases: up to three zones with up to three nodes each, and up to five pods of up to three kinds. */
const anyPlaces = fc
  .array(
    fc.record({
      room: fc.record({ milliCpu: fc.integer({ min: 4, max: 9 }), memoryMiB: fc.integer({ min: 4, max: 9 }) }),
      pods: fc.integer({ min: 1, max: 4 }),
      tainted: fc.boolean(),
      most: fc.integer({ min: 0, max: 3 }),
      least: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) =>
    all.map(({ room, pods, tainted, most, least }, zone) =>
      place({
        zone,
        room,
        pods,
        most,
        least: Math.min(least, most),
        taints: tainted ? [{ key: "a", value: "b" }] : [],
      }),
    ),
  );

const anyGroups = fc
  .array(
    fc.record({
      each: fc.record({ milliCpu: fc.integer({ min: 1, max: 5 }), memoryMiB: fc.integer({ min: 1, max: 5 }) }),
      count: fc.integer({ min: 1, max: 3 }),
      tolerant: fc.boolean(),
      skew: fc.constantFrom(undefined, 1, 2),
      alone: fc.constantFrom(undefined, undefined, "zone" as const, "node" as const),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .filter((all) => all.reduce((sum, { count }) => sum + count, 0) <= 5)
  .map((all) =>
    all.map(({ each, count, tolerant, skew, alone }, index) =>
      group({
        name: `g${index}`,
        each,
        least: count,
        most: count,
        nodes: { anyOf: [], prefers: {}, tolerates: tolerant ? [{ key: "a", value: "b" }] : [] },
        skew: skew === undefined ? {} : { zone: skew },
        ...(alone === undefined ? {} : { alone }),
      }),
    ),
  );

/** What is wrong with where pods lie, by the rules themselves and not by how they were put there. */
function faults(places: readonly NodePlace[], nodes: readonly PackedNode[], groups: readonly PodGroup[]): string[] {
  const inPlace = ({ place: at, pods }: PackedNode): boolean =>
    pods.length <= at.pods &&
    fitsInto(sumOf(pods.map(({ each }) => each)), at.room) &&
    pods.every((one) => takes(at, one.nodes));
  return [
    ...nodes.flatMap((node, index) => (inPlace(node) ? [] : [`node ${index} holds what it can't`])),
    ...places.flatMap((at) => (nodes.filter((node) => node.place === at).length <= at.most ? [] : ["too many nodes"])),
    ...groups.flatMap((one) => {
      const open = places.filter((at) => at.most > 0 && takes(at, one.nodes)).map(({ zone }) => zone);
      const lies = zonesOf(nodes, one.name);
      const counts = [...new Set(open)].map((zone) => lies.filter((other) => other === zone).length);
      const onNodes = nodes.map(({ pods }) => pods.filter(({ name }) => name === one.name).length);
      return [
        ...(Math.max(0, ...counts) - Math.min(Infinity, ...counts) > (one.skew.zone ?? Infinity) ? ["uneven"] : []),
        ...(one.alone === "zone" && counts.some((count) => count > 1) ? ["two in a zone"] : []),
        ...(one.alone !== undefined && onNodes.some((count) => count > 1) ? ["two on a node"] : []),
      ];
    }),
  ];
}

/** Whether there is any way at all to put all pods on nodes: every one is tried. */
function canBePlaced(places: readonly NodePlace[], groups: readonly PodGroup[]): boolean {
  const slots = places.flatMap((at) => Array.from({ length: at.most }, () => ({ place: at, pods: [] as PodGroup[] })));
  const pods = podsOf(...groups).map((pod) => pod.group);
  const tryFrom = (index: number): boolean => {
    const one = pods[index];
    if (one === undefined) return faults(places, slots, groups).length === 0;
    return slots.some((slot) => {
      slot.pods.push(one);
      const fits =
        slot.pods.length <= slot.place.pods && fitsInto(sumOf(slot.pods.map(({ each }) => each)), slot.place.room);
      const found = fits && tryFrom(index + 1);
      slot.pods.pop();
      return found;
    });
  };
  return tryFrom(0);
}

describe("packing of anything", () => {
  it("loses no pod and makes none: what lies and what waits is what was asked for", () => {
    fc.assert(
      fc.property(anyPlaces, anyGroups, (places, groups) => {
        const { nodes, waiting } = packPods(places, podsOf(...groups));
        const lying = sumOf(nodes.flatMap(({ pods }) => pods.map(({ each }) => each)));
        const left = sumOf(waiting.map((one) => one.group.each));
        expect(sumOf([lying, left])).toEqual(sumOf(podsOf(...groups).map((pod) => pod.group.each)));
      }),
      { numRuns: 500 },
    );
  });

  it("never puts more on a node than its room, nor a pod where it may not be", () => {
    fc.assert(
      fc.property(anyPlaces, anyGroups, (places, groups) => {
        expect(faults(places, packPods(places, podsOf(...groups)).nodes, groups)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("is the same in whatever order pods come", () => {
    fc.assert(
      fc.property(anyPlaces, anyGroups, (places, groups) => {
        expect(packPods(places, podsOf(...groups.toReversed()))).toEqual(packPods(places, podsOf(...groups)));
      }),
    );
  });

  // What the estimate may not do is promise room that isn't there. What it misses is told in docs/capacity.md.
  it("never says that all fit where no way to place them exists, and seldom the other way round", () => {
    const seen = { fit: 0, missed: 0 };
    fc.assert(
      fc.property(anyPlaces, anyGroups, (places, groups) => {
        const fits = packPods(places, podsOf(...groups)).waiting.length === 0;
        const can = canBePlaced(places, groups);
        if (fits) expect(can).toBe(true);
        if (can) seen.fit += 1;
        if (can && !fits) seen.missed += 1;
      }),
      { numRuns: 4000, seed: 20_261_121 },
    );
    expect(seen.fit).toBeGreaterThan(500);
    expect(seen.missed / seen.fit).toBeLessThan(0.01);
  });
});
