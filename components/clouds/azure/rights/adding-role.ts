import type { Environment } from "../../../../environments/schema/environment.ts";
import type { Issue } from "../../../kit/errors.ts";
import type { IdentityDecision } from "../../../kit/rights/workload-identities.ts";
import { guidOf } from "../names.ts";
import type { AzureSettings } from "../settings.ts";

/**
 * What somebody may do who adds blobs to a container and deletes none: no role of Azure's writes blobs and deletes neither them nor the container that they are in.
 * Who writes may write over what is there, of which the container keeps the earlier version.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations
 */
export const addingPermission = {
  actions: ["Microsoft.Storage/storageAccounts/blobServices/containers/read"],
  dataActions: [
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
  ],
} as const;

/**
 * The environment's role of that kind, known before it is made: the account's own stack makes it, as whoever writes roles gives rights. Names of roles are the
 * tenant's. https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-properties
 */
export function addingRole(
  environment: string,
  { subscription }: Pick<AzureSettings, "subscription">,
): { readonly name: string; readonly id: string } {
  const name = `${environment}-adds-blobs`;
  return { name, id: guidOf(`/subscriptions/${subscription}/${name}`) };
}

/** Who is to have that role has it only where the account's own stack made it. */
export function checkAddingRole(
  { bootstrap }: Pick<Environment, "bootstrap">,
  identities: readonly IdentityDecision[],
): Issue[] {
  const [first] = identities.flatMap(({ name, grants }) =>
    grants.flatMap((grant) =>
      grant.kind === "bucket" && grant.access === "add" ? [{ name, bucket: grant.bucket }] : [],
    ),
  );
  if (bootstrap !== undefined || first === undefined) return [];
  return [
    {
      path: "bootstrap",
      rule: `isn't there, so nobody makes the role by which ${first.name} adds to bucket ${first.bucket} and deletes nothing`,
      wayOut: "write bootstrap: { stateRegion: … } and bring that stack up first",
    },
  ];
}
