import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { workspaceArgs } from "../account/workspaces.ts";

/** Where the logs of a store's servers are kept. */
export interface DatabaseLogs {
  readonly resourceGroupName: Input<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  /** Days that logs are kept, 30 at least. */
  readonly days: number;
  /** What of their logs, as the service calls it. */
  readonly categories: readonly string[];
  /** Ids of the servers by what each is in the store, e.g. `replica-0`. */
  readonly servers: Readonly<Record<string, Output<string>>>;
}

/**
 * Keeps the servers' logs in a workspace of the store's own: by themselves they stay on the servers, for hours. Gives what
 * is attached to the servers.
 * https://learn.microsoft.com/azure/postgresql/monitor/concepts-logging
 * https://learn.microsoft.com/azure/mysql/flexible-server/concepts-monitoring
 */
export function createDatabaseLogs(
  name: string,
  { resourceGroupName, settings, tags, days, categories, servers }: DatabaseLogs,
  parent: Resource,
): Resource[] {
  const workspace = new Workspace(
    autoNamed(`${name}-logs`, nameLimits.workspace),
    workspaceArgs({ resourceGroupName, settings, tags, days }),
    { parent },
  );
  return Object.entries(servers).map(
    ([role, server]) =>
      new DiagnosticSetting(
        `${name}-${role}-logs`,
        {
          resourceUri: server,
          workspaceId: workspace.id,
          logs: categories.map((category) => ({ category, enabled: true })),
        },
        { parent },
      ),
  );
}
