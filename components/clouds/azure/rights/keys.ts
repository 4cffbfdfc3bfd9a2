import { Key as VaultKey, type KeyArgs } from "@pulumi/azure-native/keyvault/key.js";
import { Vault, type VaultArgs } from "@pulumi/azure-native/keyvault/vault.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { interpolate, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Key, KeySpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { KeyUser } from "../../../kit/rights/keys.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { grant, type Identities, type RoleName } from "./identity.ts";
import { dashedPrefix, nameLimits } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { logService, type LogPlace } from "../account/service-logs.ts";
import { closedVault } from "./vault-args.ts";

/** What a caller may change on the children below. */
export interface AzureKeyTransforms {
  readonly vault?: Transform<VaultArgs>;
  readonly key?: Transform<KeyArgs>;
}

/** What a key is made from. */
export interface AzureKeyArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly spec: KeySpec;
  readonly settings: AzureSettings;
  /** Where it is written down who uses the key. */
  readonly logs: LogPlace;
  readonly transforms?: AzureKeyTransforms | undefined;
}

/**
 * A key in a vault of its own, which the identities of the services named in the spec may use. A vault costs nothing; one
 * for each class of data keeps grants apart, which Azure advises to give on vaults and not on keys.
 * https://learn.microsoft.com/azure/key-vault/general/rbac-guide#best-practices-for-individual-keys-secrets-and-certificates-role-assignments
 *
 * A deleted vault keeps its name for 90 days and nobody can purge it before, so each `up` makes a new name.
 */
export class AzureKey extends Component implements Key {
  static readonly type = "landbridge:azure:Key";
  /** URI without a version: who encrypts with it follows each rotation by itself. */
  readonly id: Output<string>;
  /** URI of the version of today, for services that want one. */
  readonly currentVersion: Output<string>;
  readonly keyName: Output<string>;
  readonly seal: Readonly<Record<string, Output<string>>>;
  readonly vaultId: Output<string>;
  readonly vaultUri: Output<string>;

  constructor(name: string, args: AzureKeyArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, settings, logs, transforms } = args;
    super(AzureKey.type, name, { dataClass: spec.dataClass, users: [...spec.users] }, opts);
    const resourceGroupName = group.name(opts);
    const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, { parent: this });
    const vaultName = interpolate`${dashedPrefix(name, nameLimits.vault - suffixBytes * 2)}${suffix.hex}`;
    const vault = new Vault(
      `${name}-vault`,
      transformed(transforms?.vault, closedVault({ resourceGroupName, vaultName }, settings, spec.tags)),
      { parent: this, ...holdsData(spec.protect) },
    );
    logService(`${name}-logs`, "vault", { resource: vault.id, workspace: logs.workspace(opts) }, this);
    const grants = spec.users.flatMap((user) =>
      rolesOf[user].map((role) => {
        const principal = identities.of(user, opts).principalId;
        return grant(`${name}-${user}-${role}`, { role, principal, scope: vault.id }, settings, { parent: this });
      }),
    );
    const key = new VaultKey(
      `${name}-key`,
      transformed(transforms?.key, keyArgs(spec, resourceGroupName, vault.name)),
      // It goes with its vault. Deleted alone it would be by the vault's own address, which is closed to the outside, and a
      // key that was replaced has to stay as long as there are backups that it encrypted.
      // After the grants, which take minutes to be seen by those who wait for the key.
      { parent: this, retainOnDelete: true, dependsOn: grants },
    );
    const granted = grants.map(({ urn }) => urn);
    this.id = afterAll(key.keyUri, granted);
    this.currentVersion = afterAll(key.keyUriWithVersion, granted);
    this.keyName = afterAll(key.name, granted);
    this.vaultId = vault.id;
    this.vaultUri = interpolate`https://${vault.name}.vault.azure.net`;
    // https://developer.hashicorp.com/vault/docs/configuration/seal/azurekeyvault
    this.seal = {
      AZURE_TENANT_ID: output(settings.tenant),
      VAULT_AZUREKEYVAULT_KEY_NAME: this.keyName,
      VAULT_AZUREKEYVAULT_VAULT_NAME: vault.name,
      VAULT_SEAL_TYPE: output("azurekeyvault"),
    };
    this.registerOutputs({ id: this.id });
  }
}

/** The key as this cloud made it. Throws for another cloud's, which is a mistake of ours. */
export function azureKey(key: Key): AzureKey {
  if (key instanceof AzureKey) return key;
  throw new Error("a key of Azure's is needed");
}

/** Random bytes in a vault's name, each written as two hexadecimal digits. */
const suffixBytes = 4;

/**
 * What each service needs. Most wrap and unwrap keys of their own; AKS encrypts with this one, and sees to its private
 * way to the vault. https://learn.microsoft.com/azure/aks/kms-data-encryption
 */
const rolesOf: Readonly<Record<KeyUser, readonly RoleName[]>> = {
  brokers: ["key-vault-crypto-service-encryption-user"],
  buckets: ["key-vault-crypto-service-encryption-user"],
  caches: ["key-vault-crypto-service-encryption-user"],
  cluster: ["key-vault-crypto-user", "key-vault-contributor"],
  databases: ["key-vault-crypto-service-encryption-user"],
  // Container Apps takes no key of ours.
  functions: [],
  nodes: ["key-vault-crypto-service-encryption-user"],
  queues: ["key-vault-crypto-service-encryption-user"],
  registry: ["key-vault-crypto-service-encryption-user"],
  // Key Vault encrypts secrets with a key of Microsoft's.
  secrets: [],
  tables: ["key-vault-crypto-service-encryption-user"],
  warehouses: ["key-vault-crypto-service-encryption-user"],
};

/**
 * RSA of 4096 bits, which is the one kind that storage, disks, registries and databases all take.
 *
 * Resource Manager makes a key and never changes one: a new policy needs a new key, so its name says the policy. No version
 * expires, since a database whose version did is shut within the hour, and services follow a rotation later than that.
 * https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
 * https://learn.microsoft.com/rest/api/keyvault/keyvault/keys/create-if-not-exist
 */
function keyArgs(
  { rotationDays, tags }: KeySpec,
  resourceGroupName: Output<string>,
  vaultName: Output<string>,
): KeyArgs {
  return {
    resourceGroupName,
    vaultName,
    keyName: `rotated-${rotationDays}-days`,
    properties: {
      kty: "RSA",
      keySize: 4096,
      keyOps: ["encrypt", "decrypt", "wrapKey", "unwrapKey"],
      attributes: { enabled: true, exportable: false },
      rotationPolicy: {
        lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: `P${rotationDays}D` } }],
      },
    },
    tags: tagsOf(tags),
  };
}
