import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** An output property that an SDK's class declares. */
export interface DeclaredOutput {
  readonly name: string;
  /** TypeScript type as declared, e.g. `string` or `string[]`. */
  readonly type: string;
  /** Whether the cloud may leave it out. */
  readonly optional: boolean;
}

const cache = new Map<string, readonly DeclaredOutput[]>();

/**
 * The outputs of a resource type, read from the declarations that its SDK ships: `gcp:compute/network:Network` is
 * `@pulumi/gcp/compute/network.d.ts`. Empty for types without declarations (components, providers, Kubernetes objects,
 * whose outputs follow from their inputs).
 */
export function declaredOutputs(type: string): readonly DeclaredOutput[] {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const found = readDeclarations(type, /^ {4}(?:public )?readonly (\w+)!?: pulumi\.Output<(.+)>;$/gm);
  cache.set(type, found);
  return found;
}

/** The result of a function of an SDK, e.g. `gcp:storage/getProjectServiceAccount:getProjectServiceAccount`. */
export function declaredResult(token: string): readonly DeclaredOutput[] {
  const known = cache.get(token);
  if (known !== undefined) return known;
  const found = readDeclarations(
    token,
    /^ {4}readonly (\w+)(\?)?: (.+);$/gm,
    /export interface \w+Result \{[\s\S]*?^\}/m,
  );
  cache.set(token, found);
  return found;
}

function readDeclarations(token: string, pattern: RegExp, section?: RegExp): readonly DeclaredOutput[] {
  const file = declarationFile(token);
  if (file === undefined) return [];
  const text = readFileSync(file, "utf8");
  const part = section === undefined ? text : (section.exec(text)?.[0] ?? "");
  return [...part.matchAll(pattern)].map((match) => {
    const [, name = "", second = "", third] = match;
    const type = third ?? second;
    return {
      name,
      type: type.replace(/ \| undefined$/, ""),
      optional: type.endsWith(" | undefined") || second === "?",
    };
  });
}

const require = createRequire(import.meta.url);

function declarationFile(token: string): string | undefined {
  const [pkg = "", module = "", name = ""] = token.split(":");
  if (pkg === "pulumi" || pkg === "landbridge" || pkg === "kubernetes" || name === "") return undefined;
  const root = packageRoot(`@pulumi/${pkg}`);
  if (root === undefined) return undefined;
  const path = `${module.replace(/^index\//, "")}.d.ts`;
  // Some SDKs have a token of the module alone: `network:VirtualNetwork` is in `network/virtualNetwork.d.ts`.
  const inside = `${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`;
  // Names that begin with an abbreviation are all lower case on disk: `iAMMember` is `iammember.d.ts`.
  const candidates = [path, inside].flatMap((file) => [file, join(dirname(file), basename(file).toLowerCase())]);
  return candidates.map((candidate) => join(root, candidate)).find((file) => existsSync(file));
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
