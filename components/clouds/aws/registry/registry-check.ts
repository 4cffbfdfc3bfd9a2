import type { Environment } from "../../../../environments/schema/environment.ts";
import type { LoginUpstream } from "../../../../environments/schema/registry.ts";
import type { Issue } from "../../../kit/errors.ts";
import { upstreamsOf } from "../../../kit/registry/mirrors.ts";
import { checkReplicas } from "../../../kit/cluster/replicas.ts";
import { awsRegion, type AwsSettings } from "../settings.ts";

/** Registries that ECR mirrors with a login only. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
const loginWanted: readonly LoginUpstream[] = ["docker.io", "ghcr.io"];

/** What ECR would refuse of the registry of an environment. */
export function checkRegistry({ registry, stores, cloud }: Environment<AwsSettings>): Issue[] {
  if (registry.placement === "external") return [];
  const pulled = upstreamsOf({ stores });
  const missing = registry.mirror
    ? loginWanted.filter((upstream) => pulled.includes(upstream) && registry.logins[upstream] === undefined)
    : [];
  const refused = Object.keys(registry.logins).filter((upstream) => !loginWanted.some((wanted) => wanted === upstream));
  return [
    ...refused.map((upstream) => ({
      path: "registry.logins",
      value: upstream,
      rule: "is mirrored by ECR without a login, and with none",
      wayOut: `delete ${upstream} from logins`,
    })),
    ...missing.map((upstream) => ({
      path: "registry.mirror",
      value: "true",
      rule: `needs a login at ${upstream}, which ECR mirrors for nobody else`,
      wayOut: `write registry.logins: { ${upstream}: { user: NAME, password: { secret: NAME } } }, a token that may read packages`,
    })),
    ...checkReplicas(
      { registry },
      {
        primary: cloud.regions.primary,
        isRegion: (name) => awsRegion.test(name),
        wayOut: "write a region such as eu-central-1",
      },
    ),
  ];
}
