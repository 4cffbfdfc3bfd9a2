import { checkCapabilities } from "./capabilities.ts";
import { checkCloud, cloudSettings, type AnyCloudSettings, type AnyEnvironment } from "../components/clouds/table.ts";
import type { Issue } from "../components/kit/errors.ts";
import { environmentSchema } from "../environments/schema/environment.ts";
import { parsePath } from "../environments/tree.ts";
import { loadEnvironment, type Check, type LoadedEnvironment } from "../environments/load.ts";

/** The schema of an environment file with every cloud's settings in it. */
export const platformSchema = environmentSchema(cloudSettings);

/** An environment, and where each of its values came from. */
export type LoadedPlatform = LoadedEnvironment<AnyCloudSettings>;

/**
 * Loads an environment by name or path and checks it against its cloud as well. Throws an EnvironmentError with all
 * that is wrong.
 */
export function loadPlatform(reference: string, root?: string): LoadedPlatform {
  const checks = [placed(checkCapabilities), placed(checkCloud)];
  return loadEnvironment(reference, { schema: platformSchema, checks, ...(root === undefined ? {} : { root }) });
}

// Clouds know paths; the loader knows in which file and line each path was written.
function placed(check: (environment: AnyEnvironment) => readonly Issue[]): Check<AnyCloudSettings> {
  return (environment, at) => check(environment).map((issue) => ({ ...at(parsePath(issue.path)), ...issue }));
}
