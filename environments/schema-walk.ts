import { z } from "zod";
import type { Path } from "./tree.ts";

type Schema = z.core.$ZodType;

/** A schema's layers from the outside in: optional and default wrap the schema that says what is wanted. */
function layers(schema: Schema): Schema[] {
  const found = [schema];
  let inner: Schema | undefined = schema;
  while ((inner = unwrapped(inner)) !== undefined) found.push(inner);
  return found;
}

function unwrapped(schema: Schema): Schema | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNonOptional
  )
    return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.in : undefined;
}

/** The schema that says what is wanted, without optional and default around it. */
export function coreOf(schema: Schema): Schema {
  return layers(schema).at(-1) ?? schema;
}

/** The schema of what stands at a path in an input; the input chooses the branches of unions. Undefined off the map. */
export function schemaAt(schema: Schema, path: Path, input: unknown): Schema | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  const below = childSchema(coreOf(schema), part, input);
  return below === undefined ? undefined : schemaAt(below, rest, child(input, part));
}

function childSchema(schema: Schema, part: string | number, input: unknown): Schema | undefined {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = schema.shape;
    return typeof part === "string" && Object.hasOwn(shape, part) ? shape[part] : undefined;
  }
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const branch = branchOf(schema, input);
  // Every branch has the discriminator; any will do to describe it.
  const [first] = schema.options;
  const chosen = branch ?? (part === schema.def.discriminator ? first : undefined);
  return chosen === undefined ? undefined : childSchema(coreOf(chosen), part, input);
}

/** The branch of a union that an input has chosen by its discriminator. */
function branchOf(union: z.ZodDiscriminatedUnion, input: unknown): Schema | undefined {
  const { discriminator } = union.def;
  const chosen = child(input, discriminator);
  return union.options.find((option) => {
    const tag = childSchema(coreOf(option), discriminator, input);
    return tag !== undefined && literalsOf(tag)?.includes(String(chosen)) === true && typeof chosen === "string";
  });
}

/** The texts that a literal, an enum or a union's discriminator allows; undefined for any other schema. */
export function literalsOf(schema: Schema): string[] | undefined {
  const core = coreOf(schema);
  if (core instanceof z.ZodLiteral) return [...core.values].map(String);
  if (core instanceof z.ZodEnum) return core.options.map(String);
  return undefined;
}

/** The values that choose a branch of a union. */
export function tagsOf(union: z.ZodDiscriminatedUnion): string[] {
  return union.options.flatMap((option) => {
    const tag = childSchema(coreOf(option), union.def.discriminator, undefined);
    return tag === undefined ? [] : (literalsOf(tag) ?? []);
  });
}

/** The names of the fields of a map, in the schema's order; undefined where names are free or nothing is known. */
export function fieldsOf(schema: Schema, input: unknown): string[] | undefined {
  const core = coreOf(schema);
  if (core instanceof z.ZodObject) return Object.keys(core.shape);
  if (!(core instanceof z.ZodDiscriminatedUnion)) return undefined;
  const branch = branchOf(core, input);
  return branch === undefined ? undefined : fieldsOf(branch, input);
}

/** What the schema says about a field, from the outermost layer that says anything. */
export function descriptionOf(schema: Schema): string | undefined {
  return firstMeta(schema, ({ description }) => description);
}

/** A value that the schema gives as an example. */
export function exampleOf(schema: Schema): string | undefined {
  return firstMeta(schema, ({ examples }) => {
    const first: unknown = Array.isArray(examples) ? examples[0] : undefined;
    return typeof first === "string" ? first : undefined;
  });
}

function firstMeta(schema: Schema, read: (meta: z.core.GlobalMeta) => string | undefined): string | undefined {
  for (const layer of layers(schema)) {
    const meta = z.globalRegistry.get(layer);
    const found = meta === undefined ? undefined : read(meta);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands under a key or index of a plain value. */
export function child(value: unknown, part: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
  const found: unknown = Object.getOwnPropertyDescriptor(value, part)?.value;
  return found;
}
