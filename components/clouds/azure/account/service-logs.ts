import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { holdsData } from "../../../kit/protection.ts";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import type { ResourceGroup } from "./resource-group.ts";
import { workspaceArgs } from "./workspaces.ts";

/** What vaults and registries write down of their use; by themselves they keep none of it. */
const serviceCategories = {
  /** Who read or changed which key or secret. https://learn.microsoft.com/azure/key-vault/general/logging */
  vault: ["AuditEvent"],
  /** Who changed an account of Cosmos DB or read its keys. https://learn.microsoft.com/azure/cosmos-db/monitor-reference#resource-logs */
  tables: ["ControlPlaneRequests"],
  /** Who queried what of a serverless SQL pool, and whom a workspace gave rights. https://learn.microsoft.com/azure/synapse-analytics/monitor-synapse-analytics-reference#resource-logs */
  warehouse: ["BuiltinSqlReqsEnded", "GatewayApiRequests", "SynapseRbacOperations"],
  /** Who read or changed files. https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage-reference#resource-logs */
  lake: ["StorageDelete", "StorageRead", "StorageWrite"],
  /** Who logged in, and who pushed, pulled or deleted what. https://learn.microsoft.com/azure/container-registry/monitor-service-reference#resource-logs */
  registry: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"],
  /** What functions write, and what became of them. https://learn.microsoft.com/azure/container-apps/log-options */
  functions: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"],
} as const;

/** What a workspace for services' logs is made from. */
export interface ServiceLogsArgs {
  readonly group: ResourceGroup;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  readonly protect: boolean;
  /** Days that logs are kept: 30 at least, 730 at most. */
  readonly days: number;
}

/** Where services' logs go. */
export interface LogPlace {
  /** Id of the workspace. It stands beside the component that asks first. */
  workspace(beside: Pick<ComponentResourceOptions, "parent">): Input<string>;
}

/** One workspace for the logs of an environment's vaults and registry, made by whichever component asks first. */
export class ServiceLogs implements LogPlace {
  readonly #prefix: string;
  readonly #args: ServiceLogsArgs;
  #made: Workspace | undefined;

  /** `prefix` begins the workspace's name: the environment's name. */
  constructor(prefix: string, args: ServiceLogsArgs) {
    this.#prefix = prefix;
    this.#args = args;
  }

  workspace({ parent }: Pick<ComponentResourceOptions, "parent">): Output<string> {
    const { group, settings, tags, protect, days } = this.#args;
    const opts = parent === undefined ? {} : { parent };
    this.#made ??= new Workspace(
      autoNamed(`${this.#prefix}-service-logs`, nameLimits.workspace),
      workspaceArgs({ resourceGroupName: group.name(opts), settings, tags, days }),
      { ...opts, ...holdsData(protect) },
    );
    return this.#made.id;
  }
}

/** Has Azure write down how a vault, a registry or functions are used. */
export function logService(
  name: string,
  kind: keyof typeof serviceCategories,
  { resource, workspace }: { readonly resource: Output<string>; readonly workspace: Input<string> },
  parent: Resource,
): DiagnosticSetting {
  const logs = serviceCategories[kind].map((category) => ({ category, enabled: true }));
  return new DiagnosticSetting(name, { resourceUri: resource, workspaceId: workspace, logs }, { parent });
}
