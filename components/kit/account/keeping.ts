/**
 * Days for which the cloud keeps what nobody asked to keep: long enough to notice a mistake, short enough to cost little.
 * Each is what all clouds can do; where one can't count in days, its file says what it does instead.
 */
export const keptDays = {
  /** A deleted object or bucket can be brought back: the fewest that Google offers besides none. */
  deletedObject: 7,
  /** An upload that nobody finished. */
  abandonedUpload: 7,
  /** An image without a tag: what is left over from a failed push. */
  untaggedImage: 14,
  /** A key that was asked to be destroyed can still be called back: the most that AWS allows. */
  destroyedKey: 30,
} as const;

/**
 * Hours in UTC in which managed stores are backed up, each day, kept up to date, on Sundays, and backups are tried: when Europe
 * sleeps, and first the copy. Each lasts for an hour; what is tried begins in its own.
 */
export const quietHours = { backup: 2, upkeep: 3, trial: 4 } as const;
