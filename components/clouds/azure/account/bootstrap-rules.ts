import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkBootstrapNames, checkStateRegion } from "../../../kit/account/bootstrap.ts";
import type { Issue } from "../../../kit/errors.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { isZonalRegion } from "../regions.ts";
import type { AzureSettings } from "../settings.ts";

/** What Azure would refuse of the account's own things. State is copied to three zones, as all that is kept. */
export function checkBootstrap(environment: Environment<AzureSettings>): Issue[] {
  const { primary } = environment.cloud.regions;
  return [
    ...checkStateRegion(environment, { primary, isRegion: isZonalRegion, example: "northeurope" }),
    ...checkBootstrapNames(environment, [
      { added: "-bootstrap-access-logs".length + autoNameSuffix, limit: nameLimits.workspace },
    ]),
  ];
}
