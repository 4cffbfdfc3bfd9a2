import { z } from "zod";
import { dnsName } from "../names.ts";

/** Where a store in the cluster is backed up to. */
export const backups = z
  .strictObject({
    bucket: dnsName.meta({
      description:
        "The bucket of buckets that holds them. It is the store's alone: no service uses it, no other store writes there.",
    }),
    test: z.enum(["weekly", "monthly", "never"]).default("weekly").meta({
      description:
        "How often a server is restored from them by itself, looked through and deleted again, so that one knows that they are any good. It needs room for a server of the store's size, see the page of its kind in docs/stores.",
    }),
  })
  .meta({
    description:
      "Copy a store in the cluster to a bucket each night, and every write within minutes, so that it can be restored to any moment of pitrDays. - behaviour: none; a managed store has the cloud's own.",
  });

/** From whose backups a new store begins. */
export const restoreFrom = z
  .strictObject({
    bucket: dnsName.meta({ description: "The bucket of buckets that holds the backups." }),
    store: dnsName.meta({ description: "Name of the store that was backed up. It needn't be there any more." }),
    at: z.iso
      .datetime({ offset: true, error: "must be a moment with its offset, e.g. 2026-11-21T14:30:00Z" })
      .optional()
      .meta({ description: "The moment to go back to, with its offset. - behaviour: the last that was copied." }),
    database: dnsName.optional().meta({
      description:
        "Name of the store by which its database was first made, where that was itself restored. - behaviour: that of store.",
    }),
  })
  .meta({
    description:
      "Begin a store in the cluster that isn't there yet with what another one held. It stays in the file for as long as the store lives. - behaviour: it begins empty.",
  });

/** Where documents are copied to. */
export const documentBackups = backups.meta({
  description:
    "Copy a store in the cluster to a bucket each night, and every write within minutes, so that it can be restored to any moment of pitrDays; each night alone where buckets take no key, by which alone the agent of writes logs in: see docs/stores/mongodb.md. - behaviour: none; a managed store has the cloud's own.",
});

/** Whose copies people may bring into a store of documents, or are brought into it where each night is copied alone. */
export const restorableFrom = restoreFrom.omit({ at: true }).meta({
  description:
    "Let people bring what another store held into this one, which keeps that one's database by name: see docs/stores/mongodb.md. Where each night alone is copied, the newest copy is brought in by itself, once. It stays in the file for as long as the store lives. - behaviour: nothing else can be brought in.",
});

/** Where dumps go. */
export const dumps = backups.meta({
  description:
    "Copy a store in the cluster to a bucket each night, as statements that make it anew: what was written since the last night is lost with the servers. - behaviour: none; a managed store has the cloud's own.",
});

/** Where snapshots of shards go. */
export const snapshots = backups.meta({
  description:
    "Copy every collection that is wished for to a bucket each night, as snapshots of its shards: what was written since the last night is lost with all copies. - behaviour: none.",
});

/** Where Jobs copy stores to that aren't copied as statements. */
export const nightlyCopies = backups.meta({
  description:
    "Copy a store in the cluster to a bucket each night: what was written since the last night is lost with the servers. What of it is copied, and how much of one moment, stands on the page of its kind in docs/stores. - behaviour: none.",
});

/** From whose dumps a new store begins: its database has the new store's name. */
export const restoreFromDump = restoreFrom.omit({ database: true, at: true }).extend({
  at: z.iso
    .datetime({ offset: true, error: "must be a moment with its offset, e.g. 2026-11-21T14:30:00Z" })
    .optional()
    .meta({
      description:
        "The newest copy that was begun at this moment or before, with its offset. - behaviour: the newest of all.",
    }),
});

export type BackupsWish = z.infer<typeof backups>;
export type RestoreWish = z.infer<typeof restoreFrom>;
