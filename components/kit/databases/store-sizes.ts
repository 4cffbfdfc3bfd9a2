import type { Size } from "../../../environments/schema/names.ts";
import type { OperatedKind, StoreWish } from "../../../environments/schema/stores.ts";
import { sizes } from "../sizes.ts";

/** The smallest size in which an in-cluster store of each kind starts: below it the server's own needs don't fit. */
export const smallestSizes: Readonly<Record<OperatedKind, Size>> = {
  // Its manager, its background processes and 25 connections.
  postgres: "micro",
  // Half of it is the heap, of which Kafka needs 512 MiB to start.
  kafka: "small",
  redis: "nano",
};

/** What is wrong with the size of an in-cluster store, or undefined. */
export function storeSizeProblem(store: StoreWish): string | undefined {
  if (store.placement !== "in-cluster") return undefined;
  const { kind, size } = store;
  const smallest = smallestSizes[kind];
  if (sizes[size].memoryGiB >= sizes[smallest].memoryGiB) return undefined;
  return `has ${sizes[size].memoryGiB} GiB, an in-cluster ${kind} needs ${sizes[smallest].memoryGiB} GiB (${smallest})`;
}
