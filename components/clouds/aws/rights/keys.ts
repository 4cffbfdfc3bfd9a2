import { Alias } from "@pulumi/aws/kms/alias.js";
import { Key as KmsKey, type KeyArgs } from "@pulumi/aws/kms/key.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Key, KeySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { interruptionsEncrypt } from "../cluster/interruptions.ts";
import { edgeDecrypts } from "../edge/edge-access.ts";
import { decideKeyPolicy } from "./key-policy.ts";
import { nameLimits } from "../names.ts";
import { policyDocument } from "./policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsKeyTransforms {
  readonly key?: Transform<KeyArgs>;
}

/** What a key is made from. */
export interface AwsKeyArgs {
  readonly spec: KeySpec;
  readonly settings: AwsSettings;
  /** ARN of the queue, under the key of nodes, that tells which of them are about to go. - behaviour: there is none. */
  readonly interruptions?: string | undefined;
  readonly transforms?: AwsKeyTransforms | undefined;
}

/**
 * A key that rotates, with an alias for people, which the services named in the spec may use. Who may use it is part of the
 * key, so that its id is of use as soon as it is known.
 */
export class AwsKey extends Component implements Key {
  static readonly type = "landbridge:aws:Key";
  /** Its ARN: RDS, EBS and ECR take nothing shorter. */
  readonly id: Output<string>;
  readonly seal: Readonly<Record<string, Output<string>>>;

  constructor(name: string, args: AwsKeyArgs, opts: ComponentResourceOptions) {
    const { spec, settings, transforms } = args;
    super(AwsKey.type, name, { dataClass: spec.dataClass, users: [...spec.users] }, opts);
    const key = new KmsKey(`${name}-key`, transformed(transforms?.key, keyArgs(name, args)), {
      parent: this,
      ...holdsData(spec.protect),
    });
    // Fixed, so that people find the key; free as soon as it is deleted, while the key itself waits.
    const prefix = "alias/";
    const alias = `${prefix}${boundedName(name, nameLimits.keyAlias - prefix.length)}`;
    new Alias(`${name}-alias`, { name: alias, targetKeyId: key.arn }, { parent: this, deleteBeforeReplace: true });
    this.id = key.arn;
    // https://developer.hashicorp.com/vault/docs/configuration/seal/awskms
    this.seal = {
      AWS_REGION: output(settings.regions.primary),
      VAULT_AWSKMS_SEAL_KEY_ID: key.arn,
      VAULT_SEAL_TYPE: output("awskms"),
    };
    this.registerOutputs({ id: this.id });
  }
}

function keyArgs(name: string, { spec, settings, interruptions }: AwsKeyArgs): KeyArgs {
  const { dataClass, users, rotationDays, tags } = spec;
  return {
    description: name,
    keyUsage: "ENCRYPT_DECRYPT",
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: true,
    // 90 to 2560. https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    rotationPeriodInDays: rotationDays,
    deletionWindowInDays: keptDays.destroyedKey,
    policy: policyDocument([
      ...decideKeyPolicy(users, settings),
      // An edge serves buckets for public data and no others.
      ...(dataClass === "public" ? [edgeDecrypts(settings)] : []),
      ...(interruptions !== undefined && users.includes("nodes") ? [interruptionsEncrypt(interruptions)] : []),
    ]),
    tags: tagsOf(tags, name),
  };
}
