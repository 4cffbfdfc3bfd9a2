import { planProgram } from "../../../plan/host.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../stacks/cloud-layer.ts";
import { openAws } from "./cloud.ts";
import { aws } from "./entry.ts";
import { awsEnvironment } from "./environment.fixture.ts";

const budget = { monthly: 3000, from: "2026-12", alertPercent: [80, 50], notify: ["b@example.org", "a@example.org"] };

/** The plan of an environment with an audit trail and a budget, by the types of its resources. */
export async function planSpend(): Promise<(type: string) => readonly PlannedResource[]> {
  const environment = awsEnvironment({ audit: { retentionDays: 400 }, budget });
  const { resources } = await planProgram(
    () => {
      const cloud = openAws(environment);
      new CloudLayer(environment.name, { environment, cloud }, { providers: cloud.providers(environment.name, {}) });
    },
    { stack: environment.name, nested: aws.computed },
  );
  return (type) => resources.filter((resource) => resource.type === type && /audit|budget/.test(resource.name));
}
