import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { workspaceArgs } from "../account/workspaces.ts";

/** https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference#resource-logs */
export const logCategories = ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"] as const;

/** What the logs of an edge are made from. */
export interface EdgeLogs {
  /** Id of Front Door's profile. */
  readonly profile: Output<string>;
  readonly resourceGroupName: Output<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  readonly days: number;
}

/** Keeps every request, and what the firewall said of it, in a workspace of its own. */
export function createEdgeLogs(
  name: string,
  { profile, resourceGroupName, settings, tags, days }: EdgeLogs,
  parent: Resource,
): void {
  const workspace = new Workspace(
    autoNamed(`${name}-logs`, nameLimits.workspace),
    workspaceArgs({ resourceGroupName, settings, tags, days }),
    { parent },
  );
  new DiagnosticSetting(
    `${name}-diagnostics`,
    {
      resourceUri: profile,
      workspaceId: workspace.id,
      logAnalyticsDestinationType: "Dedicated",
      logs: logCategories.map((category) => ({ category, enabled: true })),
    },
    { parent },
  );
}
