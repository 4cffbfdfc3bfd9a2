import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideStandby, decideSynchronous, outlivesAZone } from "./postgres-durability.ts";

const cloud = { tier: "production", zones: 3 } as const;
const numberOf = (replicas: number, zones = 3) =>
  decideSynchronous({ replicas }, { ...cloud, zones }).synchronous?.number;

describe("a commit of PostgreSQL in the cluster", () => {
  it("has a copy in another zone wherever writing can go on without one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), (replicas) => {
        const servers = 1 + replicas;
        const inOneZone = Math.ceil(servers / 3);
        const number = numberOf(replicas) ?? 0;
        if (!outlivesAZone({ replicas })) return;
        // Besides the primary, its zone has one server fewer than acknowledge.
        expect(number).toBeGreaterThan(inOneZone - 1);
        // A primary that lost a zone has as many replicas left as must answer.
        expect(servers - inOneZone - 1).toBeGreaterThanOrEqual(number);
      }),
    );
    expect([2, 3, 4, 5].map((replicas) => outlivesAZone({ replicas }))).toEqual([true, false, true, true]);
  });

  it("waits for one replica of three servers, and for two of five or six", () => {
    expect([2, 3, 4, 5].map((replicas) => numberOf(replicas))).toEqual([1, 1, 2, 2]);
    expect(numberOf(4, 1)).toBe(1);
  });

  it("is lost by nobody who asked for synchronous, also outside production", () => {
    const staging = { tier: "staging", zones: 3 } as const;
    const of = (durability?: "synchronous" | "asynchronous") => decideSynchronous({ durability, replicas: 2 }, staging);
    expect(of().synchronous?.dataDurability).toBe("preferred");
    expect(of("synchronous").synchronous?.dataDurability).toBe("required");
  });

  it("waits for nobody where that is asked, or one replica alone would have to answer", () => {
    expect(decideSynchronous({ durability: "asynchronous", replicas: 2 }, cloud)).toEqual({});
    expect(decideSynchronous({ replicas: 1 }, cloud)).toEqual({});
  });
});

it("gives a managed server a standby as the store asks, else as the environment says", () => {
  const lean = { tier: "development", costMode: "lean" } as const;
  const production = { tier: "production", costMode: "lean" } as const;
  expect(decideStandby({}, lean)).toBe(false);
  expect(decideStandby({}, production)).toBe(true);
  expect(decideStandby({ durability: "synchronous" }, lean)).toBe(true);
  expect(decideStandby({ durability: "asynchronous" }, production)).toBe(false);
});
