import { z } from "zod";

/**
 * The schema as JSON Schema text for editors. Draft 7: yaml-language-server's own documentation promises "JSON Schema 7
 * and below". It is looser than the loader, since an editor sees one file and not what that extends:
 *
 * - nothing is required: another file may give it; the loader says what is missing in the end;
 * - every field may be `null`, which removes what is inherited;
 * - unions are `anyOf`: a part without its `kind` may fit several branches.
 *
 * https://github.com/redhat-developer/yaml-language-server#features
 */
export function renderJsonSchema(schema: z.ZodType): string {
  const whole: unknown = z.toJSONSchema(schema, { io: "input", target: "draft-7", reused: "inline" });
  const loose = loosened(whole);
  if (!isRecord(loose)) throw new Error("zod made a JSON Schema that is no object");
  const properties = isRecord(loose["properties"]) ? loose["properties"] : {};
  const { $schema, ...rest } = loose;
  const document = {
    $schema,
    title: "Landbridge environment",
    description: "An environment, or a part of one that others extend.",
    ...rest,
    properties: { extends: extendsSchema, ...properties },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const extendsSchema = {
  description:
    "Files that this one is laid over, relative to it; later ones lie over earlier ones. Maps merge, all else replaces, null removes.",
  anyOf: [
    { type: "string", pattern: "\\.yaml$" },
    { type: "array", items: { type: "string", pattern: "\\.yaml$" } },
  ],
};

/** Keywords whose value is a schema, or a map or list of them. */
function loosened(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(loosened);
  if (!isRecord(node)) return node;
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === "required") continue;
    if (keyword === "properties" && isRecord(value)) result[keyword] = mapValues(value, removable);
    else if (keyword === "additionalProperties" && isRecord(value)) result[keyword] = removable(value);
    else if (keyword === "oneOf") result["anyOf"] = loosened(value);
    else if (keyword === "anyOf" || keyword === "allOf" || keyword === "items") result[keyword] = loosened(value);
    // Of use to zod alone; an editor would complain about a format that it doesn't know.
    else if (keyword === "format" && typeof value === "string" && !knownFormats.has(value)) continue;
    else result[keyword] = value;
  }
  return result;
}

const knownFormats = new Set(["date", "date-time", "uri", "email", "ipv4", "ipv6"]);

/** A field's schema that allows null as well. A union's discriminator stays as it is: it alone tells branches apart. */
function removable(schema: unknown): unknown {
  const node = loosened(schema);
  if (!isRecord(node) || "const" in node) return node;
  if (Array.isArray(node["anyOf"])) return { ...node, anyOf: [...asList(node["anyOf"]), { type: "null" }] };
  if (typeof node["type"] !== "string") return node;
  const choices = Array.isArray(node["enum"]) ? { enum: [...asList(node["enum"]), null] } : {};
  return { ...node, type: [node["type"], "null"], ...choices };
}

function asList(value: readonly unknown[]): unknown[] {
  return [...value];
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
