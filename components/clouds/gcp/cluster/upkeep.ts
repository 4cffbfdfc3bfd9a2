import type { ClusterArgs } from "@pulumi/gcp/container/cluster.js";
import { weekdays, type MaintenanceWish } from "../../../../environments/schema/cluster.ts";
import type { ClusterSpec } from "../../../cloud.ts";

/** Hours in 32 days that Google wants to be open at least. https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
const leastHours = 48;

/** Whole weeks in 32 days: every weekday comes as often. */
const weeks = 4;

/** Hours a week that a window has to be open for Google to take it. */
export const leastHoursAWeek = leastHours / weeks;

/** Rapid brings patches first; Stable also brings minor versions months later, when an environment may want one already. */
const channels = { early: "RAPID", usual: "REGULAR" } as const;

/**
 * "1.35" is an alias for the newest patch of 1.35 in the channel. The exclusion keeps Google from moving to the next
 * minor version before its support ends: that is the environment's to say. Patches arrive in the window.
 * https://cloud.google.com/kubernetes-engine/versioning
 */
export function upkeepArgs({ kubernetes, maintenance, patches }: ClusterSpec): Partial<ClusterArgs> {
  return {
    minMasterVersion: kubernetes,
    releaseChannel: { channel: channels[patches] },
    maintenancePolicy: {
      recurringWindow: recurringWindow(maintenance),
      maintenanceExclusions: [
        {
          exclusionName: "minor-version-is-the-environments",
          // Only needs to have passed.
          startTime: "2026-01-03T00:00:00Z",
          exclusionOptions: { scope: "NO_MINOR_UPGRADES", endTimeBehavior: "UNTIL_END_OF_SUPPORT" },
        },
      ],
    },
  };
}

/** Counted from a Monday that has passed: the first window begins on the first of the days after it. */
const aMonday = Date.UTC(2025, 11, 29);
const hourMs = 60 * 60 * 1000;

function recurringWindow({ days, hour, hours }: MaintenanceWish) {
  const indices = days.map((day) => weekdays.indexOf(day)).sort((a, b) => a - b);
  const start = aMonday + ((indices[0] ?? 0) * 24 + hour) * hourMs;
  const text = (time: number): string => new Date(time).toISOString().replace(".000Z", "Z");
  const byDay = indices.map((index) => weekdays[index]?.slice(0, 2).toUpperCase()).join(",");
  return {
    startTime: text(start),
    endTime: text(start + hours * hourMs),
    recurrence: `FREQ=WEEKLY;BYDAY=${byDay}`,
  };
}
