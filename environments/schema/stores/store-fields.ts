import { z } from "zod";
import { dataClass, size } from "../names.ts";

/** What every store has, wherever it is. */
const anyStore = { size: size.default("small"), dataClass: dataClass.default("internal") };

/** What a store has that can be the cloud's own service or run in the cluster. */
export const anywhere = {
  placement: z.enum(["managed", "in-cluster"]).default("in-cluster").meta({
    description: "managed: the cloud's own service. in-cluster: an operator on Kubernetes. Both give the same outputs.",
  }),
  volumes: z.enum(["zonal", "replicated"]).optional().meta({
    description:
      "Disks of an in-cluster store: zonal lives in one zone; replicated outlives the loss of a zone, at twice the price or less. Can't be changed later. - behaviour: what the cloud's nodes are made for, see its README.",
  }),
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

/** Days back to which every store can be restored that says nothing else. */
export const defaultPitrDays = 7;

/** Days back to which a store can be restored. */
export const pitrDays = (where: string) =>
  z
    .int()
    .min(1)
    .max(35)
    .default(defaultPitrDays)
    .meta({ description: `Days back to which it can be restored${where}` });
