import type { DownsampleWish, InfluxdbWish } from "../../../../environments/schema/stores/influxdb.ts";

/** A task of the server that makes one database from another. */
export interface DownsampleTask {
  /** Of the task, and of the database that it fills. */
  readonly name: string;
  /** All of it, with its options. */
  readonly flux: string;
}

type Window = DownsampleWish["every"];
type Aggregate = DownsampleWish["aggregates"][number];

/** Minutes of each window. */
export const windowMinutes: Readonly<Record<Window, number>> = {
  "1m": 1,
  "5m": 5,
  "10m": 10,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "3h": 180,
  "6h": 360,
  "12h": 720,
  "1d": 1440,
};

/** What asks for numbers: a text or a truth among them would be the end of the whole task. */
const ofNumbers: readonly Aggregate[] = ["mean", "min", "max", "sum"];

/** Seconds after a window's end at which it is first reckoned: what is written meanwhile is in it. */
const offsetSeconds = 30;

/** Minutes of what each run reads: the window that just ended, and as many before it as points may be late. */
export function readMinutes({ every, lateMinutes }: Pick<DownsampleWish, "every" | "lateMinutes">): number {
  const minutes = windowMinutes[every];
  return minutes * (1 + Math.ceil(lateMinutes / minutes));
}

/** The tasks of a store, in order of name. */
export function decideTasks({ databases }: Pick<InfluxdbWish, "databases">): DownsampleTask[] {
  return Object.entries(databases)
    .flatMap(([name, { downsample }]) => (downsample === undefined ? [] : [{ name, flux: fluxOf(name, downsample) }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Windows end where the clock says, whenever the task runs. Each run reckons late windows again: a point of the same series and time takes the
 * place of the earlier one, so that no run can count anything twice. The server makes up for no run that it missed, which this does as well.
 * https://docs.influxdata.com/influxdb/v2/process-data/common-tasks/downsample-data/
 */
function fluxOf(name: string, wish: DownsampleWish): string {
  const { from, every, aggregates, measurements } = wish;
  const chosen = [...aggregates].sort();
  return [
    `import "date"`,
    ...(chosen.some((one) => ofNumbers.includes(one)) ? [`import "types"`] : []),
    "",
    `option task = {name: "${name}", every: ${every}, offset: ${offsetSeconds}s}`,
    "",
    `end = date.truncate(t: now(), unit: ${every})`,
    "points =",
    `    from(bucket: "${from}")`,
    `        |> range(start: date.sub(d: ${readMinutes(wish)}m, from: end), stop: end)`,
    ...(measurements === undefined ? [] : [`        |> filter(fn: (r) => ${anyOf([...measurements].sort())})`]),
    ...chosen.flatMap((one) => ["", ...stepsOf(name, every, one)]),
    "",
  ].join("\n");
}

function anyOf(measurements: readonly string[]): string {
  return measurements.map((one) => `r._measurement == "${one}"`).join(" or ");
}

function stepsOf(name: string, every: Window, aggregate: Aggregate): string[] {
  return [
    "points",
    ...(ofNumbers.includes(aggregate) ? ["    |> filter(fn: (r) => types.isNumeric(v: r._value))"] : []),
    `    |> aggregateWindow(every: ${every}, fn: ${aggregate}, createEmpty: false, timeSrc: "_start")`,
    `    |> map(fn: (r) => ({r with _field: "${aggregate}_" + r._field}))`,
    `    |> to(bucket: "${name}")`,
  ];
}
