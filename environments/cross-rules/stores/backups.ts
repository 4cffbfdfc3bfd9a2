import { decideBackupDays } from "../../../components/kit/databases/backups.ts";
import { isCopiable, isCopiedStore, type CopiedStore } from "../../../components/kit/databases/copied-stores.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import { dataClass } from "../../schema/names.ts";
import { everyService, named } from "../services/every-service.ts";

/** A managed store has the cloud's own backups, and is restored there. */
export const backupsAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    if (!isCopiable(store) || store.placement === "in-cluster") return [];
    const path = (field: string) => at(["stores", name, field], "key");
    return [
      ...(store.backups === undefined
        ? []
        : [
            {
              ...path("backups"),
              rule: "is of no use: the cloud keeps backups of a managed store by itself",
              wayOut: "delete backups, or write placement: in-cluster",
            },
          ]),
      ...(store.restoreFrom === undefined
        ? []
        : [
            {
              ...path("restoreFrom"),
              rule: "is of no use: the cloud makes the servers of a managed store, and restores them from backups of its own",
              wayOut: "delete restoreFrom and restore it with the cloud's tools, or write placement: in-cluster",
            },
          ]),
    ];
  });

/** Backups go to, and come from, buckets that are there. */
export const backupBucketsAreThere: Check = (environment, at) => {
  const names = Object.keys(environment.buckets);
  const choose = chooser("buckets");
  return copied(environment).flatMap(({ name, wish }) =>
    (["backups", "restoreFrom"] as const).flatMap((field) => {
      const bucket = wish[field]?.bucket;
      if (bucket === undefined || named(environment.buckets, bucket) !== undefined) return [];
      return [
        {
          ...at(["stores", name, field, "bucket"]),
          rule: "names no bucket of buckets",
          wayOut: choose(bucket, () => names),
        },
      ];
    }),
  );
};

/** Days in which nobody may have noticed that no backup was made. */
const unnoticedDays = 7;

/** A bucket of backups lets old ones go and new ones in, keeps them long enough, and is as well guarded as the store. */
export const backupBucketsFit: Check = (environment, at) =>
  copied(environment).flatMap(({ name, wish }) => {
    const bucket = wish.backups?.bucket;
    const found = bucket === undefined ? undefined : named(environment.buckets, bucket);
    if (bucket === undefined || found === undefined) return [];
    const path = (field: string) => at(["buckets", bucket, field]);
    const days = decideBackupDays(environment, wish) + unnoticedDays;
    return [
      ...(rank(found.dataClass) >= rank(wish.dataClass) && found.dataClass !== "public"
        ? []
        : [
            {
              ...path("dataClass"),
              rule: `is less than that of the backups of store ${name}, which hold its data and how its logins' passwords are checked`,
              wayOut: `write ${wish.dataClass === "public" ? "internal" : wish.dataClass}`,
            },
          ]),
      ...(found.retentionDays === 0
        ? []
        : [
            {
              ...path("retentionDays"),
              rule: `locks what store ${name} has to write a second time when an upload breaks off, and to delete when it is too old`,
              wayOut: "write 0: what is deleted there is kept as an earlier version for days all the same",
            },
          ]),
      ...(found.deleteAfterDays === undefined || found.deleteAfterDays >= days
        ? []
        : [
            {
              ...path("deleteAfterDays"),
              rule: `deletes backups of store ${name} that may still be the last ones: they are kept for ${days - unnoticedDays} days, and a week in which none is made may go unnoticed`,
              wayOut: `delete it, since backups are deleted by themselves, or write ${days} or more`,
            },
          ]),
    ];
  });

/** Who has a right to a bucket has it to all that is in it: so a store's backups have theirs alone. */
export const backupBucketsAreApart: Check = (environment, at) => {
  const stores = copied(environment);
  const owners = new Map<string, string>();
  const shared = stores.flatMap(({ name, wish: { backups, restoreFrom } }) => {
    if (backups === undefined) return [];
    const owner = owners.get(backups.bucket);
    if (owner === undefined) owners.set(backups.bucket, name);
    // Who begins from a bucket reads all of it anyhow.
    if (owner === undefined || restoreFrom?.bucket === backups.bucket) return [];
    return [
      {
        ...at(["stores", name, "backups", "bucket"]),
        rule: `holds the backups of store ${owner}, which this store's servers could read and delete`,
        wayOut: "give each store a bucket of its own",
      },
    ];
  });
  const used = [...everyService(environment), ...everyFunction(environment)].flatMap(({ service, path }) =>
    Object.keys(service.buckets).flatMap((bucket) => {
      const owner = owners.get(bucket);
      if (owner === undefined) return [];
      return [
        {
          ...at([...path, "buckets", bucket], "key"),
          rule: `holds the backups of store ${owner}: all of its data, whatever services may read there`,
          wayOut: "use another bucket, or the store",
        },
      ];
    }),
  );
  return [...shared, ...used];
};

function everyFunction({ events }: Environment) {
  return Object.entries(events?.functions ?? {}).map(([name, service]) => ({
    service,
    path: ["events", "functions", name],
  }));
}

/** A store that begins from another's backups, where that is still in the file, can hold them and is as well guarded. */
export const restoredStoresFit: Check = (environment, at) =>
  copied(environment).flatMap(({ name, wish }) => {
    const origin = wish.restoreFrom === undefined ? undefined : named(environment.stores, wish.restoreFrom.store);
    const store = wish.restoreFrom?.store ?? "";
    if (origin === undefined || origin === wish) return [];
    if (!isCopiable(origin) || origin.kind !== wish.kind)
      return [
        {
          ...at(["stores", name, "restoreFrom", "store"]),
          rule: `is a ${origin.kind}, whose backups a ${wish.kind} can't read`,
          wayOut: `name a store of kind ${wish.kind}`,
        },
      ];
    const path = (field: string) => at(["stores", name, field]);
    return [
      // Dumps are statements, which a newer server understands as well.
      ...(wish.kind === "mysql" || origin.version === wish.version
        ? []
        : [
            {
              ...path("version"),
              rule: `isn't that of store ${store}, from whose backups it begins (${origin.version}): they are files of that version`,
              wayOut: `write version: "${origin.version}", and move to another when it is there`,
            },
          ]),
      ...(origin.storageGiB <= wish.storageGiB
        ? []
        : [
            {
              ...path("storageGiB"),
              rule: `is less than that of store ${store}, from whose backups it begins (${origin.storageGiB})`,
              wayOut: `write ${origin.storageGiB} or more`,
            },
          ]),
      ...(rank(origin.dataClass) <= rank(wish.dataClass)
        ? []
        : [
            {
              ...path("dataClass"),
              rule: `is less than that of store ${store}, from whose backups it begins (${origin.dataClass})`,
              wayOut: `write ${origin.dataClass}`,
            },
          ]),
    ];
  });

/** A store that begins from backups copies to where they don't get mixed up. */
export const restoredStoresAreNew: Check = (environment, at) =>
  copied(environment).flatMap(({ name, wish: { kind, restoreFrom } }) =>
    kind === "postgres" && restoreFrom?.store === name
      ? [
          {
            ...at(["stores", name, "restoreFrom", "store"]),
            rule: "is the store itself: its servers refuse to copy to where another one of the name has copied to",
            wayOut: `give the store another name, e.g. ${name}-2, and let services use that`,
          },
        ]
      : [],
  );

function copied({ stores }: Pick<Environment, "stores">): { readonly name: string; readonly wish: CopiedStore }[] {
  return Object.entries(stores).flatMap(([name, wish]) => (isCopiedStore(wish) ? [{ name, wish }] : []));
}

function rank(of: (typeof dataClass.options)[number]): number {
  return dataClass.options.indexOf(of);
}
