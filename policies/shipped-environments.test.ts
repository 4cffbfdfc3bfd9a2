import { expect, test } from "vitest";
import { cloudSettings } from "../components/clouds/table.ts";
import { listEnvironments, loadEnvironment } from "../environments/load.ts";
import { environmentSchema } from "../environments/schema/environment.ts";
import { fileURLToPath } from "node:url";
import { planEnvironment } from "../plan/plan-environment.ts";
import { judgePlan } from "./judge.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const names = listEnvironments(root).map(({ name }) => name);

test.each(names)("%s breaks no mandatory rule, and needs no exemption for it", async (name) => {
  const { environment } = loadEnvironment(name, { root, schema: environmentSchema(cloudSettings) });
  const { verdicts, summary } = judgePlan(await planEnvironment(environment), {
    tier: environment.tier,
    exemptions: environment.policies.exemptions,
    today: "2026-11-21",
  });
  expect(verdicts.filter(({ fails }) => fails)).toEqual([]);
  expect(summary.exempt).toBe(0);
  expect(summary.holds).toBeGreaterThan(200);
});
