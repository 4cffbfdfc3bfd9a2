import { checkCapabilities } from "./capabilities.ts";
import { checkCloud, cloudSettings, type AnyCloudSettings } from "../components/clouds/table.ts";
import { environmentSchema } from "../environments/schema/environment.ts";
import { loadEnvironment, type LoadedEnvironment } from "../environments/load.ts";

/** The schema of an environment file with every cloud's settings in it. */
export const platformSchema = environmentSchema(cloudSettings);

/** An environment, and where each of its values came from. */
export type LoadedPlatform = LoadedEnvironment<AnyCloudSettings>;

/**
 * Loads an environment by name or path and checks it against its cloud as well. Throws an EnvironmentError with all
 * that is wrong.
 */
export function loadPlatform(reference: string, root?: string): LoadedPlatform {
  return loadEnvironment(reference, {
    schema: platformSchema,
    checks: [checkCapabilities, checkCloud],
    ...(root === undefined ? {} : { root }),
  });
}
