const secondsPerDay = 24 * 60 * 60;

/** Days of a duration written as Google's APIs do, e.g. `7776000s`; undefined for anything else. */
export function durationDays(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, seconds] = /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds) / secondsPerDay;
}
