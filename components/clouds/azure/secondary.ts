import { secondaryOf } from "../../kit/network/secondary-region.ts";
import type { AzureSettings } from "./settings.ts";

/** The settings as they are in the second region. */
export function inSecondary(settings: AzureSettings): AzureSettings {
  return { ...settings, regions: { primary: secondaryOf(settings.regions) } };
}
