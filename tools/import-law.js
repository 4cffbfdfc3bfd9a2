// The import law as an ESLint rule: which part of the kit may import which. A part may import itself and the parts in
// its row; cloud SDKs only in their cloud's folder, and never by their index, which costs every user its whole weight.
import { readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** From the floor up. The first row whose pattern matches a file's path is its part. */
const parts = [
  { part: "vocabulary", path: /^environments\/schema\//, mayImport: [] },
  { part: "kit", path: /^components\/kit\//, mayImport: ["vocabulary"] },
  { part: "environments", path: /^environments\//, mayImport: ["vocabulary", "kit"] },
  { part: "contract", path: /^components\/(cloud\.ts$|specs\/)/, mayImport: ["vocabulary", "kit"] },
  { part: "charts", path: /^charts\//, mayImport: ["vocabulary", "kit"] },
  { part: "secrets", path: /^components\/secrets\//, mayImport: ["vocabulary", "kit"] },
  { part: "clouds", path: /^components\/clouds\//, mayImport: ["vocabulary", "kit", "contract", "secrets"] },
  { part: "portable", path: /^components\//, mayImport: ["vocabulary", "kit", "contract", "secrets", "charts"] },
  {
    part: "stacks",
    path: /^stacks\//,
    mayImport: ["vocabulary", "kit", "environments", "contract", "charts", "clouds", "portable"],
  },
  { part: "plan", path: /^plan\//, mayImport: ["vocabulary", "kit", "environments", "charts", "clouds", "stacks"] },
  { part: "policies", path: /^policies\//, mayImport: ["vocabulary", "kit", "environments", "charts", "plan"] },
  { part: "rehearsal", path: /^rehearsal\//, mayImport: ["vocabulary", "kit", "stacks", "plan", "policies"] },
  {
    part: "cli",
    path: /^cli\//,
    mayImport: [
      "vocabulary",
      "kit",
      "environments",
      "contract",
      "charts",
      "clouds",
      "stacks",
      "plan",
      "policies",
      "rehearsal",
    ],
  },
  // A run of its own rather than part of `npm test`; it looks at everything that comes before it.
  {
    part: "cluster-test",
    path: /^cluster-test\//,
    mayImport: ["vocabulary", "kit", "environments", "charts", "clouds", "stacks", "plan", "rehearsal", "cli"],
  },
];

// Tests and what they are made of, benches and tools stand outside: they may look at anything.
const outside = /(\.test|\.contract|\.fixture)\.ts$|^(bench|tools)\//;
const cloudFolder = /^components\/clouds\/([^/]+)\//;

/** Packages that belong to one cloud. A new cloud adds its own. */
const cloudSdks = ["@pulumi/gcp", "@pulumi/aws", "@pulumi/azure-native"];
/** Packages that one part alone may import, besides programs that make its provider. */
const keyMakers = { package: "@pulumi/tls/", provider: "@pulumi/tls/provider.js", part: "secrets" };
/** Packages whose index loads more than anybody needs. */
const heavySdks = [...cloudSdks, "@pulumi/kubernetes", "@pulumi/tls"];

/** What the law says against an import, or undefined. Paths are relative to the root and use `/`. */
export function importProblem(file, specifier) {
  if (heavySdks.includes(specifier)) return `Import a sub-module of ${specifier}, never its index.`;
  if (outside.test(file)) return undefined;
  if (cloudSdks.some((sdk) => specifier.startsWith(`${sdk}/`)) && !cloudFolder.test(file))
    return `${specifier} is imported in its cloud's folder only.`;
  if (specifier.startsWith(keyMakers.package) && !mayMakeKeys(file, specifier))
    return `${specifier} is imported in components/secrets only: keys are made in one place.`;
  if (!specifier.startsWith(".")) return undefined;
  const target = join(dirname(file), specifier).split(sep).join("/");
  const [from, to] = [partOf(file), partOf(target)];
  if (from === undefined || to === undefined) return undefined;
  if (from.part !== to.part && !from.mayImport.includes(to.part))
    return `${from.part} may not import ${to.part} (${target}).`;
  const [ours, theirs] = [cloudFolder.exec(file)?.[1], cloudFolder.exec(target)?.[1]];
  if (ours !== undefined && theirs !== undefined && ours !== theirs)
    return `Cloud ${ours} may not import cloud ${theirs}.`;
  return undefined;
}

function mayMakeKeys(file, specifier) {
  return specifier === keyMakers.provider || partOf(file)?.part === keyMakers.part;
}

function partOf(file) {
  return parts.find(({ path }) => path.test(file));
}

/** Every folder below `components/clouds` is a cloud. */
export const cloudNames = readdirSync(join(import.meta.dirname, "..", "components", "clouds"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const cloudFree = /^(components\/(?!clouds\/)|stacks\/|plan\/|rehearsal\/|environments\/)/;

export const landbridge = {
  rules: {
    "import-law": {
      create(context) {
        const file = relative(context.cwd, context.filename).split(sep).join("/");
        const judge = (source) => {
          const problem = typeof source?.value === "string" ? importProblem(file, source.value) : undefined;
          if (problem !== undefined) context.report({ node: source, message: problem });
        };
        return {
          ImportDeclaration: (node) => judge(node.source),
          ImportExpression: (node) => judge(node.source),
          ExportNamedDeclaration: (node) => judge(node.source),
          ExportAllDeclaration: (node) => judge(node.source),
        };
      },
    },
    "no-cloud-name": {
      create(context) {
        const file = relative(context.cwd, context.filename).split(sep).join("/");
        if (!cloudFree.test(file) || outside.test(file)) return {};
        return {
          Literal(node) {
            if (cloudNames.includes(node.value)) {
              context.report({ node, message: "A cloud is named in its own folder only: declare a capability." });
            }
          },
        };
      },
    },
  },
};
