import { describe, expect, it } from "vitest";
import { aggregates, influxdb, windows } from "../../../../environments/schema/stores/influxdb.ts";
import { decideTasks, readMinutes, windowMinutes } from "./downsample.ts";

const hourly = { from: "raw", every: "1h", aggregates: ["mean"] };
const tasksOf = (databases: object) => decideTasks(influxdb.parse({ kind: "influxdb", databases }));
const fluxOf = (downsample: object) => tasksOf({ raw: {}, hours: { downsample } })[0]?.flux ?? "";

describe("a database that is made from another", () => {
  it("is made by a task of its own name, and no other database has one", () => {
    const days = { downsample: { ...hourly, every: "1d" } };
    expect(tasksOf({ raw: {}, hours: { downsample: hourly }, days }).map(({ name }) => name)).toEqual([
      "days",
      "hours",
    ]);
    expect(tasksOf({ raw: {} })).toEqual([]);
  });

  it("has a point for each window of numbers, at its beginning, in a field that says what it is", () => {
    expect(fluxOf({ ...hourly, measurements: ["power", "heat"], lateMinutes: 90 })).toBe(
      [
        'import "date"',
        'import "types"',
        "",
        'option task = {name: "hours", every: 1h, offset: 30s}',
        "",
        "end = date.truncate(t: now(), unit: 1h)",
        "points =",
        '    from(bucket: "raw")',
        "        |> range(start: date.sub(d: 180m, from: end), stop: end)",
        '        |> filter(fn: (r) => r._measurement == "heat" or r._measurement == "power")',
        "",
        "points",
        "    |> filter(fn: (r) => types.isNumeric(v: r._value))",
        '    |> aggregateWindow(every: 1h, fn: mean, createEmpty: false, timeSrc: "_start")',
        '    |> map(fn: (r) => ({r with _field: "mean_" + r._field}))',
        '    |> to(bucket: "hours")',
        "",
      ].join("\n"),
    );
  });

  it("reads each window whole, and again as long as points may be late", () => {
    expect(readMinutes({ every: "1h", lateMinutes: 1 })).toBe(120);
    expect(readMinutes({ every: "1h", lateMinutes: 60 })).toBe(120);
    expect(readMinutes({ every: "1h", lateMinutes: 61 })).toBe(180);
    expect(readMinutes({ every: "1d", lateMinutes: 60 })).toBe(2 * 1440);
  });

  it("has windows that divide a day, so that they begin where people look for them", () => {
    for (const window of windows) expect(1440 % windowMinutes[window]).toBe(0);
  });

  it("writes each of its aggregates once, whatever their order, and asks only reckoning ones for numbers", () => {
    const flux = fluxOf({ ...hourly, aggregates: [...aggregates].reverse() });
    expect(flux).toBe(fluxOf({ ...hourly, aggregates: [...aggregates] }));
    for (const one of aggregates) expect(flux.split(`fn: ${one},`)).toHaveLength(2);
    expect(flux.split("types.isNumeric")).toHaveLength(5);
    expect(fluxOf({ ...hourly, aggregates: ["count", "last"] })).not.toContain("types");
  });
});
