import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderJsonSchema } from "./json-schema.ts";
import { testSchema } from "./project.fixture.ts";

/** What an editor says of a file, as far as zod reads JSON Schema back. */
function accepts(value: unknown): boolean {
  const schema: unknown = JSON.parse(renderJsonSchema(testSchema));
  if (typeof schema !== "object" || schema === null) throw new Error("no schema");
  return z.fromJSONSchema({ ...schema }).safeParse(value).success;
}

function keywords(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(keywords);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [key, ...keywords(value)]);
}

describe("renderJsonSchema", () => {
  it("is draft 7, ends in a line break and is the same each time", () => {
    const text = renderJsonSchema(testSchema);
    expect(text).toBe(renderJsonSchema(testSchema));
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", type: "object" });
  });

  it("requires nothing and chooses no branch by force, since another file may say the rest", () => {
    const text: unknown = JSON.parse(renderJsonSchema(testSchema));
    expect(keywords(text)).not.toContain("required");
    expect(keywords(text)).not.toContain("oneOf");
  });

  it.each([
    ["nothing but what it extends", { extends: "../base/a.yaml" }],
    ["several files", { extends: ["../base/a.yaml", "../base/b.yaml"] }],
    ["part of a store", { stores: { orders: { replicas: 2 }, users: { size: "large" } } }],
    ["part of a service", { domains: { commerce: { services: { order: { scale: { min: 1 } } } } } }],
    ["removals", { tier: null, stores: { orders: null, users: { replicas: null } }, network: { adopt: null } }],
    ["a union's removal", { registry: null }],
  ])("accepts a file that has %s", (_what, value) => {
    expect(accepts(value)).toBe(true);
  });

  it.each([
    ["a field that is misspelt", { store: {} }],
    ["a field of no store", { stores: { orders: { replica: 2 } } }],
    ["a field of another kind of store", { stores: { orders: { kind: "redis", replicas: 2 } } }],
    ["a value that isn't allowed", { tier: "prod" }],
    ["a number out of range", { stores: { orders: { kind: "postgres", replicas: 9 } } }],
    ["a name that can't be one", { stores: { Orders: { kind: "postgres" } } }],
    ["a base that is no YAML", { extends: "../base/a.json" }],
  ])("refuses a file that has %s", (_what, value) => {
    expect(accepts(value)).toBe(false);
  });

  it("describes every field, so that editors and explain have something to say", () => {
    const silent = (node: unknown, path: string): string[] => {
      if (Array.isArray(node)) return node.flatMap((item) => silent(item, path));
      if (typeof node !== "object" || node === null) return [];
      return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
        if (key !== "properties") return silent(value, key === "additionalProperties" ? `${path}.*` : path);
        return Object.entries(z.record(z.string(), z.record(z.string(), z.unknown())).parse(value)).flatMap(
          ([field, schema]) => {
            const here = `${path}.${field}`;
            const isLeaf = !("properties" in schema || "anyOf" in schema || "additionalProperties" in schema);
            return [...(isLeaf && schema["description"] === undefined ? [here] : []), ...silent(schema, here)];
          },
        );
      });
    };
    const fields = silent(JSON.parse(renderJsonSchema(testSchema)), "");
    // The clouds of the tests say nothing.
    expect([...new Set(fields)].filter((field) => !field.startsWith(".cloud."))).toEqual([]);
  });
});
