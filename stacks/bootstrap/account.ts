import type { Bootstrap } from "../../components/cloud.ts";
import { decideBootstrap } from "../../components/kit/account/bootstrap.ts";
import { UsageError } from "../../components/kit/errors.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "../cloud/place.ts";

/**
 * What the account has before the platform. Protected in any tier: without its state nobody knows what belongs to a
 * platform. Throws a UsageError where the environment doesn't ask for it.
 */
export function createAccount({ name, environment, cloud, opts }: Place): Bootstrap {
  const plan = decideBootstrap(environment);
  if (plan === undefined)
    throw new UsageError(
      `bootstrap: isn't in ${environment.name}, so there is nothing to prepare its account with; write bootstrap: { stateRegion: … }`,
    );
  const tags = decideTags(environment, "confidential");
  return cloud.bootstrap(`${name}-bootstrap`, { ...plan, tags, protect: true }, opts);
}
