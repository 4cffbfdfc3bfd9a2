import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { KeyUser } from "../../../kit/rights/keys.ts";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * Who acts on Azure for a part of the platform: each service that encrypts with a key of ours (`cluster` is the control
 * plane, `nodes` the disk encryption set, `functions` pulls their images and counts their messages), `kubelet`, by which nodes
 * pull images, `flows`, by which Network Watcher writes down who talked to whom, and `feeds`, by which Event Grid writes to
 * queues.
 */
export type IdentityName = KeyUser | "feeds" | "flows" | "kubelet";

/**
 * The environment's managed identities, each made by whichever component asks first. Keys come before what they encrypt
 * and have to be granted to somebody: so identities are ours and stand before both, where Azure's own (system-assigned)
 * would come with the service and too late. https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 */
export class Identities {
  readonly #prefix: string;
  readonly #tags: Tags;
  readonly #group: ResourceGroup;
  readonly #location: string | undefined;
  readonly #made = new Map<IdentityName, UserAssignedIdentity>();

  /** `prefix` begins the names of the resources: the environment's name. They are in the environment's region, or in `location`. */
  constructor(prefix: string, group: ResourceGroup, tags: Tags, location?: string) {
    this.#location = location;
    this.#prefix = prefix;
    this.#group = group;
    this.#tags = tags;
  }

  /** The identity of a part. It stands beside the component that asks first. */
  of(part: IdentityName, { parent }: Pick<ComponentResourceOptions, "parent">): UserAssignedIdentity {
    const known = this.#made.get(part);
    if (known !== undefined) return known;
    const opts = parent === undefined ? {} : { parent };
    const made = new UserAssignedIdentity(
      autoNamed(`${this.#prefix}-identity-${part}`, nameLimits.identity),
      {
        resourceGroupName: this.#group.name(opts),
        ...(this.#location === undefined ? {} : { location: this.#location }),
        tags: tagsOf(this.#tags),
      },
      opts,
    );
    this.#made.set(part, made);
    return made;
  }
}

/** Azure's built-in roles that Landbridge grants. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const roles = {
  "acr-pull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  "aks-rbac-cluster-admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  "dns-zone-contributor": "befefa01-2a29-4197-83a8-272ff33ce314",
  "key-vault-contributor": "f25e0fa2-a7c8-4377-a976-54943a77a395",
  "key-vault-crypto-service-encryption-user": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  "key-vault-crypto-user": "12338af0-0e69-4776-bea7-57ae8d297424",
  "key-vault-secrets-officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  "key-vault-secrets-user": "4633458b-17de-408a-b874-0445c86b69e6",
  "managed-identity-operator": "f1a07417-d97a-45cb-824c-7a7467783830",
  "network-contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  "private-dns-zone-contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "service-bus-data-owner": "090c5cfd-751d-490a-894a-3ce6f1109419",
  "service-bus-data-receiver": "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
  "service-bus-data-sender": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
  "storage-blob-data-contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "storage-blob-data-reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
} as const;

/** Name of a role in `roles`. */
export type RoleName = keyof typeof roles;

/** Who gets a role, and where. */
export interface Grant {
  /** One of Azure's, or the id of one of ours. */
  readonly role: RoleName | { readonly id: string };
  /** Object id in Microsoft Entra. */
  readonly principal: Input<string>;
  /** - default: a managed identity of ours. */
  readonly principalType?: "ServicePrincipal" | "Group";
  /** Id of a resource or resource group. */
  readonly scope: Input<string>;
}

/**
 * Grants a role. With the principal's type given, Azure doesn't look the principal up, which fails for minutes after it
 * was made. https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---assigning-a-role-to-a-new-principal-sometimes-fails
 */
export function grant(
  name: string,
  { role, principal, principalType = "ServicePrincipal", scope }: Grant,
  { subscription }: Pick<AzureSettings, "subscription">,
  opts: { readonly parent: Resource },
): RoleAssignment {
  return new RoleAssignment(
    name,
    {
      principalId: principal,
      principalType,
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${typeof role === "string" ? roles[role] : role.id}`,
      scope,
    },
    opts,
  );
}
