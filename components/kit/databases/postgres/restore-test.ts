import type { PostgresWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { quietHours } from "../../account/keeping.ts";
import { contentHash } from "../../names.ts";
import { isCopied, type CopiedWish } from "./postgres-backups.ts";

/** A store whose backups are tried. */
export type TriedWish = CopiedWish & { readonly backups: NonNullable<PostgresWish["backups"]> };

/** Whether a store's backups are tried by restoring them. */
export function isTried(wish: StoreWish): wish is TriedWish {
  return isCopied(wish) && wish.backups !== undefined && wish.backups.test !== "never";
}

/** Name of the server that is restored for a trial: also of its service account. No store is called so. */
export function trialName(store: string): string {
  return `${store}-trial`;
}

/** Name of what tries a store's backups. */
export function restoreTestName(store: string): string {
  return `${store}-restore-test`;
}

/** The login by which backups are tried: in the store it may do nothing, in what is restored everything. */
export const trialRole = "landbridge_trial";

/**
 * Seconds between the marks that a trial leaves in the store, and how many: eight minutes, since a write is copied after five at most.
 * The first has to be in what is restored.
 */
export const trialMarks = { count: 16, apartSeconds: 30 } as const;

/** Seconds in which a server is restored at most, and all of a trial is over. */
export const trialSeconds = { restore: 6 * 3600, whole: 10 * 3600 } as const;

/** On Sundays, or the first of the month, after all stores were copied; at a minute of the store's own. */
export function decideTrialSchedule(store: string, test: "weekly" | "monthly"): string {
  const minute = Number.parseInt(contentHash(store).slice(0, 6), 16) % 60;
  return `${minute} ${quietHours.trial} ${test === "weekly" ? "* * 0" : "1 * *"}`;
}

/** The role in the store: it logs in and writes down when it did, with no right to anything. */
export function decideTrialRole(store: string) {
  return {
    name: trialRole,
    ensure: "present",
    login: true,
    comment: "Marks moments, by which restored backups are measured",
    passwordSecret: { name: restoreTestName(store) },
  };
}
