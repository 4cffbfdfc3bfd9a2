import { z } from "zod";
import { documentBackups, restorableFrom } from "./backups.ts";
import { anywhere, pitrDays } from "./store-fields.ts";

/** MongoDB's protocol: one server that is written to, and those that follow it. No shards. */
export const mongodb = z.strictObject({
  kind: z.literal("mongodb").meta({ description: "A service that speaks MongoDB's protocol." }),
  ...anywhere,
  version: z.enum(["5.0", "8.0"]).default("8.0").meta({
    description:
      "Version of MongoDB whose protocol is spoken: those that all clouds' services have; 8.0 in the cluster.",
  }),
  replicas: z.int().min(0).max(5).optional().meta({
    description:
      "Members besides the one that is written to: they follow it and take its place. In the cluster an even number, since members are as many as can't be cut in two halves. - behaviour: 2 in the cluster, 1 of a managed store.",
  }),
  storageGiB: z
    .int()
    .min(1)
    .max(16384)
    .default(20)
    .meta({ description: "Data volume of each member in GiB, where the cloud doesn't let it grow by itself." }),
  pitrDays: pitrDays(", where backups have a place to go. A cloud may keep more."),
  backups: documentBackups.optional(),
  restoreFrom: restorableFrom.optional(),
});

export type MongodbWish = z.infer<typeof mongodb>;
