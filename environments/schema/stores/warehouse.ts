import { z } from "zod";
import { dataClass } from "../names.ts";

/** Layers of a warehouse, in the order in which data gets better: as it came, cleaned, ready to be shown. */
export const layerNames = ["bronze", "silver", "gold"] as const;

const layer = z.strictObject({
  keepDays: z.int().min(1).max(3650).optional().meta({
    description:
      "Days after which what was written is deleted: partitions, tables without partitions, or files. - behaviour: it isn't.",
  }),
});

/** A warehouse with its three layers, which services query by SQL. */
export const warehouse = z.strictObject({
  dataClass: dataClass.default("internal"),
  size: z.enum(["small", "medium", "large"]).default("small").meta({
    description: "How fast it answers, where the cloud lets you choose. Twice as fast costs twice as much a second.",
  }),
  // A multiple of a tenth, so that all clouds can count it in whole units of theirs. Google gives no project more than
  // 200 without being asked.
  scanTiBPerDay: z.number().min(0.1).max(200).multipleOf(0.1).default(1).meta({
    description:
      "TiB that all queries of a day may read together; what comes after is refused. At least 0.1. A cloud that bills time counts what costs as much.",
  }),
  layers: z
    .strictObject({
      bronze: layer.default({}).meta({ description: "Data as it came." }),
      silver: layer.default({}).meta({ description: "Data that was cleaned and joined." }),
      gold: layer.default({}).meta({ description: "Data that is ready to be shown." }),
    })
    .default({ bronze: {}, silver: {}, gold: {} })
    .meta({ description: "The layers; all three are always there." }),
});

const access = z.enum(["read", "read-write"]).optional();

/** What a service may do with a warehouse, by layer. */
export const warehouseUse = z.strictObject({
  bronze: access.meta({ description: "- behaviour: no right." }),
  silver: access.meta({ description: "- behaviour: no right." }),
  gold: access.meta({ description: "- behaviour: no right." }),
});

export type LayerName = (typeof layerNames)[number];
export type WarehouseWish = z.infer<typeof warehouse>;
export type WarehouseUse = z.infer<typeof warehouseUse>;
