import type { AnyEnvironment } from "../components/clouds/table.ts";
import type { Plan, PlannedObject } from "../plan/planned-resource.ts";
import type { Layer } from "../stacks/names.ts";
import type { Context } from "./context.ts";
import { withProgress } from "./progress.ts";

/** An environment and what it asks for. */
export interface Planned {
  readonly environment: AnyEnvironment;
  readonly plan: Plan;
}

/** Loads an environment and plans it, with the charts that this machine can look into. */
export async function planFor(
  reference: string,
  context: Context,
  options: { readonly layer?: Layer | undefined; readonly outputs?: PlannedObject | undefined } = {},
): Promise<Planned> {
  // Imported late: help and mistakes in a file must not wait for the SDKs.
  const { loadPlatform } = await import("../stacks/load.ts");
  const { environment } = loadPlatform(reference, context.root);
  return withProgress(context, `planning ${environment.name}`, async () => {
    const { planEnvironment } = await import("../plan/plan-environment.ts");
    const { chartRenderer } = await import("./manifests/chart-renderer.ts");
    const { layer, outputs } = options;
    const plan = await planEnvironment(environment, {
      charts: chartRenderer(context),
      ...(layer === undefined ? {} : { layer }),
      ...(outputs === undefined ? {} : { outputs }),
    });
    return { environment, plan };
  });
}
