import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkBootstrapNames, checkStateRegion } from "../../../kit/account/bootstrap.ts";
import { decideCiTrust } from "../../../kit/account/ci-trust.ts";
import type { Issue } from "../../../kit/errors.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { GcpSettings } from "../settings.ts";

/** What Google would refuse of the account's own things. */
export function checkBootstrap(environment: Environment<GcpSettings>): Issue[] {
  const isRegion = (text: string): boolean => /^[a-z]+-[a-z]+[0-9]+$/.test(text);
  return [
    ...checkStateRegion(environment, { primary: environment.cloud.regions.primary, isRegion, example: "europe-west4" }),
    ...checkBootstrapNames(environment, [
      { added: "-bootstrap-secrets-ring".length + autoNameSuffix, limit: nameLimits.key },
      { added: "-bootstrap-bucket-gcs".length + autoNameSuffix, limit: nameLimits.bucket },
    ]),
    ...checkSubjects(environment),
  ];
}

/** https://cloud.google.com/iam/docs/workload-identity-federation#mapping */
const longestSubject = 127;

function checkSubjects({ bootstrap }: Environment<GcpSettings>): Issue[] {
  if (bootstrap?.ci === undefined) return [];
  const { repository } = bootstrap.ci;
  const subjects = Object.values(decideCiTrust(bootstrap.ci).claims)
    .flat()
    .flatMap(({ sub }) => (sub === undefined ? [] : [sub]));
  const longest = Math.max(0, ...subjects.map(({ length }) => length));
  if (longest <= longestSubject) return [];
  return [
    {
      path: "bootstrap.ci.repository",
      value: repository,
      rule: `makes a subject of ${longest} characters with its branch or environment, Google takes ${longestSubject}`,
      wayOut: `shorten one of them by ${longest - longestSubject}`,
    },
  ];
}
