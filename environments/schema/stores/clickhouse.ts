import { z } from "zod";
import { dataClass, size } from "../names.ts";
import { nightlyCopies, restoreFromDump } from "./backups.ts";
import { anywhere } from "./store-fields.ts";

/**
 * ClickHouse: columns for analysis, in the cluster on every cloud and on a laptop. It has the layers of a warehouse as databases: bronze,
 * silver and gold. What is written is on one server before the client is told, and on its copies seconds later.
 */
export const clickhouse = z.strictObject({
  kind: z.literal("clickhouse").meta({ description: "ClickHouse, with the databases bronze, silver and gold." }),
  placement: z
    .literal("in-cluster")
    .default("in-cluster")
    .meta({ description: "No cloud has it as a service of its own; their warehouses are under `warehouses`." }),
  volumes: anywhere.volumes,
  size: size.default("medium").meta({ description: "Of each server; small or larger." }),
  dataClass: dataClass.default("internal"),
  version: z
    .enum(["26.8"])
    .default("26.8")
    .meta({ description: "Release with long support, of which there are two a year." }),
  shards: z.int().min(1).max(16).default(1).meta({
    description:
      "Parts into which rows are spread. With more than one, services make a Distributed table over what each part holds. More can be added; none can be taken.",
  }),
  replicas: z.int().min(1).max(3).default(2).meta({
    description:
      "Servers that hold the same rows, in zones of their own in production. 1 for a laptop: with one server there is one keeper, and going from one server to several needs a new store.",
  }),
  storageGiB: z.int().min(1).max(16384).default(50).meta({ description: "Data volume of each server in GiB." }),
  backups: nightlyCopies.optional(),
  restoreFrom: restoreFromDump.optional(),
  queries: z
    .strictObject({
      seconds: z.int().min(1).max(86400).default(300).meta({ description: "How long a query of a reader may run." }),
    })
    .default({ seconds: 300 })
    .meta({ description: "What queries of those who only read may take; of memory each may take half of a server's." }),
});

export type ClickhouseWish = z.infer<typeof clickhouse>;
