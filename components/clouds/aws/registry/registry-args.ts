import type { RepositoryArgs } from "@pulumi/aws/ecr/repository.js";
import type { RegistrySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { tagsOf } from "../tags.ts";

/** A private repository whose tags never move. */
export function repositoryArgs(name: string, { key, scanning, tags, protect }: RegistrySpec): RepositoryArgs {
  return {
    name,
    imageTagMutability: "IMMUTABLE",
    // The basic scan, against the operating system's known flaws; where the account scans by Inspector, that one counts.
    // ECR would rather be told once for all of the account, where a second environment would undo what the first said.
    imageScanningConfiguration: { scanOnPush: scanning },
    encryptionConfigurations: [
      key === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: key.id },
    ],
    // Images can be pushed again from where they were built; a repository with images is deleted by no other way.
    forceDelete: !protect,
    tags: tagsOf(tags),
  };
}

/**
 * Tagged images can't be replaced while tags never move. What lost its tag is left over from a failed push.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function expireUntagged() {
  return {
    rules: [
      {
        rulePriority: 1,
        description: "Untagged for two weeks",
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: keptDays.untaggedImage,
        },
        action: { type: "expire" },
      },
    ],
  };
}
