// One fresh process that plans the default environment, as `landbridge plan` does.
import { planEnvironment } from "../plan/plan-environment.ts";
import { loadPlatform } from "../stacks/load.ts";

const { resources } = await planEnvironment(loadPlatform("bitvelocity-local").environment);
if (resources.length < 50) throw new Error(`only ${String(resources.length)} resources were planned`);
