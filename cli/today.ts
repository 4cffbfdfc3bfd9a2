import type { Context } from "./context.ts";

/** Today in UTC as YYYY-MM-DD. */
export function dayOf({ now }: Pick<Context, "now">): string {
  return now().toISOString().slice(0, 10);
}
