import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePath, pathsTouch, renderPath, valueAt, withValueAt } from "./property-path.ts";

test("a path is read as it was written", () => {
  expect(renderPath(["spec", "ports", 0, "name"])).toBe("spec.ports[0].name");
  expect(renderPath(["labels", "app.io/name", "a-b"])).toBe('labels["app.io/name"].a-b');
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.nat(20)), { minLength: 1 }),
      (path) => {
        expect(parsePath(renderPath(path))).toEqual(path);
      },
    ),
  );
});

test("a value put at a path is found there, and nothing else moves", () => {
  const value = { a: { b: [1, { c: 2 }] }, d: 3 };
  expect(withValueAt(value, ["a", "b", 1, "c"], 9)).toEqual({ a: { b: [1, { c: 9 }] }, d: 3 });
  expect(withValueAt(value, ["a", "b", 0], undefined)).toEqual({ a: { b: [{ c: 2 }] }, d: 3 });
  expect(withValueAt(value, ["x", "y"], 1)).toEqual({ ...value, x: { y: 1 } });
  expect(valueAt(value, ["a", "b", 1, "c"])).toBe(2);
  expect(valueAt(value, ["a", "b", 7, "c"])).toBeUndefined();
});

test("a star stands for any one part", () => {
  expect(pathsTouch(["a", "*", "c"], ["a", 3, "c", "d"])).toBe(true);
  expect(pathsTouch(["a", "*", "c"], ["a", 3])).toBe(true);
  expect(pathsTouch(["a", "*", "c"], ["a", 3, "d"])).toBe(false);
});
