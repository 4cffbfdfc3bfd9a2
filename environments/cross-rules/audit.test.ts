import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

function wrongWith(more: Record<string, unknown>): string[] {
  return crossRules(exampleEnvironment(more), at).map(({ path }) => path);
}

describe("an audit trail that nobody can unlock", () => {
  const audit = { retentionDays: 30, lock: "compliance" };

  it("is for an environment that stays", () => {
    expect(wrongWith({ audit, tier: "production", protect: true })).toEqual([]);
    expect(wrongWith({ audit, tier: "staging", protect: true })).toEqual([]);
  });

  it("fails in development, and where destroying is allowed", () => {
    expect(wrongWith({ audit, tier: "development", protect: true })).toEqual(["audit.lock"]);
    expect(wrongWith({ audit, tier: "production", protect: false })).toEqual(["audit.lock"]);
  });

  it("leaves a lock alone that an administrator can lift", () => {
    expect(wrongWith({ audit: { retentionDays: 30 }, tier: "development", protect: false })).toEqual([]);
  });
});
