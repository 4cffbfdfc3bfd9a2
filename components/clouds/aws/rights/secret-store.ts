import { Secret, type SecretArgs } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { SecretSpec, SecretStore, SecretStoreSpec, StoredSecret } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { policyDocument, type PolicyStatement } from "./policy-document.ts";
import { tagsOf } from "../tags.ts";
import { secretActions } from "./workload-identity.ts";

/** What a caller may change on the children below. */
export interface AwsSecretStoreTransforms {
  readonly secret?: Transform<SecretArgs>;
}

/** What a store of secrets is made from. */
export interface AwsSecretStoreArgs {
  readonly spec: SecretStoreSpec;
  readonly transforms?: AwsSecretStoreTransforms | undefined;
}

/** Secrets in Secrets Manager, kept in the region and nowhere else. */
export class AwsSecretStore extends Component implements SecretStore {
  static readonly type = "landbridge:aws:SecretStore";
  readonly secrets: Readonly<Record<string, StoredSecret>>;

  constructor(name: string, args: AwsSecretStoreArgs, opts: ComponentResourceOptions) {
    const { secrets } = args.spec;
    super(AwsSecretStore.type, name, { secrets: secrets.map(({ name: secret }) => secret) }, opts);
    this.secrets = Object.fromEntries(
      secrets.map((secret) => [secret.name, createSecret(`${name}-${secret.name}`, secret, args, this)]),
    );
    this.registerOutputs({});
  }
}

function createSecret(
  name: string,
  { value, readers }: SecretSpec,
  { spec, transforms }: AwsSecretStoreArgs,
  parent: Resource,
): StoredSecret {
  const secret = new Secret(
    // By Pulumi's random suffix, since a deleted secret keeps its name for as long as it can be brought back.
    autoNamed(name, nameLimits.secret),
    transformed(transforms?.secret, secretArgs(name, spec)),
    { parent, protect: spec.protect },
  );
  if (value !== undefined)
    new SecretVersion(`${name}-value`, { secretId: secret.arn, secretString: value }, { parent });
  if (readers.length > 0) {
    new SecretPolicy(
      `${name}-readers`,
      { secretArn: secret.arn, blockPublicPolicy: true, policy: policyDocument([readersStatement(readers)]) },
      { parent },
    );
  }
  return { id: secret.arn };
}

/** Days in which a deleted secret can be brought back: the most that AWS offers. */
const recoveryDays = 30;

function secretArgs(description: string, { key, rotationDays, tags }: SecretStoreSpec): SecretArgs {
  return {
    description,
    recoveryWindowInDays: recoveryDays,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    // AWS's own rotation runs a function that knows what the secret opens, which nobody outside of that does.
    tags: { ...tagsOf(tags), "rotation-days": String(rotationDays) },
  };
}

/** Within an account a resource's policy is enough. AWS refuses a policy that names somebody who isn't there. */
function readersStatement(readers: readonly string[]): PolicyStatement {
  return {
    Sid: "Readers",
    Effect: "Allow",
    Principal: { AWS: readers },
    Action: secretActions.read,
    Resource: "*",
  };
}
