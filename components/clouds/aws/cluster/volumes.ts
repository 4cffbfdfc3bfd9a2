import type { Environment } from "../../../../environments/schema/environment.ts";
import type { VolumeFacts } from "../../../cloud.ts";
import { decideTags } from "../../../kit/tags.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * EBS volumes as the driver's add-on makes them. Each lives in one zone; EBS has none with a copy in another.
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
 */
export function awsVolumes(environment: Environment<AwsSettings>): VolumeFacts {
  const tags = Object.fromEntries(
    Object.entries(tagsOf(decideTags(environment))).map(([key, value], index) => [
      `tagSpecification_${index + 1}`,
      `${key}=${value}`,
    ]),
  );
  return {
    driver: "ebs.csi.aws.com",
    keyParameter: "kmsKeyId",
    zonal: { type: "gp3", encrypted: "true", ...tags },
    snapshots: tags,
  };
}
