import { quietHours } from "../../../kit/account/keeping.ts";

const { backup, upkeep } = quietHours;

/** When a store is backed up, each day, in UTC. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html */
export const backupWindow = `${hour(backup)}:00-${hour(backup + 1)}:00`;

/** When a store is kept up to date, with half an hour between it and the backup, which it must not meet. */
export const upkeepTime = `${hour(upkeep)}:30`;

/** The same as a window of an hour on Sundays. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html */
export const upkeepWindow = `sun:${upkeepTime}-sun:${hour(upkeep + 1)}:30`;

function hour(number: number): string {
  return String(number).padStart(2, "0");
}
