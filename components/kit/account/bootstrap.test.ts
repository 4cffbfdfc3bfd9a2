import { describe, expect, it } from "vitest";
import { checkBootstrapNames, checkStateRegion } from "./bootstrap.ts";

const words = { primary: "here", isRegion: (text: string) => /^(?:here|there)$/.test(text), example: "there" };
const state = (stateRegion: string) => ({ bootstrap: { stateRegion, keepVersionDays: 90 } });

describe("the region of the state", () => {
  it("is another one of the same cloud", () => {
    expect(checkStateRegion(state("there"), words)).toEqual([]);
    expect(checkStateRegion({ bootstrap: undefined }, words)).toEqual([]);
  });

  it("fails for the platform's own and for one that the cloud doesn't have, and says what to write", () => {
    expect(checkStateRegion(state("here"), words)).toMatchObject([
      { path: "bootstrap.stateRegion", value: "here", wayOut: "write another region, e.g. there" },
    ]);
    expect(checkStateRegion(state("elsewhere"), words)).toMatchObject([
      { value: "elsewhere", rule: "isn't a region of this cloud" },
    ]);
  });
});

describe("names of the account's own things", () => {
  const names = [
    { added: 28, limit: 63 },
    { added: 10, limit: 40 },
  ];

  it("fit by the one with the least room", () => {
    const of = (length: number) => checkBootstrapNames({ name: "n".repeat(length), ...state("there") }, names);
    expect(of(30)).toEqual([]);
    expect(of(31)).toMatchObject([{ path: "bootstrap", wayOut: "shorten the environment's name by 1" }]);
    expect(checkBootstrapNames({ name: "n".repeat(60), bootstrap: undefined }, names)).toEqual([]);
  });
});
