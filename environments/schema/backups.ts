import { z } from "zod";
import { dnsName } from "./names.ts";

/** Where a store in the cluster is backed up to. */
export const backups = z
  .strictObject({
    bucket: dnsName.meta({
      description:
        "The bucket of buckets that holds them. It is the store's alone: no service uses it, no other store writes there.",
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

export type BackupsWish = z.infer<typeof backups>;
export type RestoreWish = z.infer<typeof restoreFrom>;
