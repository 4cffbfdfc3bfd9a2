import ts from "typescript";
import type { StructuralSchema } from "../rehearsal/cluster/definitions.ts";

/** A file of types and the name of one in it. */
export interface TypeSource {
  readonly file: string;
  readonly name: string;
}

const unchecked: StructuralSchema = { "x-kubernetes-preserve-unknown-fields": true };

/**
 * Schemas of objects, made from TypeScript's types of them, in the order of the sources: which fields there are, which have to
 * be there, and of what type. Patterns and limits aren't in types. Throws where a file hasn't the type.
 */
export function schemasOfTypes(sources: readonly TypeSource[]): StructuralSchema[] {
  const program = ts.createProgram({
    rootNames: sources.map(({ file }) => file),
    options: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    },
  });
  const checker = program.getTypeChecker();
  return sources.map(({ file, name }) => objectSchema(checker, declaredType(program, checker, file, name)));
}

function declaredType(program: ts.Program, checker: ts.TypeChecker, file: string, name: string): ts.Type {
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const found = module?.exports?.get(ts.escapeLeadingUnderscores(name));
  if (found === undefined) throw new Error(`${file} exports no ${name}`);
  return checker.getDeclaredTypeOfSymbol(found);
}

// What every object has is the server's: a definition may not say more about it than that it is there.
function objectSchema(checker: ts.TypeChecker, type: ts.Type): StructuralSchema {
  const own = new Schemas(checker).ofFields(type, ["apiVersion", "kind", "metadata"]);
  const common = { apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { type: "object" } };
  return { ...own, properties: { ...common, ...own.properties } };
}

/** Schemas of types by way of one checker. */
class Schemas {
  readonly #checker: ts.TypeChecker;
  // A type inside of itself has no end, and a definition can't refer to itself.
  readonly #inside = new Set<ts.Type>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  of(declared: ts.Type): StructuralSchema {
    const type = this.#checker.getNonNullableType(declared);
    const nullable = includesNull(declared) ? { nullable: true } : {};
    return { ...this.#ofPresent(type), ...nullable };
  }

  ofFields(
    type: ts.Type,
    without: readonly string[] = [],
  ): { type: "object"; properties: Record<string, StructuralSchema>; required?: string[] } {
    const fields = type.getProperties().filter(({ name }) => !without.includes(name));
    const properties = Object.fromEntries(
      fields.map((field): [string, StructuralSchema] => [field.name, this.of(this.#checker.getTypeOfSymbol(field))]),
    );
    const required = fields.filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0).map(({ name }) => name);
    return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
  }

  #ofPresent(type: ts.Type): StructuralSchema {
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    if (type.isUnion()) return this.#ofUnion(type);
    if (type.isStringLiteral()) return { type: "string", enum: [type.value] };
    if (type.isNumberLiteral()) return { type: "number", enum: [type.value] };
    if (type.flags & ts.TypeFlags.StringLike) return { type: "string" };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if ((type.flags & ts.TypeFlags.Object) === 0 || this.#inside.has(type)) return unchecked;
    this.#inside.add(type);
    const schema = this.#ofObject(type);
    this.#inside.delete(type);
    return schema;
  }

  #ofUnion({ types }: ts.UnionType): StructuralSchema {
    if (types.every((type) => type.flags & ts.TypeFlags.BooleanLike)) return { type: "boolean" };
    if (types.every((type) => type.isStringLiteral()))
      return { type: "string", enum: types.flatMap((type) => (type.isStringLiteral() ? [type.value] : [])).sort() };
    const isNumberOrText = types.every((type) => type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike));
    return isNumberOrText ? { "x-kubernetes-int-or-string": true } : unchecked;
  }

  #ofObject(type: ts.Type): StructuralSchema {
    if (this.#checker.isArrayType(type)) {
      const [item] = this.#checker.getIndexInfosOfType(type).map(({ type: of }) => of);
      return { type: "array", items: item === undefined ? unchecked : this.of(item) };
    }
    const index = this.#checker.getIndexInfosOfType(type)[0];
    if (index !== undefined) return { type: "object", additionalProperties: this.of(index.type) };
    return type.getProperties().length === 0 ? { type: "object", ...unchecked } : this.ofFields(type);
  }
}

function includesNull(type: ts.Type): boolean {
  return type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
}
