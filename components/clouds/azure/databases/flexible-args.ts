import type { Output } from "@pulumi/pulumi";
import type { ManagedMysqlSpec, ManagedPostgresSpec } from "../../../cloud.ts";
import { quietHours } from "../../../kit/account/keeping.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import type { ServerPlace } from "./flexible-server.ts";

type Spec = ManagedPostgresSpec | ManagedMysqlSpec;

/** What a server has whichever engine it runs. Which machine and disk it has, and how it is told of its key, each engine says. */
export function serverArgs(
  { tags }: Spec,
  { regions }: AzureSettings,
  { resourceGroupName }: ServerPlace,
  machine: { readonly name: string; readonly tier: string },
  storageSizeGB: number,
) {
  const { name, tier } = machine;
  return {
    resourceGroupName,
    location: regions.primary,
    sku: { name, tier },
    storage: { storageSizeGB, autoGrow: "Enabled" },
    network: { publicNetworkAccess: "Disabled" },
    tags: tagsOf(tags),
  };
}

/** Whether another server is to follow a server, or to take over from it: not each machine may. */
export function isFollowed({ wish, highlyAvailable, secondary }: Spec): boolean {
  return highlyAvailable || wish.replicas > 0 || secondary !== undefined;
}

/** What the server that is written to has besides. */
export function writtenArgs(
  { highlyAvailable, backupDays }: Spec,
  administratorLogin: string,
  administratorLoginPassword: Output<string>,
) {
  return {
    administratorLogin,
    administratorLoginPassword,
    // The zones are Azure's to choose, and change places when the standby takes over.
    highAvailability: { mode: highlyAvailable ? "ZoneRedundant" : "Disabled" },
    backup: {
      // With them it keeps the logs to restore to any moment between.
      backupRetentionDays: backupDays,
      // Elsewhere may be outside of what the data's class allows, and would need a key there.
      geoRedundantBackup: "Disabled",
    },
    // Sunday at 3 UTC, announced five days before. Azure overlooks it while it makes a server of PostgreSQL.
    maintenanceWindow: { customWindow: "Enabled", dayOfWeek: 0, startHour: quietHours.upkeep, startMinute: 0 },
  };
}
