import { mongodbFollowers } from "../../../components/kit/databases/mongodb/mongodb.ts";
import type { Check } from "../../cross-rules.ts";

/**
 * Members in the cluster elect who is written to by more than half of all: one more than an odd number makes that half no
 * smaller, and the cluster no safer. https://www.mongodb.com/docs/manual/core/replica-set-architectures/
 */
export const membersHaveQuorum: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "mongodb" || store.placement !== "in-cluster") return [];
    const members = 1 + mongodbFollowers(store);
    if (members % 2 === 1) return [];
    return [
      {
        ...at(["stores", name, "replicas"]),
        rule: `makes ${members} members in the cluster, of which no more may be lost than of ${members - 1}`,
        wayOut: members === 2 ? "write 2, or 0 for a laptop" : `write ${members} or ${members - 2}`,
      },
    ];
  });

/** A replica set in the cluster is of a version that its operator still runs. */
export const documentsHaveAVersion: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "mongodb" && store.placement === "in-cluster" && store.version !== "8.0"
      ? [
          {
            ...at(["stores", name, "version"]),
            rule: "is a version of clouds' services alone: the operator runs it no more",
            wayOut: 'write "8.0", or placement: managed',
          },
        ]
      : [],
  );
