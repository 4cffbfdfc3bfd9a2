import type { PlannedResource } from "../../plan/planned-resource.ts";
import { planLayer } from "./layer.fixture.ts";
import type { AnyEnvironment } from "./table.ts";

/** An audit trail, and a budget whose lists are in no order. */
export const spending = {
  audit: { retentionDays: 400 },
  budget: { monthly: 3000, from: "2026-12", alertPercent: [80, 50], notify: ["b@example.org", "a@example.org"] },
};

/** What an environment's cloud layer makes for its audit trail and its budget, by type. */
export async function planSpend(environment: AnyEnvironment): Promise<(type: string) => readonly PlannedResource[]> {
  const { resources } = await planLayer(environment);
  return (type) => resources.filter((resource) => resource.type === type && /audit|budget/.test(resource.name));
}
