import { describe, expect, test } from "vitest";
import { harmlessTypes } from "./facts/harmless-types.ts";
import { judgePlan } from "./judge.ts";
import { renderText } from "./reports/report-text.ts";
import { tiers, type Tier } from "./rule.ts";
import { planned, planOf } from "./rules/fixture.ts";
import { workload } from "./rules/pod-fixture.ts";
import { rules } from "./rules.ts";

const judge = (tier: Tier, ...resources: Parameters<typeof planOf>[0]) =>
  judgePlan(planOf(resources), { tier, exemptions: [], today: "2026-11-21" });
const elsewhere = planned("othercloud:storage/bucket:Bucket", { acl: "public-read" }, { name: "open" });

describe("a type that no rule knows", () => {
  test.each(tiers)("is named, and stops the platform but in development: %s", (tier) => {
    const judgement = judge(tier, workload(), elsewhere, { ...elsewhere, name: "another", urn: "urn:another" });
    expect(judgement.verdicts.filter(({ rule }) => rule === "PK-GOV-011")).toMatchObject([
      {
        verdict: "violated",
        level: tier === "development" ? "advisory" : "mandatory",
        fails: tier !== "development",
        urn: "plan:example-test#othercloud:storage/bucket:Bucket",
        message: expect.stringContaining("no rule knows othercloud:storage/bucket:Bucket (another, open)") as string,
      },
    ]);
    expect(judgement.summary.unjudgedTypes).toBe(1);
    expect(renderText(judgement)).toContain("1 types that no rule knows");
  });

  test("isn't a component, a provider, a chart, or a type that a rule names or the table lists", () => {
    const { verdicts, summary } = judge(
      "production",
      workload(),
      planned("landbridge:data:Kafka", {}, { custom: false }),
      planned("pulumi:providers:othercloud", {}),
      planned("kubernetes:helm.sh/v4:Chart", {}, { custom: false, remote: true }),
      planned("gcp:kms/keyRing:KeyRing", {}),
    );
    expect(verdicts.find(({ rule }) => rule === "PK-GOV-011")).toMatchObject({ verdict: "holds", fails: false });
    expect(summary.unjudgedTypes).toBe(0);
  });

  test("isn't known by a rule for everything, or for all of a provider", () => {
    expect(judge("production", planned("kubernetes:example.org/v1:Thing", {})).summary.unjudgedTypes).toBe(1);
  });
});

test("what is listed as harmless has a reason, and no rule that says otherwise", () => {
  for (const [type, reason] of Object.entries(harmlessTypes)) {
    expect(reason.length).toBeGreaterThan(30);
    expect(rules.filter(({ appliesTo }) => appliesTo.includes(type)).map(({ id }) => [type, id])).toEqual([]);
  }
});
