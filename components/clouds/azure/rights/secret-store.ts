import { Secret, type SecretArgs } from "@pulumi/azure-native/keyvault/secret.js";
import { Vault, type VaultArgs } from "@pulumi/azure-native/keyvault/vault.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { SecretSpec, SecretStore, SecretStoreSpec, StoredSecret } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { contentHash } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { grant } from "./identity.ts";
import { dashedPrefix, nameLimits } from "../names.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { logService, type LogPlace } from "../account/service-logs.ts";
import { closedVault } from "./vault-args.ts";
import { secretRoles } from "./workload-identity.ts";

/** What a caller may change on the children below. */
export interface AzureSecretStoreTransforms {
  readonly vault?: Transform<VaultArgs>;
  readonly secret?: Transform<SecretArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a store of secrets is made from. */
export interface AzureSecretStoreArgs {
  readonly group: ResourceGroup;
  readonly doors: PrivateDoors;
  readonly spec: SecretStoreSpec;
  readonly settings: AzureSettings;
  /** Where it is written down who reads a secret. */
  readonly logs: LogPlace;
  readonly transforms?: AzureSecretStoreTransforms | undefined;
}

/**
 * Secrets in a vault of their own, which is reached from inside the network only. Azure encrypts them with a key of
 * Microsoft's that nobody can replace. https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#encryption
 */
export class AzureSecretStore extends Component implements SecretStore {
  static readonly type = "landbridge:azure:SecretStore";
  readonly secrets: Readonly<Record<string, StoredSecret>>;

  constructor(name: string, args: AzureSecretStoreArgs, opts: ComponentResourceOptions) {
    const { group, doors, spec, settings, logs, transforms } = args;
    super(AzureSecretStore.type, name, { secrets: spec.secrets.map(({ name: secret }) => secret) }, opts);
    const resourceGroupName = group.name(opts);
    const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, { parent: this });
    const vaultName = interpolate`${dashedPrefix(name, nameLimits.vault - suffixBytes * 2)}${suffix.hex}`;
    const vault = new Vault(
      `${name}-vault`,
      transformed(transforms?.vault, closedVault({ resourceGroupName, vaultName }, settings, spec.tags)),
      { parent: this, ...holdsData(spec.protect) },
    );
    logService(`${name}-logs`, "vault", { resource: vault.id, workspace: logs.workspace(opts) }, this);
    const door = doors.open(
      `${name}-door`,
      { service: "vault", target: vault.id, network: spec.network, tags: spec.tags, transform: transforms?.endpoint },
      opts,
      { parent: this },
    );
    const place = { resourceGroupName, vaultName: vault.name, door };
    this.secrets = Object.fromEntries(
      spec.secrets.map((secret) => [secret.name, createSecret(`${name}-${secret.name}`, secret, place, args, this)]),
    );
    this.registerOutputs({});
  }
}

/** Random bytes in a vault's name, each written as two hexadecimal digits. */
const suffixBytes = 4;

interface SecretPlace {
  readonly resourceGroupName: Output<string>;
  readonly vaultName: Output<string>;
  readonly door: Resource;
}

/** Azure keeps no place without a value: what stands there until somebody else writes one. */
export const emptyValue = "not-written-yet";

function createSecret(
  name: string,
  { name: secretName, value, readers }: SecretSpec,
  { resourceGroupName, vaultName, door }: SecretPlace,
  { spec, settings, transforms }: AzureSecretStoreArgs,
  parent: Resource,
): StoredSecret {
  const args: SecretArgs = {
    resourceGroupName,
    vaultName,
    secretName,
    properties: { value: value ?? emptyValue, attributes: { enabled: true } },
    tags: { ...tagsOf(spec.tags), "rotation-days": String(spec.rotationDays) },
  };
  const secret = new Secret(name, transformed(transforms?.secret, args), {
    parent,
    protect: spec.protect,
    // Deleted alone it would be by the vault's own address, which is closed to the outside: it goes with its vault.
    retainOnDelete: true,
    // What somebody else wrote stays.
    ignoreChanges: value === undefined ? ["properties.value"] : [],
  });
  for (const principal of readers) {
    grant(
      `${name}-reader-${contentHash(principal, 8)}`,
      { role: secretRoles.read, principal, principalType: "Group", scope: secret.id },
      settings,
      { parent },
    );
  }
  // Nobody reads it before there is a way to it.
  return { id: afterAll(secret.id, [door.urn]) };
}
