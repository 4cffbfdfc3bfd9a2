import { decideBackupDays } from "../../../components/kit/databases/backups.ts";
import {
  isCopiable,
  isCopiedByJobs,
  isCopiedStore,
  type CopiableWish,
  type CopiedStore,
} from "../../../components/kit/databases/copied-stores.ts";
import {
  cassandraCopies,
  cassandraNodes,
  cassandraStorageGiB,
} from "../../../components/kit/databases/cassandra/cassandra.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { StoreWish } from "../../schema/stores/stores.ts";
import type { CassandraWish } from "../../schema/stores/cassandra.ts";
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
    const days = decideBackupDays(environment, "pitrDays" in wish ? wish : undefined) + unnoticedDays;
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
  const writers = copied(environment).filter(({ wish }) => wish.backups !== undefined);
  const shared = writers.flatMap(({ name, wish }, index) => {
    const bucket = wish.backups?.bucket;
    const other = writers
      .slice(0, index)
      .find((before) => before.wish.backups?.bucket === bucket && !isSuccession({ name, wish }, before));
    if (other === undefined) return [];
    return [
      {
        ...at(["stores", name, "backups", "bucket"]),
        rule: `holds the backups of store ${other.name}, which this store's servers could read and delete`,
        wayOut: "give each store a bucket of its own",
      },
    ];
  });
  const owners = new Map(writers.toReversed().map(({ name, wish }) => [wish.backups?.bucket, name]));
  const functions = Object.entries(environment.events?.functions ?? {}).map(([name, service]) => ({
    service,
    path: ["events", "functions", name],
  }));
  const used = [...everyService(environment), ...functions].flatMap(({ service, path }) =>
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

/** One of two that back up to the same bucket begins there from the other, all of whose backups it reads anyhow. */
function isSuccession(one: Copied, other: Copied): boolean {
  const beginsFrom = ({ wish: { backups, restoreFrom } }: Copied, { name }: Copied) =>
    restoreFrom?.store === name && restoreFrom.bucket === backups?.bucket;
  return beginsFrom(one, other) || beginsFrom(other, one);
}

/** Who begins from a bucket may read all that is in it, whether the store that it names is still in the file or not. */
export const restoredBucketsFit: Check = (environment, at) =>
  copied(environment).flatMap(({ name, wish }) => {
    const { restoreFrom } = wish;
    if (restoreFrom === undefined) return [];
    const guarded = guardedLike(environment, { name, wish }).toSorted((a, b) => rank(b.dataClass) - rank(a.dataClass));
    const strangers = copied(environment).filter(
      ({ name: writer, wish: { kind, backups } }) =>
        kind !== wish.kind && writer !== restoreFrom.store && backups?.bucket === restoreFrom.bucket,
    );
    return [
      ...guarded.slice(0, 1).flatMap(({ what, dataClass }) =>
        rank(dataClass) <= rank(wish.dataClass)
          ? []
          : [
              {
                ...at(["stores", name, "dataClass"]),
                rule: `is less than that of ${what} (${dataClass})`,
                wayOut: `write ${dataClass}`,
              },
            ],
      ),
      ...strangers.map((writer) => ({
        ...at(["stores", name, "restoreFrom", "bucket"]),
        rule: `holds the backups of store ${writer.name}, a ${writer.wish.kind}, which a ${wish.kind} can't read and has no business with`,
        wayOut: `name the bucket to which a ${wish.kind} was backed up`,
      })),
    ];
  });

/** What a store that begins from backups has to be guarded like: the other one, and the bucket where that one's backups aren't known to be in it. */
function guardedLike({ stores, buckets }: Environment, { wish }: Copied) {
  const { store = "", bucket = "" } = wish.restoreFrom ?? {};
  const origin = named(stores, store);
  const found = named(buckets, bucket);
  const isThere = origin !== undefined && isCopiable(origin) && origin.backups?.bucket === bucket;
  return [
    ...(origin === undefined
      ? []
      : [{ what: `store ${store}, from whose backups it begins`, dataClass: origin.dataClass }]),
    ...(found === undefined || isThere
      ? []
      : [{ what: `bucket ${bucket}, all of which it may read to begin`, dataClass: found.dataClass }]),
  ];
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
      // What Jobs copy a newer server understands as well.
      ...(isCopiedByJobs(wish) || !("version" in wish) || !("version" in origin) || origin.version === wish.version
        ? []
        : [
            {
              ...path("version"),
              rule: `isn't that of store ${store}, from whose backups it begins (${origin.version}): they are files of that version`,
              wayOut: `write version: "${origin.version}", and move to another when it is there`,
            },
          ]),
      ...(roomOf(origin) <= roomOf(wish)
        ? []
        : [
            {
              ...path("storageGiB"),
              rule: `is less than that of store ${store}, from whose backups it begins (${roomOf(origin)})`,
              wayOut: `write ${Math.ceil(roomOf(origin) / shardsOf(wish))} or more`,
            },
          ]),
    ];
  });

/** Volume of each server in GiB: whoever brings a copy in needs as much for one of them at a time. What is in shards counts together. */
function roomOf(wish: CopiableWish): number {
  return wish.kind === "cassandra" ? cassandraStorageGiB(wish) : wish.storageGiB * shardsOf(wish);
}

/** Servers among which the rows of a ClickHouse are shared. */
function shardsOf(wish: StoreWish): number {
  return wish.kind === "clickhouse" ? wish.shards : 1;
}

/**
 * What nodes of another number hold of a Cassandra has room on its own. Apart from the rule above: it is about all volumes together.
 */
export const restoredCassandraHasRoom: Check = (environment, at) =>
  copied(environment).flatMap(({ name, wish }) => {
    if (wish.kind !== "cassandra" || wish.restoreFrom === undefined) return [];
    const origin = named(environment.stores, wish.restoreFrom.store);
    if (origin?.kind !== "cassandra" || origin.placement !== "in-cluster" || origin === wish) return [];
    const needed = rowsGiB(origin);
    if (needed <= rowsGiB(wish) || roomOf(origin) > roomOf(wish)) return [];
    return [
      {
        ...at(["stores", name, "nodes"]),
        rule: `${cassandraNodes(wish)} nodes of ${roomOf(wish)} GiB have room for ${rowsGiB(wish)} GiB of rows, store ${wish.restoreFrom.store} for ${needed}`,
        wayOut: `write nodes: ${cassandraNodes(origin)}, or a storageGiB of ${Math.ceil((needed * cassandraCopies(wish)) / cassandraNodes(wish))}`,
      },
    ];
  });

/** Room for rows once, when each of them is on several nodes. */
function rowsGiB(wish: CassandraWish): number {
  return Math.floor((cassandraStorageGiB(wish) * cassandraNodes(wish)) / cassandraCopies(wish));
}

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

interface Copied {
  readonly name: string;
  readonly wish: CopiedStore;
}

function copied({ stores }: Pick<Environment, "stores">): Copied[] {
  return Object.entries(stores).flatMap(([name, wish]) => (isCopiedStore(wish) ? [{ name, wish }] : []));
}

function rank(of: (typeof dataClass.options)[number]): number {
  return dataClass.options.indexOf(of);
}
