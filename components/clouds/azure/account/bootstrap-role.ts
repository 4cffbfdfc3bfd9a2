import { RoleDefinition } from "@pulumi/azure-native/authorization/roleDefinition.js";
import type { authorization } from "@pulumi/azure-native/types/input.js";
import type { Output, Resource } from "@pulumi/pulumi";
import { after } from "../../../kit/outputs.ts";
import { guidOf } from "../names.ts";
import type { AzureSettings } from "../settings.ts";

/** A role of our own. */
export interface OwnRole {
  /** Unique in the tenant. */
  readonly roleName: string;
  readonly description: string;
  readonly permission: authorization.PermissionArgs;
}

/** Makes a role of our own and gives its id, known only once it is there; names and ids of roles are ours to choose. https://learn.microsoft.com/azure/role-based-access-control/custom-roles */
export function createRole(
  name: string,
  { roleName, description, permission }: OwnRole,
  { subscription }: Pick<AzureSettings, "subscription">,
  parent: Resource,
): Output<string> {
  const scope = `/subscriptions/${subscription}`;
  const id = guidOf(`${scope}/${roleName}`);
  const role = new RoleDefinition(
    name,
    {
      roleDefinitionId: id,
      roleName,
      description,
      roleType: "CustomRole",
      permissions: [{ actions: [], dataActions: [], notActions: [], notDataActions: [], ...permission }],
      assignableScopes: [scope],
      scope,
    },
    { parent, deleteBeforeReplace: true },
  );
  return after(role, `${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}`);
}
