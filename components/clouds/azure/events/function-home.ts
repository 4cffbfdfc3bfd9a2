import { ManagedEnvironment, type ManagedEnvironmentArgs } from "@pulumi/azure-native/app/managedEnvironment.js";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { interpolate, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed } from "../../../kit/transforms.ts";
import { logService } from "../account/service-logs.ts";
import { workspaceArgs } from "../account/workspaces.ts";
import { nameLimits, singleDashed } from "../names.ts";
import { functionsSubnet } from "../network/network.ts";
import { azureRegistry } from "../registry/registry.ts";
import { grant } from "../rights/identity.ts";
import { tagsOf } from "../tags.ts";
import type { AzureEventParts } from "./parts.ts";

/** What functions share. */
export interface FunctionHome {
  readonly environment: ManagedEnvironment;
  /** Pulls images and counts messages; no function's code can act as it. */
  readonly keeper: UserAssignedIdentity;
  /** What has to be there before an image is pulled. */
  readonly pulls: Resource;
}

/** Makes the environment of the functions in the subnet for them, its logs, and who looks after them. */
export function createFunctionHome(
  name: string,
  parts: AzureEventParts,
  opts: ComponentResourceOptions,
  parent: Resource,
): FunctionHome {
  const { spec, settings, resourceGroupName, identities, transforms } = parts;
  const { tags } = spec;
  const logPlace = { resourceGroupName, settings, tags, days: spec.logDays };
  const workspace = new Workspace(
    autoNamed(`${name}-logs`, nameLimits.workspace),
    transformed(transforms?.workspace, workspaceArgs(logPlace)),
    { parent, ...holdsData(spec.protect) },
  );
  const environment = new ManagedEnvironment(
    `${name}-environment`,
    transformed(transforms?.environment, environmentArgs(name, parts)),
    // Its name is fixed and its subnet is its alone, so that another can't stand beside it.
    { parent, deleteBeforeReplace: true, customTimeouts: { create: "1h", delete: "1h" } },
  );
  logService(`${name}-written`, "functions", { resource: environment.id, workspace: workspace.id }, parent);
  const keeper = identities.of("functions", opts);
  const pulls = grant(
    `${name}-pull`,
    { role: "acr-pull", principal: keeper.principalId, scope: azureRegistry(spec.registry).id },
    settings,
    { parent },
  );
  return { environment, keeper, pulls };
}

/**
 * An environment without an address outside. Neither its disks nor its logs' way take a key of ours.
 * https://learn.microsoft.com/azure/container-apps/custom-virtual-networks
 */
function environmentArgs(name: string, { spec, settings, resourceGroupName }: AzureEventParts): ManagedEnvironmentArgs {
  const { network, tags } = spec;
  return {
    resourceGroupName,
    environmentName: boundedName(singleDashed(name), nameLimits.functionEnvironment),
    location: settings.regions.primary,
    zoneRedundant: true,
    publicNetworkAccess: "Disabled",
    vnetConfiguration: {
      internal: true,
      infrastructureSubnetId: afterAll(interpolate`${functionsSubnet(network)}`, [network.ready]),
    },
    workloadProfiles: [{ name: consumption, workloadProfileType: consumption }],
    // By a diagnostic setting, since the workspace takes no key.
    appLogsConfiguration: { destination: "azure-monitor" },
    tags: tagsOf(tags),
  };
}

/** Pays for what runs. https://learn.microsoft.com/azure/container-apps/workload-profiles-overview */
export const consumption = "Consumption";
