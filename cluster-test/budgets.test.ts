import { expect, test } from "vitest";
import { allowedToGo, brokenBudgets } from "./budgets.ts";
import type { PodState } from "./cluster-state.ts";

const budget = {
  ...{ namespace: "commerce", name: "order", matchLabels: { app: "order" } },
  ...{ desired: 2, healthy: 3, expected: 3 },
};
const pod = (changes: Partial<PodState> = {}): PodState => ({
  ...{ namespace: "commerce", name: "a", labels: { app: "order" }, zone: "zone-a" },
  ...{ ready: true, finished: false, waitsFor: undefined },
  ...changes,
});

test("a budget is intact while as many pods are ready as it asks for", () => {
  expect(brokenBudgets([budget], [pod(), pod()])).toEqual([]);
});

test("fails for pods that are not ready, of somebody else or of another namespace", () => {
  const broken = "commerce/order: 1 ready pods left, the budget asks for 2";
  expect(brokenBudgets([budget], [pod(), pod({ ready: false })])).toEqual([broken]);
  expect(brokenBudgets([budget], [pod(), pod({ labels: { app: "payment" } })])).toEqual([broken]);
  expect(brokenBudgets([budget], [pod(), pod({ namespace: "other" })])).toEqual([broken]);
});

test("as many may go as are more than the budgets ask for, and none of one that has too few already", () => {
  expect(allowedToGo([budget, { healthy: 1, desired: 0 }, { healthy: 1, desired: 2 }])).toBe(2);
});
