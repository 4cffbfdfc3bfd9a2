import { MaintenanceConfiguration } from "@pulumi/azure-native/containerservice/maintenanceConfiguration.js";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { weekdays, type MaintenanceWish, type Weekday } from "../../../../environments/schema/cluster.ts";

/** What the windows of a cluster are made from. */
export interface Maintenance {
  readonly cluster: ManagedCluster;
  readonly resourceGroupName: Input<string>;
  readonly window: MaintenanceWish;
}

/**
 * Makes the windows in which Azure may change the cluster by itself. The names are AKS' own, one for each kind of change,
 * and each has one day: patches of Kubernetes the first of the week's, images of nodes the last.
 * https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export function createMaintenance(
  name: string,
  { cluster, resourceGroupName, window }: Maintenance,
  parent: Resource,
): void {
  const days = weekdays.filter((day) => window.days.includes(day));
  const windows = [
    { role: "upgrades", configName: "aksManagedAutoUpgradeSchedule", day: days[0] },
    { role: "node-images", configName: "aksManagedNodeOSUpgradeSchedule", day: days.at(-1) },
  ];
  for (const { role, configName, day } of windows) {
    if (day === undefined) throw new Error("a window has a day");
    new MaintenanceConfiguration(
      `${name}-${role}`,
      {
        resourceGroupName,
        resourceName: cluster.name,
        configName,
        maintenanceWindow: {
          durationHours: window.hours,
          startTime: `${String(window.hour).padStart(2, "0")}:00`,
          utcOffset: "+00:00",
          schedule: { weekly: { dayOfWeek: nameOf(day), intervalWeeks: 1 } },
        },
      },
      { parent, deletedWith: cluster },
    );
  }
}

/** As Azure writes it: `Sunday`. */
function nameOf(day: Weekday): string {
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`;
}
