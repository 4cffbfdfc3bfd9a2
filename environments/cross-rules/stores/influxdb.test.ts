import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const hourly = { from: "raw", every: "1h", aggregates: ["mean"] };

function wrongWith(databases: object) {
  const environment = exampleEnvironment({ stores: { readings: { kind: "influxdb", databases } }, domains: {} });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => ({ path, rule, wayOut }));
}

it("finds nothing wrong with a database that is made from one that services write to", () => {
  expect(wrongWith({ raw: { keepDays: 7 }, hours: { downsample: hourly }, own: {} })).toEqual([]);
});

it("fails where a database is made from one that isn't there, and says which are", () => {
  const wrong = wrongWith({ raw: {}, hours: { downsample: { ...hourly, from: "row" } } });
  expect(wrong).toEqual([
    {
      path: "stores.readings.databases.hours.downsample.from",
      rule: "names no database of the store",
      wayOut: expect.stringContaining("did you mean raw?") as string,
    },
  ]);
});

it("fails where a database is made from one that is made itself, or from itself", () => {
  const days = { downsample: { ...hourly, from: "hours", every: "1d" } };
  expect(wrongWith({ raw: {}, hours: { downsample: hourly }, days })).toMatchObject([
    {
      path: "stores.readings.databases.days.downsample.from",
      rule: expect.stringContaining("mean of means") as string,
    },
  ]);
  expect(wrongWith({ raw: {}, hours: { downsample: { ...hourly, from: "hours" } } })).toHaveLength(1);
});

it("fails where points are gone before they would be counted for the last time", () => {
  const late = (lateMinutes: number, every = "1d") =>
    wrongWith({ raw: { keepDays: 2 }, days: { downsample: { ...hourly, every, lateMinutes } } });
  expect(late(1440)).toEqual([]);
  expect(late(1441)).toEqual([
    {
      path: "stores.readings.databases.days.downsample.lateMinutes",
      rule: "reckons 4320 minutes anew, of which raw keeps 2880",
      wayOut: "lower lateMinutes, or raise keepDays of raw to 3",
    },
  ]);
});
