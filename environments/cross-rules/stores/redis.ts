import type { Check } from "../../cross-rules.ts";

/** A cluster's leaders agree by majority who takes over; sentinels watch over one. */
export const shardsFitTheMode: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "redis") return [];
    const place = at(["stores", name, "shards"]);
    if (store.mode === "sentinel")
      return store.shards === 1
        ? []
        : [
            {
              ...place,
              rule: `is ${store.shards}, and sentinels are asked for one leader, who has all keys`,
              wayOut: "write shards: 1, or mode: cluster",
            },
          ];
    return store.shards >= 3
      ? []
      : [
          {
            ...place,
            rule: `is ${store.shards}, and a cluster decides by most of its leaders who takes over`,
            wayOut: "write 3 or more, or mode: sentinel with shards: 1 in the cluster",
          },
        ];
  });

/** Clouds let nobody ask their sentinels: who takes over there is theirs to arrange, behind an address that stays. */
export const sentinelsAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "redis" && store.mode === "sentinel" && store.placement === "managed"
      ? [
          {
            ...at(["stores", name, "mode"]),
            rule: "is nothing that a cloud's own Redis speaks: it fails over by itself, and the kit makes clusters of it",
            wayOut: "delete mode and write shards: 3 or more, or write placement: in-cluster",
          },
        ]
      : [],
  );
