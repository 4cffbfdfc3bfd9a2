import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import {
  UserAssignedIdentity,
  type UserAssignedIdentityArgs,
} from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { Grant, WorkloadIdentity, WorkloadIdentitySpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { readable } from "../../../kit/events/event-queues.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { azureWarehouse } from "../databases/warehouse/warehouse.ts";
import { nameLimits } from "../names.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { addingRole } from "./adding-role.ts";
import { grant as grantRole, type Grant as Role, type RoleName } from "./identity.ts";
import { azureKey } from "./keys.ts";

/** What a caller may change on the children below. */
export interface AzureWorkloadIdentityTransforms {
  readonly identity?: Transform<UserAssignedIdentityArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What the identity of a workload is made from. */
export interface AzureWorkloadIdentityArgs {
  /** The environment's name. */
  readonly environment: string;
  readonly group: ResourceGroup;
  readonly doors: PrivateDoors;
  readonly spec: WorkloadIdentitySpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureWorkloadIdentityTransforms | undefined;
}

/**
 * A managed identity for which Microsoft Entra takes the tokens of one service account of the cluster, and nothing else.
 * https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export class AzureWorkloadIdentity extends Component implements WorkloadIdentity {
  static readonly type = "landbridge:azure:WorkloadIdentity";
  /** The client id that pods log in with. */
  readonly id: Output<string>;

  constructor(name: string, args: AzureWorkloadIdentityArgs, opts: ComponentResourceOptions) {
    const { group, spec, transforms } = args;
    const { namespace, serviceAccount, tags } = spec;
    super(AzureWorkloadIdentity.type, name, { namespace, serviceAccount }, opts);
    const resourceGroupName = group.name(opts);
    const identity = new UserAssignedIdentity(
      autoNamed(`${name}-user`, nameLimits.identity),
      transformed(transforms?.identity, { resourceGroupName, tags: tagsOf(tags) }),
      { parent: this },
    );
    const trust = trustPods(name, spec, identity, resourceGroupName, this);
    const granted = spec.grants.flatMap((one) => give(name, one, identity, args, opts, this));
    this.id = afterAll(
      identity.clientId,
      [trust, ...granted].map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id });
  }
}

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity */
function trustPods(
  name: string,
  { cluster, namespace, serviceAccount }: WorkloadIdentitySpec,
  identity: UserAssignedIdentity,
  resourceGroupName: Output<string>,
  parent: Resource,
): FederatedIdentityCredential {
  return new FederatedIdentityCredential(
    `${name}-pods`,
    {
      resourceGroupName,
      resourceName: identity.name,
      federatedIdentityCredentialResourceName: "kubernetes",
      issuer: cluster.identity,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      audiences: ["api://AzureADTokenExchange"],
    },
    // Its name is fixed within the identity.
    { parent, deleteBeforeReplace: true },
  );
}

/** What a grant is on Azure: a role at the one thing, and a door to it where nothing else leads there. */
function give(
  name: string,
  one: Grant,
  identity: UserAssignedIdentity,
  { environment, doors, spec, settings, transforms }: AzureWorkloadIdentityArgs,
  beside: Pick<ComponentResourceOptions, "parent">,
  parent: Resource,
): Resource[] {
  const at = (role: Role["role"], scope: Output<string>): Resource =>
    grantRole(`${name}-${one.name}`, { role, principal: identity.principalId, scope }, settings, { parent });
  switch (one.kind) {
    case "bucket":
      return [at(one.access === "add" ? addingRole(environment, settings) : bucketRoles[one.access], one.bucket.id)];
    case "warehouse":
      return one.rights.map(({ layer, access }) => {
        const scope = azureWarehouse(one.warehouse).containers[layer];
        const role = bucketRoles[access];
        return grantRole(`${name}-${one.name}-${layer}`, { role, principal: identity.principalId, scope }, settings, {
          parent,
        });
      });
    case "secret":
      return [at(secretRoles[one.access], one.secret.id)];
    case "keyspace":
      // Services log in by a key of the account.
      return [];
    case "queue":
      return one.access === "consume"
        ? [at("service-bus-data-receiver", readable(one.queue).id)]
        : [at("service-bus-data-sender", one.queue.id)];
    case "topic":
      return [at("service-bus-data-sender", one.topic.id)];
    case "zone":
      return [at("dns-zone-contributor", one.zone.id)];
    case "unseal": {
      // The key is alone in its vault, and the vault is closed to the outside.
      const { vaultId } = azureKey(one.key);
      const door = doors.open(
        `${name}-door`,
        { service: "vault", target: vaultId, network: spec.network, tags: spec.tags, transform: transforms?.endpoint },
        beside,
        { parent },
      );
      return [at("key-vault-crypto-service-encryption-user", vaultId), door];
    }
    default:
      return one satisfies never;
  }
}

/** https://learn.microsoft.com/azure/storage/blobs/assign-azure-role-data-access */
export const bucketRoles = {
  read: "storage-blob-data-reader",
  "read-write": "storage-blob-data-contributor",
} as const satisfies Record<"read" | "read-write", RoleName>;

/** Azure has no role that only writes. https://learn.microsoft.com/azure/key-vault/general/rbac-guide */
export const secretRoles = {
  read: "key-vault-secrets-user",
  write: "key-vault-secrets-officer",
} as const satisfies Record<"read" | "write", RoleName>;
