import { quietHours } from "../account/keeping.ts";
import { contentHash } from "../names.ts";

/** A minute of the store's own, so that not all begin at once. */
export function minuteOf(store: string): number {
  return Number.parseInt(contentHash(store).slice(0, 6), 16) % 60;
}

const timed = { timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" } as const;

/** Each night, in the hour in which managed stores are backed up; a cluster that slept copies within six hours. */
export function decideCopySchedule(store: string) {
  return {
    ...timed,
    schedule: `${minuteOf(store)} ${quietHours.backup} * * *`,
    startingDeadlineSeconds: 6 * 3600,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
  };
}

/** On Sundays, or the first of the month, after all stores were copied. */
export function decideTrialSchedule(store: string, test: "weekly" | "monthly") {
  return {
    ...timed,
    schedule: `${minuteOf(store)} ${quietHours.trial} ${test === "weekly" ? "* * 0" : "1 * *"}`,
    startingDeadlineSeconds: 6 * 3600,
    successfulJobsHistoryLimit: 4,
    failedJobsHistoryLimit: 2,
  };
}
