import { AccountIamMember } from "@pulumi/gcp/billing/accountIamMember.js";
import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool.js";
import {
  WorkloadIdentityPoolProvider,
  type WorkloadIdentityPoolProviderArgs,
} from "@pulumi/gcp/iam/workloadIdentityPoolProvider.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole.js";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember as AccountMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId.js";
import type { BootstrapSpec, CiIdentity } from "../../../cloud.ts";
import type { CiPurpose, CiTrust } from "../../../kit/account/ci-trust.ts";
import { after, afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { GcpSettings } from "../settings.ts";
import { ownRoleId, ownRoleNames, permissionsOf, type OwnRole } from "./bootstrap-permissions.ts";
import {
  billingRoles,
  conditionOf,
  partRights,
  usedRights,
  type OwnThings,
  type PartRights,
  type Used,
} from "./bootstrap-rights.ts";
import { bootstrapPrefix, ciAccountId, ciPoolPrefix } from "./bootstrap-names.ts";
import { attributeCondition, attributeMapping, purposeAttribute } from "./bootstrap-claims.ts";
import type { Apis } from "./services.ts";

/** What a caller may change on the children below. */
export interface GcpCiTransforms {
  readonly provider?: Transform<WorkloadIdentityPoolProviderArgs>;
}

/** What a pipeline's identities are made from. */
export interface GcpCiArgs {
  readonly apis: Apis;
  readonly environment: string;
  readonly budgeted: boolean;
  /** What the environment has that takes more rights. */
  readonly used: readonly Used[];
  readonly trust: CiTrust;
  readonly spec: BootstrapSpec;
  readonly settings: GcpSettings;
  /** Name of the state's bucket. */
  readonly state: Output<string>;
  /** Id of the key for Pulumi's secrets. */
  readonly secrets: Output<string>;
  readonly transforms?: GcpCiTransforms | undefined;
}

/**
 * A pool that takes the tokens of one repository's jobs, and an account for each purpose, which only jobs of that purpose
 * act as. Accounts of Google's stand in between, since not all services know members of a pool.
 * https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
 */
export function createCiIdentities(name: string, args: GcpCiArgs, parent: Resource): Record<CiPurpose, CiIdentity> {
  const { apis, environment, trust, transforms } = args;
  const dependsOn = apis.enable(["iam", "iamcredentials", "sts"], { parent });
  // A deleted pool keeps its id for a month. https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers#delete-pool
  const suffix = new RandomId(`${name}-pool-suffix`, { byteLength: suffixBytes }, { parent });
  const prefix = ciPoolPrefix(environment, suffixBytes * 2 + "-".length);
  const pool = new WorkloadIdentityPool(
    `${name}-pool`,
    {
      workloadIdentityPoolId: interpolate`${prefix}-${suffix.hex}`,
      description: `Pipelines that bring up ${environment}`,
      mode: "FEDERATION_ONLY",
    },
    { parent, dependsOn },
  );
  const provider = new WorkloadIdentityPoolProvider(
    `${name}-issuer`,
    transformed(transforms?.provider, {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: trust.issuer,
      // Its audience is the provider itself, which is what Google's step for pipelines asks for.
      oidc: { issuerUri: trust.issuerUrl },
      attributeMapping: attributeMapping(trust),
      attributeCondition,
    }),
    { parent },
  );
  const of = (purpose: CiPurpose): CiIdentity =>
    createIdentity(`${name}-${purpose}`, purpose, args, { pool, provider }, parent);
  return { preview: of("preview"), up: of("up") };
}

/** Random bytes in a pool's id, each written as two hexadecimal digits. */
const suffixBytes = 2;

interface Federation {
  readonly pool: WorkloadIdentityPool;
  readonly provider: WorkloadIdentityPoolProvider;
}

function createIdentity(
  name: string,
  purpose: CiPurpose,
  args: GcpCiArgs,
  { pool, provider }: Federation,
  parent: Resource,
): CiIdentity {
  const account = new Account(
    name,
    // The purpose first, so that it stays whatever is cut off.
    { accountId: ciAccountId(args.environment, purpose), displayName: name },
    { parent, dependsOn: [provider] },
  );
  const impersonation = new AccountMember(
    `${name}-jobs`,
    {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: interpolate`principalSet://iam.googleapis.com/${pool.name}/${purposeAttribute}/${purpose}`,
    },
    { parent },
  );
  const rights = [
    ...grantState(name, purpose, account.member, args, parent),
    ...grantRoles(name, purpose, account.member, args, parent),
  ];
  const urns = [impersonation, ...rights].map(({ urn }) => urn);
  const id = afterAll(account.email, urns);
  return { id, login: { workload_identity_provider: provider.name, service_account: id } };
}

/** State is read by both; who may decrypt its secrets may read them all. */
function grantState(
  name: string,
  purpose: CiPurpose,
  member: Output<string>,
  { state, secrets }: GcpCiArgs,
  parent: Resource,
): Resource[] {
  const { objects, key } = stateRoles[purpose];
  return [
    new BucketIAMMember(`${name}-state`, { bucket: state, role: objects, member }, { parent }),
    new CryptoKeyIAMMember(`${name}-secrets`, { cryptoKeyId: secrets, role: key, member }, { parent }),
  ];
}

/** A preview takes no lock. https://cloud.google.com/storage/docs/access-control/iam-roles */
const stateRoles = {
  preview: { objects: "roles/storage.objectViewer", key: "roles/cloudkms.cryptoKeyDecrypter" },
  up: { objects: "roles/storage.objectUser", key: "roles/cloudkms.cryptoKeyEncrypterDecrypter" },
} as const;

function grantRoles(
  name: string,
  purpose: CiPurpose,
  member: Output<string>,
  { apis, budgeted, used, spec, settings, environment }: GcpCiArgs,
  parent: Resource,
): Resource[] {
  const { project, billingAccount } = settings;
  const own = { project, stateRegion: spec.stateRegion, prefix: bootstrapPrefix(environment) };
  const iam = apis.enable(["iam"], { parent });
  const ofProject = [
    ...rolesOf(purpose, used).map(
      (role) => new IAMMember(`${name}-${childNameOf(role)}`, { project, role, member }, { parent }),
    ),
    ...(purpose === "up"
      ? ownRoleNames.flatMap((role) => grantOwnRole(name, role, member, environment, own, { parent, dependsOn: iam }))
      : []),
  ];
  if (!budgeted || billingAccount === undefined) return ofProject;
  const dependsOn = apis.enable(["cloudbilling"], { parent });
  const ofBilling = billingRoles[purpose].map(
    (role) =>
      new AccountIamMember(
        `${name}-${childNameOf(role)}`,
        { billingAccountId: billingAccount, role, member },
        { parent, dependsOn },
      ),
  );
  return [...ofProject, ...ofBilling];
}

/** Makes a role of the project's own and gives it, under its condition. */
function grantOwnRole(
  name: string,
  role: OwnRole,
  member: Output<string>,
  environment: string,
  own: OwnThings,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource[] {
  const { project } = own;
  const roleId = ownRoleId(environment, role);
  const custom = new IAMCustomRole(
    `${name}-${role}-role`,
    {
      project,
      roleId,
      title: `${name}-${role}`,
      description: `What brings up ${environment}: ${role}`,
      permissions: permissionsOf(role),
    },
    { ...opts, deleteBeforeReplace: true },
  );
  const condition = conditionOf(role, own);
  const granted = new IAMMember(
    `${name}-${role}`,
    {
      project,
      role: after(custom, `projects/${project}/roles/${roleId}`),
      member,
      ...(condition === undefined ? {} : { condition }),
    },
    { parent: opts.parent },
  );
  return [custom, granted];
}

/** Google's own roles of the project that a purpose has where the environment has what is used, each once. */
export function rolesOf(purpose: CiPurpose, used: readonly Used[]): string[] {
  const parts: readonly PartRights[] = [...Object.values(partRights), ...used.map((one) => usedRights[one])];
  return [...new Set(parts.flatMap((rights) => rights[purpose]))].sort();
}

function childNameOf(role: string): string {
  return role.replace("roles/", "").replaceAll(".", "-");
}
