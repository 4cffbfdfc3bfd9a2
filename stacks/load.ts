import { checkCapabilities } from "./capabilities.ts";
import { checkCloud, cloudSettings, type AnyCloudSettings, type AnyEnvironment } from "../components/clouds/table.ts";
import type { Issue } from "../components/kit/errors.ts";
import { environmentSchema } from "../environments/schema/environment.ts";
import { showValue } from "../environments/show-value.ts";
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
  return (environment, at) =>
    check(environment).map(({ value, ...issue }) => {
      const path = parsePath(issue.path);
      const shown = at(path);
      // The loader's value is fit to print; a cloud's own is as it was written, and only said where the loader has none.
      if (shown.value !== undefined || value === undefined) return { ...shown, ...issue };
      return { ...shown, ...issue, value: showValue(value, path) };
    });
}
