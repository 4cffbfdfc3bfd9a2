import type { WorkspaceArgs } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { Input } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** Where a workspace belongs, and how long it keeps what is written there. */
export interface WorkspacePlace {
  readonly resourceGroupName: Input<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  /** Days that logs are kept: 30 at least, 730 at most, which is what a workspace answers from. */
  readonly days: number;
}

/** https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure */
const [leastDays, mostDays] = [30, 730] as const;

/** A workspace of Log Analytics that takes no key of its own, only identities of Microsoft Entra. */
export function workspaceArgs({ resourceGroupName, settings, tags, days }: WorkspacePlace): WorkspaceArgs {
  return {
    resourceGroupName,
    location: settings.regions.primary,
    sku: { name: "PerGB2018" },
    retentionInDays: Math.min(Math.max(leastDays, days), mostDays),
    features: { disableLocalAuth: true },
    tags: tagsOf(tags),
  };
}
