import { z } from "zod";
import { dataClass, size } from "./names.ts";

/** What every store has, wherever it is. */
export const anyStore = { size: size.default("small"), dataClass: dataClass.default("internal") };

/** What a store has of which only clouds have a service. */
export const managedOnly = {
  placement: z
    .literal("managed")
    .default("managed")
    .meta({ description: "managed: the cloud's own service, the only place for it." }),
  ...anyStore,
};

/** Servers that follow a database's primary. */
export const replicas = z
  .int()
  .min(0)
  .max(5)
  .default(2)
  .meta({ description: "Servers besides the primary that follow it and answer reads." });

/** The volume of each server of a store. */
export const storageGiB = (of: string) =>
  z
    .int()
    .min(1)
    .max(16384)
    .default(20)
    .meta({ description: `${of} in GiB.` });

/** Days back to which a store can be restored. */
export const pitrDays = (where: string) =>
  z
    .int()
    .min(1)
    .max(35)
    .default(7)
    .meta({ description: `Days back to which it can be restored${where}` });
