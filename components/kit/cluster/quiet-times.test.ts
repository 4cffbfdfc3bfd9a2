import fc from "fast-check";
import { expect, it } from "vitest";
import { weekdays } from "../../../environments/schema/cluster.ts";
import { decideQuietTimes } from "./quiet-times.ts";

it("lies between the windows of a weekend", () => {
  expect(decideQuietTimes({ days: ["saturday", "sunday"], hour: 0, hours: 6 })).toEqual(
    [
      { schedule: "0 6 * * 6", hours: 18 },
      { schedule: "0 6 * * 0", hours: 138 },
    ].sort((a, b) => (a.schedule < b.schedule ? 1 : -1)),
  );
});

it("begins on the next day after a window that goes over midnight", () => {
  expect(decideQuietTimes({ days: ["sunday"], hour: 22, hours: 4 })).toEqual([{ schedule: "0 2 * * 1", hours: 164 }]);
});

it("is none where a window is always open, and runs through windows that meet", () => {
  expect(decideQuietTimes({ days: [...weekdays], hour: 3, hours: 24 })).toEqual([]);
  expect(decideQuietTimes({ days: ["monday", "tuesday"], hour: 0, hours: 24 })).toEqual([
    { schedule: "0 0 * * 3", hours: 120 },
  ]);
});

it("and the windows make up the week, hour by hour", () => {
  const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 });
  fc.assert(
    fc.property(days, fc.nat(23), fc.integer({ min: 4, max: 24 }), (chosen, hour, hours) => {
      const open = new Set(
        chosen.flatMap((day) =>
          Array.from({ length: hours }, (_, at) => (weekdays.indexOf(day) * 24 + hour + at) % 168),
        ),
      );
      const quiet = decideQuietTimes({ days: chosen, hour, hours }).flatMap(({ schedule, hours: length }) => {
        const [, hourOfDay = "", , , day = ""] = schedule.split(" ");
        const begin = ((Number(day) + 6) % 7) * 24 + Number(hourOfDay);
        return Array.from({ length }, (_, at) => (begin + at) % 168);
      });
      expect(new Set(quiet).size).toBe(quiet.length);
      expect(quiet.length + open.size).toBe(168);
      expect(quiet.some((at) => open.has(at))).toBe(false);
    }),
  );
});
