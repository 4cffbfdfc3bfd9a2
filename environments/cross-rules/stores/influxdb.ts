import { readMinutes } from "../../../components/kit/databases/influxdb/downsample.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { DownsampleWish, InfluxdbWish } from "../../schema/stores/influxdb.ts";
import type { Path } from "../../tree.ts";
import { named } from "../services/every-service.ts";

interface PlacedDownsample {
  readonly store: InfluxdbWish;
  readonly downsample: DownsampleWish;
  readonly path: Path;
}

/** Every database that is made from another. */
function everyDownsample({ stores }: Pick<Environment, "stores">): PlacedDownsample[] {
  return Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "influxdb"
      ? Object.entries(store.databases).flatMap(([database, { downsample }]) =>
          downsample === undefined
            ? []
            : [{ store, downsample, path: ["stores", name, "databases", database, "downsample"] }],
        )
      : [],
  );
}

/** A database is made from one of the same store that services write to: a mean of means is no mean. */
export const downsamplesNameDatabases: Check = (environment, at) =>
  everyDownsample(environment).flatMap(({ store: { databases }, downsample: { from }, path }) => {
    const written = Object.keys(databases).filter((name) => databases[name]?.downsample === undefined);
    if (written.includes(from)) return [];
    const choose = chooser("databases that services write to");
    return [
      {
        ...at([...path, "from"]),
        rule:
          named(databases, from) === undefined
            ? "names no database of the store"
            : "is made from another database itself: a mean of means is no mean",
        wayOut: choose(from, () => written),
      },
    ];
  });

/** Points are kept until they were counted. */
export const downsamplesFindTheirPoints: Check = (environment, at) =>
  everyDownsample(environment).flatMap(({ store: { databases }, downsample, path }) => {
    const keepDays = named(databases, downsample.from)?.keepDays;
    const minutes = readMinutes(downsample);
    if (keepDays === undefined || minutes <= keepDays * 1440) return [];
    return [
      {
        ...at([...path, "lateMinutes"]),
        rule: `reckons ${minutes} minutes anew, of which ${downsample.from} keeps ${keepDays * 1440}`,
        wayOut: `lower lateMinutes, or raise keepDays of ${downsample.from} to ${Math.ceil(minutes / 1440)}`,
      },
    ];
  });
