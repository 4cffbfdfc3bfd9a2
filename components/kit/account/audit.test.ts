import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideAuditBucket } from "./audit.ts";

describe("the bucket of an audit trail", () => {
  it("holds every record for as long as it must stay and deletes none before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3650 }), (retentionDays) => {
        const { retentionDays: locked, deleteAfterDays = 0 } = decideAuditBucket({ retentionDays });
        expect(locked).toBe(retentionDays);
        expect(deleteAfterDays).toBeGreaterThan(retentionDays);
      }),
    );
  });

  it("moves records to cheaper storage only when they stay there for at least 90 days", () => {
    expect(decideAuditBucket({ retentionDays: 179 }).coldAfterDays).toBeUndefined();
    expect(decideAuditBucket({ retentionDays: 180 }).coldAfterDays).toBe(90);
  });

  it("holds what names people", () => {
    expect(decideAuditBucket({ retentionDays: 30 }).dataClass).toBe("confidential");
  });
});
