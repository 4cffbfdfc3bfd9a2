import { planProgram } from "../../../plan/host.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../stacks/cloud-layer.ts";
import { openGcp } from "./cloud.ts";
import { gcp } from "./entry.ts";
import { gcpEnvironment } from "./environment.fixture.ts";

const budget = { monthly: 3000, from: "2026-12", alertPercent: [80, 50], notify: ["b@example.org", "a@example.org"] };

/** The plan of an environment with an audit trail and a budget, by the types of its resources. */
export async function planSpend(): Promise<(type: string) => readonly PlannedResource[]> {
  const environment = gcpEnvironment({ audit: { retentionDays: 400 }, budget });
  const { resources } = await planProgram(
    () => {
      const cloud = openGcp(environment);
      new CloudLayer(environment.name, { environment, cloud }, { providers: cloud.providers(environment.name, {}) });
    },
    { stack: environment.name, nested: gcp.computed },
  );
  return (type) => resources.filter((resource) => resource.type === type && /audit|budget/.test(resource.name));
}
