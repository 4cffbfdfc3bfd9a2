import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { findModel, problemOf } from "./models.ts";
import { schemasOfTypes } from "./schema-of-types.ts";

const preserve = { "x-kubernetes-preserve-unknown-fields": true };

const withSpec = z.looseObject({ properties: z.looseObject({ spec: z.unknown() }) });

function schemaOf(fields: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), "landbridge-types-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "types.d.ts");
  writeFileSync(
    file,
    `export interface Tree { left?: Tree; size: number }\nexport interface ISpec { spec: { ${fields} } }\n`,
  );
  const [schema] = schemasOfTypes([{ file, name: "ISpec" }]);
  return withSpec.parse(schema).properties.spec;
}

test("fields have their types, and have to be there unless they are optional", () => {
  expect(schemaOf("a: string; b?: number; c?: boolean; d: string[]")).toEqual({
    type: "object",
    properties: {
      a: { type: "string" },
      b: { type: "number" },
      c: { type: "boolean" },
      d: { type: "array", items: { type: "string" } },
    },
    required: ["a", "d"],
  });
});

test("choices, maps, numbers that may be texts, and null keep what can be said of them", () => {
  expect(schemaOf('a?: "x" | "w"; b?: { [key: string]: number | string }; c?: string | null; d?: any; e?: {}')).toEqual(
    {
      type: "object",
      properties: {
        a: { type: "string", enum: ["w", "x"] },
        b: { type: "object", additionalProperties: { "x-kubernetes-int-or-string": true } },
        c: { type: "string", nullable: true },
        d: preserve,
        e: { type: "object", ...preserve },
      },
    },
  );
});

test("a type inside of itself ends", () => {
  expect(schemaOf("tree?: Tree")).toMatchObject({
    properties: { tree: { properties: { left: preserve, size: { type: "number" } }, required: ["size"] } },
  });
});

test("fails where a file has no such type", () => {
  expect(() => schemasOfTypes([{ file: "/nowhere.d.ts", name: "A" }])).toThrow("/nowhere.d.ts exports no A");
});

test("an upstream model is found by group, version and kind, and judges what types can't say", async () => {
  const pool = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaNodePool", metadata: { name: "a" } };
  const model = findModel(pool);
  if (model === undefined) throw new Error("no model");
  expect(schemasOfTypes([model.types])[0]).toMatchObject({ required: ["spec"] });
  const spec = { replicas: 3, roles: ["broker"], storage: { type: "jbod" } };
  expect(await problemOf({ ...pool, spec }, model)).toBeUndefined();
  expect(await problemOf({ ...pool, spec: { ...spec, replicas: -1 } }, model)).toContain("replicas");
  expect(findModel({ ...pool, apiVersion: "kafka.strimzi.io/v9" })).toBeUndefined();
});
