import type { Environment } from "../../../../environments/schema/environment.ts";
import type { Issue } from "../../../kit/errors.ts";
import type { GcpSettings } from "../settings.ts";

/** Pub/Sub waits no longer for an answer. https://cloud.google.com/pubsub/docs/push#receive_push */
export const longestSeconds = 600;

/** Notifications of one bucket for one kind of change. https://cloud.google.com/storage/quotas#buckets */
export const mostNotifications = 10;

/** What only Google Cloud can know to be wrong with functions. */
export function checkEvents({ events }: Pick<Environment<GcpSettings>, "events">): Issue[] {
  const functions = Object.entries(events?.functions ?? {});
  const late = functions
    .filter(([, { timeoutSeconds }]) => timeoutSeconds > longestSeconds)
    .map(([name, { timeoutSeconds }]) => ({
      path: `events.functions.${name}.timeoutSeconds`,
      value: String(timeoutSeconds),
      rule: `is longer than Pub/Sub waits for an answer: ${longestSeconds} seconds`,
      wayOut: `write ${longestSeconds} or less, or cut the work into smaller messages`,
    }));
  return [...late, ...checkNotifications(functions)];
}

type Functions = readonly (readonly [string, NonNullable<Environment["events"]>["functions"][string]])[];

function checkNotifications(functions: Functions): Issue[] {
  const told = functions.flatMap(([name, { on }]) => (on.source === "bucket" ? [{ name, on }] : []));
  return (["created", "deleted"] as const).flatMap((change) =>
    [
      ...Map.groupBy(
        told.filter(({ on }) => on.of.includes(change)),
        ({ on }) => on.name,
      ),
    ].flatMap(([bucket, all]) =>
      all.slice(mostNotifications).map(({ name }) => ({
        path: `events.functions.${name}.on.name`,
        value: bucket,
        rule: `has more than ${mostNotifications} functions for what is ${change}, which is as many as Cloud Storage tells`,
        wayOut: "let one of them write to a topic that the others are on",
      })),
    ),
  );
}
