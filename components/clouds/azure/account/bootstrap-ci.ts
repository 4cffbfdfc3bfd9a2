import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import {
  UserAssignedIdentity,
  type UserAssignedIdentityArgs,
} from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { output, type Output, type Resource } from "@pulumi/pulumi";
import type { BootstrapSpec, CiIdentity } from "../../../cloud.ts";
import type { CiPurpose, CiTrust } from "../../../kit/account/ci-trust.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { addingRole } from "../rights/adding-role.ts";
import { grant, type RoleName } from "../rights/identity.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { ciIdentityName } from "./bootstrap-names.ts";
import { createRole, type OwnRole } from "./bootstrap-role.ts";
import { accessAdministrator, assignCondition, decryptActions, previewActions, upActions } from "./bootstrap-rights.ts";

/** What a caller may change on the children below. */
export interface AzureCiTransforms {
  readonly identity?: Transform<UserAssignedIdentityArgs>;
}

/** What a pipeline's identities are made from. */
export interface AzureCiArgs {
  readonly environment: string;
  readonly resourceGroupName: Output<string>;
  readonly trust: CiTrust;
  readonly spec: BootstrapSpec;
  readonly settings: AzureSettings;
  /** Id of the container that holds state. */
  readonly state: Output<string>;
  /** Id of the vault with the key for Pulumi's secrets. */
  readonly vault: Output<string>;
  readonly transforms?: AzureCiTransforms | undefined;
}

/**
 * A managed identity for each purpose, for which Microsoft Entra takes the tokens of jobs of that purpose. It compares a
 * token's subject and nothing else: which branches may deploy is the deployment environment's own rule.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 */
export function createCiIdentities(name: string, args: AzureCiArgs, parent: Resource): Record<CiPurpose, CiIdentity> {
  const decrypt = createRole(
    `${name}-decrypt`,
    pipelines(`${name}-decrypt`, { dataActions: [...decryptActions] }),
    args.settings,
    parent,
  );
  const of = (purpose: CiPurpose): CiIdentity => createIdentity(`${name}-${purpose}`, purpose, decrypt, args, parent);
  return { preview: of("preview"), up: of("up") };
}

function createIdentity(
  name: string,
  purpose: CiPurpose,
  decrypt: Output<string>,
  args: AzureCiArgs,
  parent: Resource,
): CiIdentity {
  const { environment, resourceGroupName, spec, settings, transforms } = args;
  const identity = new UserAssignedIdentity(
    name,
    transformed(transforms?.identity, {
      resourceName: ciIdentityName(environment, purpose),
      resourceGroupName,
      location: spec.stateRegion,
      tags: tagsOf(spec.tags),
    }),
    { parent, deleteBeforeReplace: true },
  );
  const trusted = trustJobs(name, purpose, identity, args, parent);
  const rights = [
    ...grantState(name, purpose, identity.principalId, decrypt, args, parent),
    ...(purpose === "up" ? grantUp : grantPreview)(name, identity.principalId, args, parent),
  ];
  const urns = [...trusted, ...rights].map(({ urn }) => urn);
  const id = afterAll(identity.clientId, urns);
  const { tenant, subscription } = settings;
  return { id, login: { "client-id": id, "tenant-id": output(tenant), "subscription-id": output(subscription) } };
}

/** One credential for each subject, one after the other: Azure takes one change of an identity's at a time. */
function trustJobs(
  name: string,
  purpose: CiPurpose,
  identity: UserAssignedIdentity,
  { resourceGroupName, trust }: AzureCiArgs,
  parent: Resource,
): FederatedIdentityCredential[] {
  const made: FederatedIdentityCredential[] = [];
  subjectsOf(trust, purpose).forEach((subject, index) => {
    made.push(
      new FederatedIdentityCredential(
        `${name}-jobs-${index}`,
        {
          resourceGroupName,
          resourceName: identity.name,
          federatedIdentityCredentialResourceName: `jobs-${index}`,
          issuer: trust.issuerUrl,
          subject,
          audiences: ["api://AzureADTokenExchange"],
        },
        { parent, dependsOn: made.slice(-1), deleteBeforeReplace: true },
      ),
    );
  });
  return made;
}

/** The subjects of a purpose. Throws where a job is known by other claims alone, which a capability refuses before. */
export function subjectsOf({ claims }: Pick<CiTrust, "claims">, purpose: CiPurpose): string[] {
  return claims[purpose].map(({ sub }) => {
    if (sub === undefined) throw new Error("Microsoft Entra knows jobs by their subject alone");
    return sub;
  });
}

/** A preview takes no lock. Who may decrypt the secrets of a state may read them all. */
function grantState(
  name: string,
  purpose: CiPurpose,
  principal: Output<string>,
  decrypt: Output<string>,
  { state, vault, settings }: AzureCiArgs,
  parent: Resource,
): Resource[] {
  const at = (child: string, role: RoleName, scope: Output<string>): Resource =>
    grant(`${name}-${child}`, { role, principal, scope }, settings, { parent });
  if (purpose === "up")
    return [at("state", "storage-blob-data-contributor", state), at("secrets", "key-vault-crypto-user", vault)];
  return [
    at("state", "storage-blob-data-reader", state),
    new RoleAssignment(
      `${name}-secrets`,
      { principalId: principal, principalType: "ServicePrincipal", roleDefinitionId: decrypt, scope: vault },
      { parent },
    ),
  ];
}

function grantPreview(name: string, principal: Output<string>, args: AzureCiArgs, parent: Resource): Resource[] {
  const role = createRole(
    `${name}-role`,
    pipelines(`${name}-role`, { actions: [...previewActions] }),
    args.settings,
    parent,
  );
  return [reads(name, principal, args, parent), assign(`${name}-rights`, role, principal, args, parent)];
}

function grantUp(name: string, principal: Output<string>, args: AzureCiArgs, parent: Resource): Resource[] {
  const { subscription } = args.settings;
  const role = createRole(`${name}-role`, pipelines(`${name}-role`, { actions: upActions() }), args.settings, parent);
  return [
    reads(name, principal, args, parent),
    assign(`${name}-rights`, role, principal, args, parent),
    new RoleAssignment(
      `${name}-access`,
      {
        principalId: principal,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${accessAdministrator}`,
        scope: `/subscriptions/${subscription}`,
        condition: assignCondition(addingRole(args.environment, args.settings).id),
        conditionVersion: "2.0",
      },
      { parent },
    ),
  ];
}

/** How everything is set, and nothing that it holds. */
function reads(name: string, principal: Output<string>, { settings }: AzureCiArgs, parent: Resource): Resource {
  const scope = `/subscriptions/${settings.subscription}`;
  return grant(`${name}-reader`, { role: "reader", principal, scope }, settings, { parent });
}

function assign(
  name: string,
  roleDefinitionId: Output<string>,
  principalId: Output<string>,
  { settings }: AzureCiArgs,
  parent: Resource,
): RoleAssignment {
  const scope = `/subscriptions/${settings.subscription}`;
  return new RoleAssignment(
    name,
    { principalId, principalType: "ServicePrincipal", roleDefinitionId, scope },
    { parent },
  );
}

function pipelines(roleName: string, permission: OwnRole["permission"]): OwnRole {
  return { roleName, description: "What pipelines of Landbridge may do", permission };
}
