import { describe, expect, it } from "vitest";
import { decideSpending, type Spending } from "./cost-modes.ts";

const modes = ["free-tier", "lean", "balanced", "resilient"] as const;
const dear = ({
  nat,
  standby,
  controlPlanePromise,
  privateDoors,
  balancer,
  flowLogShare,
  logDays,
  auditLogDays,
}: Spending): number[] => [
  Number(nat === "per-zone"),
  Number(standby),
  Number(controlPlanePromise),
  Number(privateDoors),
  Number(balancer),
  flowLogShare,
  logDays,
  auditLogDays,
];

describe("a cost mode", () => {
  it.each(["development", "production"] as const)("never saves on what a cheaper mode pays for in %s", (tier) => {
    for (const [index, costMode] of modes.entries()) {
      const cheaper = modes[index - 1];
      if (cheaper === undefined) continue;
      const [less, more] = [decideSpending({ tier, costMode: cheaper }), decideSpending({ tier, costMode })].map(dear);
      less?.forEach((value, field) => {
        expect(more?.[field]).toBeGreaterThanOrEqual(value);
      });
    }
  });

  it.each(modes)("lets production survive the loss of a zone when it is %s", (costMode) => {
    expect(decideSpending({ tier: "production", costMode })).toMatchObject({ nat: "per-zone", standby: true });
  });

  it("keeps what production's API server was asked for a year, and for a month anywhere", () => {
    for (const costMode of modes) {
      expect(decideSpending({ tier: "production", costMode }).auditLogDays).toBe(365);
      expect(decideSpending({ tier: "development", costMode }).auditLogDays).toBeGreaterThanOrEqual(30);
    }
  });

  it("pays for no spare in development unless it is resilient", () => {
    const standbys = modes.map((costMode) => decideSpending({ tier: "development", costMode }).standby);
    expect(standbys).toEqual([false, false, false, true]);
  });
});
