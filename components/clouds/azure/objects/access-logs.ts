import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import { Workspace, type WorkspaceArgs } from "@pulumi/azure-native/operationalinsights/workspace.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { AccessLogs, AccessLogsSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { workspaceArgs } from "../account/workspaces.ts";

/** What a caller may change on the children below. */
export interface AzureAccessLogsTransforms {
  readonly workspace?: Transform<WorkspaceArgs>;
}

/** What a place for records of access is made from. */
export interface AzureAccessLogsArgs {
  readonly group: ResourceGroup;
  readonly spec: AccessLogsSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureAccessLogsTransforms | undefined;
}

/**
 * A workspace for records of who reads, writes and deletes blobs, in its table StorageBlobLogs.
 * https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage
 */
export class AzureAccessLogs extends Component implements AccessLogs {
  static readonly type = "landbridge:azure:AccessLogs";
  readonly id: Output<string>;

  constructor(
    name: string,
    { group, spec, settings, transforms }: AzureAccessLogsArgs,
    opts: ComponentResourceOptions,
  ) {
    super(AzureAccessLogs.type, name, {}, opts);
    const workspace = new Workspace(
      autoNamed(`${name}-logs`, nameLimits.workspace),
      transformed(
        transforms?.workspace,
        workspaceArgs({ resourceGroupName: group.name(opts), settings, tags: spec.tags, days: spec.logDays }),
      ),
      { parent: this, ...holdsData(spec.protect) },
    );
    this.id = workspace.id;
    this.registerOutputs({ id: this.id });
  }
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-storage-storageaccounts-blobservices-logs */
const accessCategories = ["StorageRead", "StorageWrite", "StorageDelete"] as const;

/** Has Azure write down requests for the blobs of an account. */
export function logAccess(
  name: string,
  account: Output<string>,
  logs: AccessLogs,
  parent: Resource,
): DiagnosticSetting {
  return new DiagnosticSetting(
    name,
    {
      resourceUri: interpolate`${account}/blobServices/default`,
      workspaceId: logs.id,
      logs: accessCategories.map((category) => ({ category, enabled: true })),
    },
    { parent },
  );
}
