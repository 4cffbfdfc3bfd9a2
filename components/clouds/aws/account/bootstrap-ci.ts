import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider.js";
import { Policy } from "@pulumi/aws/iam/policy.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import { interpolate, output, type Output, type Resource } from "@pulumi/pulumi";
import type { BootstrapSpec, CiIdentity, Key, ObjectStore } from "../../../cloud.ts";
import type { CiPurpose, CiTrust } from "../../../kit/account/ci-trust.ts";
import { afterAll } from "../../../kit/outputs.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { createRole } from "../rights/identity.ts";
import { policyDocument, type PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { boundaryArn, boundaryName, bootstrapPrefix, ciRoleName } from "./bootstrap-names.ts";
import { boundaryStatements, upStatements } from "./bootstrap-rights.ts";

/** What a caller may change on the children below. */
export interface AwsCiTransforms {
  readonly role?: Transform<RoleArgs>;
}

/** What a pipeline's identities are made from. */
export interface AwsCiArgs {
  readonly environment: string;
  readonly trust: CiTrust;
  readonly spec: BootstrapSpec;
  readonly settings: AwsSettings;
  /** In which the platform makes something. */
  readonly regions: readonly string[];
  readonly state: ObjectStore;
  readonly stateKey: Key;
  readonly secretsKey: Key;
  readonly transforms?: AwsCiTransforms | undefined;
}

/**
 * Trust in a pipeline's tokens, and a role for each purpose that only jobs of that purpose take on. An account has one
 * provider for an issuer: where it is there already, import it under its name here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function createCiIdentities(name: string, args: AwsCiArgs, parent: Resource): Record<CiPurpose, CiIdentity> {
  const { environment, trust, spec, settings, regions, state, stateKey, secretsKey, transforms } = args;
  // AWS knows both issuers by its own list of authorities and looks at no thumbprint.
  const provider = new OpenIdConnectProvider(
    `${name}-issuer`,
    { url: trust.issuerUrl, clientIdLists: [audience], tags: tagsOf(spec.tags) },
    { parent },
  );
  const keys = [stateKey.id, secretsKey.id];
  const boundary = new Policy(
    `${name}-boundary`,
    {
      name: boundaryName(environment),
      description: "The most that any role of the platform can do",
      policy: policyDocument(boundaryStatements(environment, settings, { bucket: state.id, keys })),
      tags: tagsOf(spec.tags),
    },
    { parent, deleteBeforeReplace: true },
  );
  const own = {
    prefix: bootstrapPrefix(environment),
    bucket: state.id,
    keys,
    boundary: boundaryArn(environment, settings),
  };
  const of = (purpose: CiPurpose): CiIdentity => {
    const role = createRole(
      `${name}-${purpose}`,
      {
        fixedName: ciRoleName(environment, purpose),
        trust: trustJobs(provider.arn, purpose, trust),
        managed: purpose === "preview" ? readOnly : [],
        rights: [
          ...stateStatements(purpose, args),
          ...(purpose === "up" ? upStatements(environment, settings, regions, own) : []),
        ],
        tags: spec.tags,
        transform: (role) => {
          const longer = { ...role, maxSessionDuration: sessionSeconds };
          return transforms?.role === undefined ? longer : transforms.role(longer);
        },
      },
      parent,
    );
    const id = purpose === "up" ? afterAll(role.arn, [boundary.urn]) : role.arn;
    return { id, login: loginOf(id, settings) };
  };
  return { preview: of("preview"), up: of("up") };
}

function loginOf(role: Output<string>, { regions, account }: AwsSettings): CiIdentity["login"] {
  return {
    "role-to-assume": role,
    "aws-region": output(regions.primary),
    "allowed-account-ids": output(account),
    "role-duration-seconds": output(String(sessionSeconds)),
  };
}

/** What the step that logs in to AWS asks the issuer for. https://github.com/aws-actions/configure-aws-credentials#oidc-audience */
const audience = "sts.amazonaws.com";

/** Two hours: brokers and clusters take more than the usual one, and a job's credentials aren't renewed. */
const sessionSeconds = 7200;

/**
 * AWS's own policies that read how everything is set and nothing that it holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
 */
const readOnly = ["SecurityAudit", "job-function/ViewOnlyAccess"] as const;

/**
 * Lets jobs take a role on whose tokens have all claims of one of the sets.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function trustJobs(
  provider: Output<string>,
  purpose: CiPurpose,
  { issuerUrl, claims }: CiTrust,
): PolicyStatement[] {
  const host = issuerUrl.replace("https://", "");
  return claims[purpose].map((set, index) => ({
    Sid: `Jobs${index}`,
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        [`${host}:aud`]: audience,
        ...Object.fromEntries(Object.entries(set).map(([claim, value]) => [`${host}:${claim}`, value])),
      },
    },
  }));
}

/** A preview takes no lock. Who may decrypt the secrets of a state may read them all. */
function stateStatements(purpose: CiPurpose, { state, stateKey, secretsKey }: AwsCiArgs): PolicyStatement[] {
  const { objects, key, secrets } = stateActions[purpose];
  return [
    { Sid: "State", Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: state.id },
    { Sid: "StateFiles", Effect: "Allow", Action: objects, Resource: interpolate`${state.id}/*` },
    { Sid: "StateKey", Effect: "Allow", Action: key, Resource: stateKey.id },
    { Sid: "StateSecrets", Effect: "Allow", Action: secrets, Resource: secretsKey.id },
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const stateActions = {
  preview: { objects: ["s3:GetObject"], key: ["kms:Decrypt"], secrets: ["kms:Decrypt"] },
  up: {
    objects: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    key: ["kms:Decrypt", "kms:GenerateDataKey"],
    secrets: ["kms:Decrypt", "kms:Encrypt"],
  },
} as const;
