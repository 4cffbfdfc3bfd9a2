import { weekdays, type MaintenanceWish } from "../../../environments/schema/cluster.ts";

/** A time of each week. */
export interface WeeklyTime {
  /** When it begins, in UTC, as cron says it: `0 6 * * 6` is at six on Saturdays. */
  readonly schedule: string;
  /** How long it lasts. 1 to 164. */
  readonly hours: number;
}

const hoursOfADay = 24;
const hoursOfAWeek = weekdays.length * hoursOfADay;

/** The times of a week in which nothing is to be changed: all that lies between windows, beginning with Monday's. */
export function decideQuietTimes({ days, hour, hours }: MaintenanceWish): WeeklyTime[] {
  const open = new Set<number>();
  for (const day of days) {
    const begin = weekdays.indexOf(day) * hoursOfADay + hour;
    for (let at = begin; at < begin + hours; at += 1) open.add(at % hoursOfAWeek);
  }
  const begins = [...open].map((at) => (at + 1) % hoursOfAWeek).filter((at) => !open.has(at));
  return begins
    .sort((a, b) => a - b)
    .map((begin) => {
      let length = 0;
      while (!open.has((begin + length) % hoursOfAWeek)) length += 1;
      return { schedule: `0 ${begin % hoursOfADay} * * ${cronDay(begin)}`, hours: length };
    });
}

// Cron counts days from Sunday on.
function cronDay(hour: number): number {
  return (Math.floor(hour / hoursOfADay) + 1) % weekdays.length;
}
