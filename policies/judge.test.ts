import { expect, test } from "vitest";
import { judgePlan } from "./judge.ts";
import { renderText } from "./report-text.ts";
import { planned, planOf } from "./rules/fixture.ts";

const pod = (container: Record<string, string | boolean | Record<string, boolean>>) =>
  planned("kubernetes:core/v1:Pod", { spec: { containers: [container] } });

test("x", () => {
  const j = judgePlan(planOf([pod({ image: "nginx", securityContext: { privileged: true } })]), {
    tier: "production",
    exemptions: [],
    today: "2026-11-21",
  });
  console.log(renderText(j));
  expect(j.summary.mandatoryViolated).toBe(2);
});
