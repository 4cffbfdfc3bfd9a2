const secondsPerDay = 24 * 60 * 60;

/** Days of a duration written as Google's APIs do, e.g. `7776000s`; undefined for anything else. */
export function durationDays(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, seconds] = /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds) / secondsPerDay;
}

/** Days of a duration in whole days, weeks, months of 30 or years of 365 days in ISO 8601, e.g. `P90D`; undefined otherwise. */
export function isoDays(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, count, unit] = /^P(\d{1,5})([DWMY])$/.exec(value) ?? [];
  const days = { D: 1, W: 7, M: 30, Y: 365 };
  if (count === undefined || (unit !== "D" && unit !== "W" && unit !== "M" && unit !== "Y")) return undefined;
  return Number(count) * days[unit];
}

/** Hours of a duration written as Go does, in hours, minutes and seconds, e.g. `2160h` or `2159h59m59s`; undefined for anything else. */
export function goHours(value: unknown): number | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const [all, hours = 0, minutes = 0, seconds = 0] =
    /^(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(value) ?? [];
  return all === undefined ? undefined : Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600;
}
