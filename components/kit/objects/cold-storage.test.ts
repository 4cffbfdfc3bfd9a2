import { describe, expect, it } from "vitest";
import { staysCold } from "./cold-storage.ts";

describe("cold storage", () => {
  it("is the colder one from 90 days before deletion, or where nothing is deleted", () => {
    expect(staysCold({ coldAfterDays: 30 })).toBe(true);
    expect(staysCold({ coldAfterDays: 30, deleteAfterDays: 120 })).toBe(true);
    expect(staysCold({ coldAfterDays: 30, deleteAfterDays: 119 })).toBe(false);
  });

  it("isn't asked for where nothing becomes cold", () => {
    expect(staysCold({})).toBe(false);
    expect(staysCold({ deleteAfterDays: 400 })).toBe(false);
  });
});
