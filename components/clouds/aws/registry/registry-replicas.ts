import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { ReplicationConfiguration } from "@pulumi/aws/ecr/replicationConfiguration.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { Key } from "@pulumi/aws/kms/key.js";
import { jsonStringify, type Output, type Resource } from "@pulumi/pulumi";
import type { RegistrySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { keyRotationDays } from "../../../kit/rights/keys.ts";
import { holdsData } from "../../../kit/protection.ts";
import { decideKeyPolicy } from "../rights/key-policy.ts";
import { policyDocument } from "../rights/policy-document.ts";
import { expireUntagged, repositoryArgs } from "./registry-args.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What replicas are made from. */
export interface AwsReplicasArgs {
  readonly spec: RegistrySpec;
  readonly settings: AwsSettings;
  /** Path before all repositories of the environment. */
  readonly path: string;
}

/**
 * Copies every image to the same repositories in other regions. They are made before, since those that ECR makes by itself
 * let tags move and are encrypted by its own key; a key is of one region, so that each has one there.
 *
 * An account's registry has one setting for what it copies: that of a second environment in the same account and region
 * would take the place of this one. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function createReplicas(
  name: string,
  { spec, settings, path }: AwsReplicasArgs,
  { parent, dependsOn }: { readonly parent: Resource; readonly dependsOn: Resource[] },
): void {
  const { account } = settings;
  if (spec.replicateTo.length === 0) return;
  const copies = spec.replicateTo.flatMap((region) => {
    const key = createKey(`${name}-${region}`, region, spec, settings, parent);
    return spec.repositories.map((image) => {
      const child = `${name}-${region}-${image.replaceAll("/", "-")}`;
      const repository = new Repository(
        child,
        { ...repositoryArgs(`${path}/${image}`, { ...spec, key: keyHandle(key) }), region },
        { parent, ...holdsData(spec.protect) },
      );
      const policy = { region, repository: repository.name, policy: jsonStringify(expireUntagged()) };
      new LifecyclePolicy(`${child}-expiry`, policy, { parent, deletedWith: repository });
      return repository;
    });
  });
  new ReplicationConfiguration(
    `${name}-replication`,
    {
      replicationConfiguration: {
        rules: [
          {
            destinations: spec.replicateTo.map((region) => ({ region, registryId: account })),
            repositoryFilters: [{ filter: `${path}/`, filterType: "PREFIX_MATCH" }],
          },
        ],
      },
    },
    // Images that are pushed before it are never copied, so that it stands before any can be.
    { parent, dependsOn: [...dependsOn, ...copies] },
  );
}

function keyHandle(key: Output<string> | undefined): RegistrySpec["key"] {
  return key === undefined ? undefined : { id: key, seal: {} };
}

/** A key in another region, for ECR alone; none where the registry itself has none. */
function createKey(
  name: string,
  region: string,
  { key, tags, protect }: RegistrySpec,
  settings: AwsSettings,
  parent: Resource,
): Output<string> | undefined {
  if (key === undefined) return undefined;
  return new Key(
    `${name}-key`,
    {
      region,
      description: name,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: true,
      rotationPeriodInDays: keyRotationDays,
      deletionWindowInDays: keptDays.destroyedKey,
      policy: policyDocument(decideKeyPolicy(["registry"], { ...settings, regions: { primary: region } })),
      tags: tagsOf(tags, name),
    },
    { parent, ...holdsData(protect) },
  ).arn;
}
