import { expect, test } from "vitest";
import { secretMarker, unknownMarker, type PlannedResource, type PlannedValue } from "../plan/planned-resource.ts";
import { violated } from "./read.ts";
import { outputOf, planned } from "./rules/fixture.ts";
import { companionsOf, expectCompanion, sourceOf, sourcesOf, stackOf, type Companion } from "./stack.ts";
import { at, inputsOf } from "./read.ts";

const bucketType = "aws:s3/bucket:Bucket";
const versioning: Companion = { types: ["test:versioning"], at: ["bucket"], name: "bucket", what: "versioning" };
const bucket = planned(bucketType, { bucket: "orders" }, { name: "orders" });
const naming = (value: PlannedValue, more: Partial<PlannedResource> = {}) =>
  planned("test:versioning", { bucket: value }, { name: "versioning", ...more });

function found(...resources: PlannedResource[]): { readonly found: number; readonly unsure: number } {
  const { found, unsure } = companionsOf(stackOf([bucket, ...resources]), bucket, versioning);
  return { found: found.length, unsure: unsure.length };
}

test("a companion names the other by an output of it, or by its fixed name", () => {
  expect(found(naming(outputOf(bucketType, "id", "orders")))).toEqual({ found: 1, unsure: 0 });
  expect(found(naming("orders"))).toEqual({ found: 1, unsure: 0 });
});

test("one that names another resource doesn't count, nor one in whose text the name is a part", () => {
  expect(found(naming(outputOf(bucketType, "id", "others")))).toEqual({ found: 0, unsure: 0 });
  expect(found(naming("others"))).toEqual({ found: 0, unsure: 0 });
  expect(found(naming(`${outputOf(bucketType, "id", "orders")}-logs`))).toEqual({ found: 0, unsure: 0 });
  expect(found(naming(["orders"]))).toEqual({ found: 0, unsure: 0 });
});

test("one that nobody can see doesn't count, and keeps the rule from saying that there is none", () => {
  const judge = (...resources: PlannedResource[]) =>
    expectCompanion(stackOf([bucket, ...resources]), bucket, versioning, () => []).map(({ verdict }) => verdict);
  expect(judge()).toEqual(["violated"]);
  expect(judge(naming(unknownMarker))).toEqual(["undecided"]);
  expect(judge(naming(secretMarker))).toEqual(["undecided"]);
  expect(judge(naming("orders"))).toEqual([]);
});

test("under the engine, where values are known, dependencies say where they are from, unless there are two", () => {
  const dependsOn = (...names: string[]) => ({
    propertyDependencies: { bucket: names.map((name) => planned(bucketType, {}, { name }).urn) },
  });
  expect(found(naming("made-by-the-cloud", dependsOn("orders")))).toEqual({ found: 1, unsure: 0 });
  expect(found(naming("made-by-the-cloud", dependsOn("others")))).toEqual({ found: 0, unsure: 0 });
  expect(found(naming("made-by-the-cloud", dependsOn("orders", "others")))).toEqual({ found: 0, unsure: 0 });
});

test("a mark tells those that are meant from others of their type", () => {
  const marked = { ...versioning, which: { at: ["kind"], is: "this" } };
  const of = (kind: PlannedValue, name: PlannedValue = "orders") => {
    const companion = planned("test:versioning", { bucket: name, kind }, { name: "versioning" });
    const { found, unsure } = companionsOf(stackOf([bucket, companion]), bucket, marked);
    return [found.length, unsure.length];
  };
  expect([of("this"), of("that"), of(unknownMarker), of(unknownMarker, "others")]).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
});

test("all companions have to be right, or one of them where that is enough", () => {
  const two = [naming("orders"), naming("orders", { name: "wrong", urn: "urn:wrong" })];
  const judge = (needed: "every" | "some") =>
    expectCompanion(
      stackOf([bucket, ...two]),
      bucket,
      versioning,
      ({ name }) => (name === "wrong" ? [violated("it is off")] : []),
      needed,
    ).map(({ message }) => message);
  expect(judge("every")).toEqual(["wrong: it is off"]);
  expect(judge("some")).toEqual([]);
});

test("a list is traced to what it is made of, and what is made elsewhere stays undecided", () => {
  const list = planned("test:cluster", { ids: [outputOf("test:subnet", "id", "a"), "subnet-0b"] });
  const { urns, findings } = sourcesOf(list, at(inputsOf(list), "ids"), ["test:subnet"]);
  expect(urns).toEqual([planned("test:subnet", {}, { name: "a" }).urn]);
  expect(findings).toMatchObject([{ verdict: "undecided", because: "cloud" }]);
  expect(sourceOf(list, at(inputsOf(list), "ids"), ["test:subnet"])).toBeUndefined();
});
