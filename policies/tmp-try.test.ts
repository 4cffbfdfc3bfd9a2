import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { cloudSettings } from "../components/clouds/table.ts";
import { loadEnvironment } from "../environments/load.ts";
import { environmentSchema } from "../environments/schema/environment.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import { judgePlan } from "./judge.ts";
import { renderText } from "./report-text.ts";
test.each(["bitvelocity-local", "bitvelocity-gcp-prod"])("%s", async (name) => {
  const { environment } = loadEnvironment(name, { schema: environmentSchema(cloudSettings) as never }) as any;
  const plan = await planEnvironment(environment);
  writeFileSync(`/tmp/pol/${name}.json`, JSON.stringify(plan, null, 1));
  const j = judgePlan(plan, {
    tier: environment.tier,
    exemptions: environment.policies.exemptions,
    today: "2026-11-21",
  });
  writeFileSync(`/tmp/pol/${name}.txt`, renderText(j));
});
