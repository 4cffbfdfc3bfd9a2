import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkBootstrapNames, checkStateRegion } from "../../../kit/account/bootstrap.ts";
import type { Issue } from "../../../kit/errors.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { ciRoleArn } from "./bootstrap-names.ts";
import { nameLimits } from "../names.ts";
import { awsRegion, type AwsSettings } from "../settings.ts";

/** What AWS would refuse of the account's own things, or of what pipelines bring up with them. */
export function checkBootstrap(environment: Environment<AwsSettings>): Issue[] {
  // Other partitions are refused by the settings: the state is in the platform's own.
  const isRegion = (text: string): boolean => awsRegion.test(text);
  return [
    ...checkStateRegion(environment, { primary: environment.cloud.regions.primary, isRegion, example: "eu-central-1" }),
    ...checkBootstrapNames(environment, [
      { added: "-bootstrap-bucket-s3".length + autoNameSuffix, limit: nameLimits.bucket },
      { added: "-bootstrap-access-s3".length + autoNameSuffix, limit: nameLimits.bucket },
    ]),
    ...checkDeployers(environment),
  ];
}

function checkDeployers({ name, cloud, bootstrap }: Environment<AwsSettings>): Issue[] {
  if (bootstrap?.ci === undefined) return [];
  const role = ciRoleArn(name, "up", cloud);
  if (cloud.deployers.includes(role)) return [];
  return [
    {
      path: "cloud.deployers",
      value: cloud.deployers.join(", "),
      rule: "doesn't name the role by which pipelines bring up, so that they couldn't reach the cluster",
      wayOut: `add ${role}`,
    },
  ];
}
