import type { Key } from "../../components/cloud.ts";
import { decideKeys, keyRotationDays, type KeyDecision } from "../../components/kit/rights/keys.ts";
import { decideSecondaryKeys, type RegionRole } from "../../components/kit/network/secondary-region.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** Customer keys by what they encrypt. */
export type Keys = ReadonlyMap<KeyDecision["dataClass"], Key>;

/** The customer keys of an environment, where the cloud has keys. */
export function createKeys(place: Place): Keys {
  return createIn("primary", "", place, decideKeys(place.environment));
}

/** The keys of what has a copy in the second region. */
export function createSecondaryKeys(place: Place): Keys {
  return createIn("secondary", "-secondary", place, decideSecondaryKeys(place.environment));
}

function createIn(
  region: RegionRole,
  suffix: string,
  { name, environment, cloud, opts }: Place,
  decisions: readonly KeyDecision[],
): Keys {
  if (!cloud.capabilities.keys.supported) return new Map();
  return new Map(
    decisions.map(({ dataClass, users }) => {
      const holdsData = dataClass !== "platform" && dataClass !== "unseal";
      const tags = decideTags(environment, holdsData ? dataClass : undefined);
      const spec = { dataClass, users, region, rotationDays: keyRotationDays, tags, protect: environment.protect };
      return [dataClass, cloud.key(`${name}-key-${dataClass}${suffix}`, spec, opts)];
    }),
  );
}
