import { CacheRule } from "@pulumi/azure-native/containerregistry/cacheRule.js";
import { Registry as ContainerRegistry, type RegistryArgs } from "@pulumi/azure-native/containerregistry/registry.js";
import { Replication } from "@pulumi/azure-native/containerregistry/replication.js";
import type { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Registry, RegistrySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { Component } from "../../../kit/component.ts";
import { upstreamSlug } from "../../../kit/registry/mirrors.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { grant, type Identities } from "../rights/identity.ts";
import { azureKey } from "../rights/keys.ts";
import { mirrorPrefix, nameLimits, worldName } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { logService, type LogPlace } from "../account/service-logs.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AzureRegistryTransforms {
  readonly registry?: Transform<RegistryArgs>;
}

/** What a registry is made from. */
export interface AzureRegistryArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly spec: RegistrySpec;
  readonly settings: AzureSettings;
  /** Where it is written down who logs in, pushes and pulls. */
  readonly logs: LogPlace;
  readonly transforms?: AzureRegistryTransforms | undefined;
}

/**
 * A private registry for images, from which the cluster's nodes pull. It takes whatever repository is pushed. A tag can be
 * moved until somebody locks it: Azure has locks for images and none for all of a registry.
 * https://learn.microsoft.com/azure/container-registry/container-registry-image-lock
 */
export class AzureRegistry extends Component implements Registry {
  static readonly type = "landbridge:azure:Registry";
  readonly host: Output<string>;
  readonly mirrors: Registry["mirrors"];
  readonly id: Output<string>;

  constructor(name: string, args: AzureRegistryArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, settings, logs, transforms } = args;
    super(AzureRegistry.type, name, {}, opts);
    const registry = new ContainerRegistry(
      `${name}-images`,
      transformed(transforms?.registry, {
        ...registryArgs(spec, settings),
        ...encryptionArgs(spec, identities.of("registry", opts)),
        registryName: worldName(name, settings, nameLimits.registry),
        resourceGroupName: group.name(opts),
      }),
      // Its name is part of every image's, hence fixed.
      { parent: this, ...holdsData(spec.protect) },
    );
    logService(`${name}-logs`, "registry", { resource: registry.id, workspace: logs.workspace(opts) }, this);
    const principal = identities.of("kubelet", opts).principalId;
    const pull = grant(`${name}-pull`, { role: "acr-pull", principal, scope: registry.id }, settings, { parent: this });
    this.host = afterAll(registry.loginServer, [pull.urn]);
    this.id = registry.id;
    const place = { resourceGroupName: group.name(opts), registryName: registry.name };
    createReplicas(name, spec, place, this);
    this.mirrors = createMirrors(name, args, place, this);
    this.registerOutputs({ host: this.host });
  }
}

/** The registry as this cloud made it. Throws for another, which the environment's rules refuse where it matters. */
export function azureRegistry(registry: Registry): AzureRegistry {
  if (registry instanceof AzureRegistry) return registry;
  throw new Error("a registry of Azure's is needed");
}

/**
 * Premium is the tier that takes a key and forgets what lost its tag. Reached from everywhere, like registries of other
 * clouds, since those who push stand outside of the network; who may is asked of Microsoft Entra. In a region with zones
 * Azure copies it to three by itself.
 * https://learn.microsoft.com/azure/container-registry/container-registry-skus
 */
function registryArgs({ tags }: RegistrySpec, { regions }: AzureSettings): Omit<RegistryArgs, "resourceGroupName"> {
  return {
    location: regions.primary,
    sku: { name: "Premium" },
    adminUserEnabled: false,
    anonymousPullEnabled: false,
    // Layers come from addresses of this registry's own and not from storage that all share, so that a firewall can tell.
    dataEndpointEnabled: true,
    publicNetworkAccess: "Enabled",
    networkRuleBypassOptions: "AzureServices",
    // As on other clouds: what lost its tag is left over from a failed push.
    policies: { retentionPolicy: { status: "enabled", days: keptDays.untaggedImage } },
    tags: tagsOf(tags),
  };
}

/** https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys */
function encryptionArgs(
  { key }: RegistrySpec,
  identity: UserAssignedIdentity,
): Pick<RegistryArgs, "encryption" | "identity"> {
  if (key === undefined) return {};
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: identity.id.apply((id) => ({ [id]: {} })) },
    encryption: {
      status: "enabled",
      // Without a version, so that the registry follows each rotation.
      keyVaultProperties: { identity: identity.clientId, keyIdentifier: azureKey(key).id },
    },
  };
}

interface Place {
  readonly resourceGroupName: Output<string>;
  readonly registryName: Output<string>;
}

/** Copies every image to other regions, behind the same name. https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication */
function createReplicas(name: string, { replicateTo, tags }: RegistrySpec, place: Place, parent: Resource): void {
  for (const region of replicateTo) {
    const args = {
      ...place,
      replicationName: region,
      location: region,
      regionEndpointEnabled: true,
      tags: tagsOf(tags),
    };
    new Replication(`${name}-${region}`, args, { parent, deleteBeforeReplace: true });
  }
}

/**
 * A rule for each image of a registry of the world, by which Azure fetches what it hasn't yet, and keeps it.
 * https://learn.microsoft.com/azure/container-registry/artifact-cache-overview
 */
function createMirrors(
  name: string,
  { spec, settings }: AzureRegistryArgs,
  place: Place,
  parent: Resource,
): Record<string, Output<string>> {
  return Object.fromEntries(
    spec.mirrors.map(({ upstream, repositories }) => {
      const rules = repositories.map((image) => {
        const rule = `${upstreamSlug(upstream)}-${image.replaceAll(/[^a-z0-9]+/g, "-")}`;
        const repository = `${upstream}/${image}`;
        return new CacheRule(
          `${name}-${rule}`,
          {
            ...place,
            cacheRuleName: boundedName(rule, nameLimits.cacheRule),
            sourceRepository: repository,
            targetRepository: repository,
          },
          { parent, deleteBeforeReplace: true },
        );
      });
      const ready = rules.map(({ urn }) => urn);
      return [upstream, afterAll(output(mirrorPrefix(name, settings, upstream)), ready)];
    }),
  );
}
