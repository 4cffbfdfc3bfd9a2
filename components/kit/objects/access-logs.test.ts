import { describe, expect, it } from "vitest";
import { decideAccessLogs } from "./access-logs.ts";

describe("logs of access to a bucket", () => {
  const production = { tier: "production" } as const;

  it.each([
    ["public", false],
    ["internal", false],
    ["confidential", true],
    ["personal", true],
  ] as const)("are kept in production for %s data: %s", (dataClass, kept) => {
    expect(decideAccessLogs({ dataClass }, production, true)).toBe(kept);
  });

  it("aren't kept elsewhere, nor where the cloud has none, unless they are wished for", () => {
    const personal = { dataClass: "personal" } as const;
    expect(decideAccessLogs(personal, { tier: "staging" }, true)).toBe(false);
    expect(decideAccessLogs(personal, production, false)).toBe(false);
    expect(decideAccessLogs({ ...personal, accessLogs: true }, { tier: "staging" }, true)).toBe(true);
  });

  it("can be left out in production", () => {
    expect(decideAccessLogs({ dataClass: "personal", accessLogs: false }, production, true)).toBe(false);
  });
});
