import { z } from "zod";
import { nightlyCopies, restoreFromDump } from "./backups.ts";
import { anywhere, storageGiB } from "./store-fields.ts";

/** Name of a database of series: as it stands in a query of InfluxQL without quotes. */
const databaseName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, "must be 1 to 48 of a-z, 0-9 and _, beginning with a letter")
  .meta({ description: "Name of a database: 1 to 48 of a-z, 0-9 and _, beginning with a letter." });

/**
 * A measurement. Without signs that a text of Flux would have to escape.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/#measurement
 */
const measurement = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$/, "must be 1 to 100 of A-Z, a-z, 0-9 and _ . : / -, beginning with a letter")
  .meta({ description: "Name of a measurement." });

/** How long what becomes one point may be. Each divides a day, so that windows begin at midnight UTC. */
export const windows = ["1m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h", "1d"] as const;

/** What the points of a window can become. */
export const aggregates = ["mean", "min", "max", "sum", "count", "first", "last"] as const;

/** How a database is made from another. */
const downsample = z.strictObject({
  from: databaseName.meta({ description: "Database whose points it is made of, which services write to." }),
  every: z
    .enum(windows)
    .meta({ description: "Length of a window, each of which becomes one point, at its beginning." }),
  aggregates: z
    .array(z.enum(aggregates))
    .min(1)
    .max(aggregates.length)
    .refine((chosen) => new Set(chosen).size === chosen.length, "must not say anything twice")
    .readonly()
    .meta({
      description:
        "What the values of a window become, each in a field of its own: mean of temperature is mean_temperature. All but count, first and last are of numbers only.",
    }),
  measurements: z
    .array(measurement)
    .min(1)
    .max(100)
    .readonly()
    .optional()
    .meta({ description: "Which measurements of it. - behaviour: all." }),
  lateMinutes: z.int().min(1).max(10080).default(60).meta({
    description:
      "Minutes by which points may come late, or the server be away, and still be counted: so far back windows are reckoned anew each time.",
  }),
});

/** A database of series. InfluxDB 2 calls it a bucket, versions 1 and 3 and its query language call it as it is called here. */
const database = z.strictObject({
  keepDays: z
    .int()
    .min(1)
    .max(36500)
    .optional()
    .meta({ description: "Days after which points are gone. - behaviour: they stay." }),
  downsample: downsample.optional().meta({
    description: "Make it from another database, again and again. - behaviour: services write to it.",
  }),
});

/**
 * InfluxDB 2 in the cluster: one server for series of points, and databases with their retention, of which one can be made from another.
 * Services write line protocol and ask in InfluxQL, by the API that all versions of InfluxDB have.
 */
export const influxdb = z.strictObject({
  kind: z.literal("influxdb").meta({ description: "InfluxDB, for series of points in time." }),
  ...anywhere,
  placement: z
    .literal("in-cluster")
    .default("in-cluster")
    .meta({ description: "A server on Kubernetes: no cloud's own service is offered." }),
  version: z.enum(["2.9"]).default("2.9").meta({ description: "Minor version." }),
  storageGiB: storageGiB("Data volume of the server"),
  backups: nightlyCopies.optional(),
  restoreFrom: restoreFromDump.optional(),
  databases: z
    .record(databaseName, database)
    .refine((all) => Object.keys(all).length > 0, "must have at least one database")
    .refine((all) => Object.keys(all).length <= 50, "must have at most 50 databases")
    .meta({
      description:
        "Databases of series by name, InfluxDB's buckets; no bucket of objects is meant. One that is no longer wished for stays, and people drop it.",
    }),
});

export type InfluxdbWish = z.infer<typeof influxdb>;
export type DownsampleWish = z.infer<typeof downsample>;
