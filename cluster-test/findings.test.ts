import { expect, test } from "vitest";
import { count, countKinds, joinFindings } from "./findings.ts";

test("kinds are counted, most first", () => {
  expect(countKinds(["Job", "Deployment", "Deployment", "Alert"])).toBe("2 Deployment, 1 Alert, 1 Job");
  expect([count(1, "pod"), count(0, "pod"), count(2, "policy", "policies")]).toEqual(["1 pod", "0 pods", "2 policies"]);
});

test("no finding is lost when several are joined", () => {
  const joined = joinFindings([
    { says: ["a"], failures: [] },
    { says: [], failures: ["b"] },
  ]);
  expect(joined).toEqual({ says: ["a"], failures: ["b"] });
});
