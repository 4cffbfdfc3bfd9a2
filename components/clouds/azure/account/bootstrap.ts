import { Key, type KeyArgs } from "@pulumi/azure-native/keyvault/key.js";
import { Vault } from "@pulumi/azure-native/keyvault/vault.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId.js";
import type { Bootstrap, BootstrapSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { holdsData } from "../../../kit/protection.ts";
import { mapValues } from "../../../kit/records.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { AzureAccessLogs } from "../objects/access-logs.ts";
import { addingPermission, addingRole } from "../rights/adding-role.ts";
import { Identities } from "../rights/identity.ts";
import { AzureKey } from "../rights/keys.ts";
import { dashedPrefix, nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { closedVault } from "../rights/vault-args.ts";
import { zonalRegion } from "../regions.ts";
import { createCiIdentities, type AzureCiTransforms } from "./bootstrap-ci.ts";
import { createRole } from "./bootstrap-role.ts";
import { createState } from "./bootstrap-state.ts";
import { ResourceGroup } from "./resource-group.ts";
import { logService } from "./service-logs.ts";

/** What a caller may change on the children below. */
export interface AzureBootstrapTransforms extends AzureCiTransforms {
  readonly account?: Transform<StorageAccountArgs>;
  readonly key?: Transform<KeyArgs>;
}

/** What the account's own things are made from. */
export interface AzureBootstrapArgs {
  /** The environment's name. */
  readonly environment: string;
  readonly spec: BootstrapSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureBootstrapTransforms | undefined;
}

/**
 * A container for state and a key for its secrets in a group and a region of their own, and trust in a pipeline. Both are
 * reached from anywhere, since they are used before there is a network and from where nobody knows: by Microsoft Entra
 * alone, as Azure's own interface is.
 */
export class AzureBootstrap extends Component implements Bootstrap {
  static readonly type = "landbridge:azure:Bootstrap";
  readonly stateUrl: Output<string>;
  readonly secretsProvider: Output<string>;
  readonly identities: Bootstrap["identities"];

  constructor(name: string, args: AzureBootstrapArgs, opts: ComponentResourceOptions) {
    const { environment, spec, settings, transforms } = args;
    super(AzureBootstrap.type, name, { stateRegion: spec.stateRegion }, opts);
    const inside = { parent: this };
    const { trust, tags, protect, rotationDays, logDays } = spec;
    const there = { ...settings, regions: { primary: zonalRegion(spec.stateRegion) } };
    const group = new ResourceGroup({ environment: name, settings: there, tags, protect });
    const identities = new Identities(name, group, tags, spec.stateRegion);
    const shared = { group, identities, settings: there };
    const logs = new AzureAccessLogs(
      `${name}-access`,
      { group, spec: { logDays, tags, protect }, settings: there },
      inside,
    );
    const vaultLogs = { workspace: () => logs.id };
    const stateKey = new AzureKey(
      `${name}-state`,
      {
        ...shared,
        logs: vaultLogs,
        spec: { dataClass: "platform", region: "primary", users: ["buckets"], rotationDays, tags, protect },
      },
      inside,
    );
    const state = createState(
      `${name}-bucket`,
      { ...shared, environment, spec, key: stateKey, logs, transform: transforms?.account },
      this,
    );
    const resourceGroupName = group.name(inside);
    createAddingRole(`${name}-adding`, args, this);
    const vault = createSecretsVault(`${name}-secrets`, { ...args, settings: there }, resourceGroupName, this);
    logService(`${name}-secrets-logs`, "vault", { resource: vault.id, workspace: logs.id }, this);
    // https://www.pulumi.com/docs/iac/concepts/state-and-backends/#azure-blob-storage
    this.stateUrl = interpolate`azblob://${state.container}?storage_account=${state.account}`;
    this.secretsProvider = vault.provider;
    this.identities =
      trust === undefined
        ? undefined
        : createCiIdentities(
            name,
            { environment, resourceGroupName, trust, spec, settings, state: state.id, vault: vault.id, transforms },
            this,
          );
    this.registerOutputs({ stateUrl: this.stateUrl, secretsProvider: this.secretsProvider });
  }
}

/** Whoever writes roles gives rights: so a pipeline finds this one, and only assigns it. */
function createAddingRole(name: string, { environment, settings }: AzureBootstrapArgs, parent: Resource): void {
  const description = "Adds blobs to containers of Landbridge's and deletes none";
  const permission = mapValues(addingPermission, (actions) => [...actions]);
  createRole(name, { roleName: addingRole(environment, settings).name, description, permission }, settings, parent);
}

/** Random bytes in a vault's name, each written as two hexadecimal digits. */
const suffixBytes = 4;

/**
 * A vault with the key that encrypts the secrets in states. It isn't rotated by itself: Pulumi writes down no version, and
 * asks the newest to open what an older one encrypted. Who wants another makes a new key and changes each stack's provider.
 * https://www.pulumi.com/docs/iac/concepts/secrets/#azure-key-vault
 * https://github.com/pulumi/pulumi/issues/22338
 */
function createSecretsVault(
  name: string,
  { spec, settings, transforms }: AzureBootstrapArgs,
  resourceGroupName: Output<string>,
  parent: Resource,
): { readonly id: Output<string>; readonly provider: Output<string> } {
  const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, { parent });
  const vaultName = interpolate`${dashedPrefix(name, nameLimits.vault - suffixBytes * 2)}${suffix.hex}`;
  const vault = new Vault(
    `${name}-vault`,
    closedVault({ resourceGroupName, vaultName }, settings, spec.tags, "from-anywhere"),
    { parent, ...holdsData(spec.protect) },
  );
  const key = new Key(
    `${name}-key`,
    transformed(transforms?.key, {
      resourceGroupName,
      vaultName: vault.name,
      keyName: "pulumi",
      properties: {
        kty: "RSA",
        keySize: 4096,
        keyOps: ["encrypt", "decrypt"],
        attributes: { enabled: true, exportable: false },
      },
      tags: tagsOf(spec.tags),
    }),
    // It goes with its vault, as every key; see `AzureKey`.
    { parent, retainOnDelete: true },
  );
  return { id: vault.id, provider: interpolate`azurekeyvault://${vault.name}.vault.azure.net/keys/${key.name}` };
}
