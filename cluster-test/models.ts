import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import type { TypeSource } from "./schema-of-types.ts";

const folder = fileURLToPath(new URL("../node_modules/@kubernetes-models", import.meta.url));

/** What a package of types and validators knows about a kind. */
export interface Model {
  readonly types: TypeSource;
  /** The class that validates objects of it. */
  readonly module: string;
}

type Constructor = new (data: object) => { validate(): void };
const isConstructor = (value: unknown): value is Constructor => typeof value === "function";
const exported = z.record(z.string(), z.unknown());

/** The model of an object's kind, among the installed packages. Undefined where none has it. */
export function findModel({ apiVersion, kind }: Pick<ClusterObject, "apiVersion" | "kind">): Model | undefined {
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const path = join(folder, name, ...apiVersion.split("/"), kind);
    if (existsSync(`${path}.d.ts`) && existsSync(`${path}.js`))
      return { types: { file: `${path}.d.ts`, name: `I${kind}` }, module: `${path}.js` };
  }
  return undefined;
}

/** What a model's own validator has against an object, patterns and limits too; undefined where it has nothing. */
export async function problemOf(object: ClusterObject, { module }: Model): Promise<string | undefined> {
  const found = exported.parse({ ...(await import(pathToFileURL(module).href)) })[object.kind];
  if (!isConstructor(found)) throw new Error(`${module} exports no class ${object.kind}`);
  try {
    new found(object).validate();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
