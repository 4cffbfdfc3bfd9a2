import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import type { ChartRenderer, ChartRequest, RenderedChart } from "./charts.ts";
import { isObject, isSecret, isUnknown, type PlannedObject, type PlannedValue } from "./planned-resource.ts";

/** Where Helm and the charts are. */
export interface HelmOptions {
  /** - default: `helm` from PATH. */
  readonly helm?: string;
  /** Folder that holds `<chart>-<version>.tgz`, as `helm pull` names them. */
  readonly cache: string;
  /** Expected SHA-256 of each archive by `<chart>-<version>`; one that isn't listed is rendered as it is. */
  readonly digests: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

/**
 * Renders a chart with `helm template`: from an archive in a cache, never from a network, with a fixed Kubernetes
 * version and API list. Hooks are left out, as the Kubernetes provider's charts leave them out.
 */
export function helmRenderer({ helm = "helm", cache, digests }: HelmOptions): ChartRenderer {
  return async (request) => {
    const id = `${request.chart.split("/").at(-1) ?? ""}-${request.version}`;
    const archive = join(cache, `${id}.tgz`);
    const content = await readFile(archive).catch(() => undefined);
    if (content === undefined) return { opaque: `${id}.tgz isn't in the chart cache` };
    const expected = digests[id];
    const actual = createHash("sha256").update(content).digest("hex");
    if (expected !== undefined && expected !== actual)
      return { opaque: `${id}.tgz has the digest ${actual}, the lock says ${expected}` };
    return template(helm, archive, request);
  };
}

async function template(helm: string, archive: string, request: ChartRequest): Promise<RenderedChart> {
  const args = [
    "template",
    request.name,
    archive,
    "--namespace",
    request.namespace,
    "--include-crds",
    "--no-hooks",
    "--skip-tests",
  ];
  const values = ["--kube-version", `${request.kubernetes}.0`, "--values", "-"];
  try {
    const work = run(helm, [...args, ...values], { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
    work.child.stdin?.end(JSON.stringify(withStandIns(request.values)));
    const { stdout } = await work;
    return { manifests: parseManifests(stdout) };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { opaque: missing ? `${helm} isn't installed` : `helm template failed: ${firstLine(error)}` };
  }
}

function parseManifests(text: string): PlannedObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    return isManifest(value) ? [value] : [];
  });
}

function isManifest(value: unknown): value is PlannedObject {
  return typeof value === "object" && value !== null && "kind" in value && "apiVersion" in value;
}

// Helm needs texts where the plan has marks. What they turn into is never read back as a value.
function withStandIns(value: PlannedValue): PlannedValue {
  if (isSecret(value) || isUnknown(value)) return "landbridge-stand-in";
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withStandIns(inner)]));
  return Array.isArray(value) ? value.map(withStandIns) : value;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").find((line) => line.toLowerCase().startsWith("error")) ?? text.split("\n")[0] ?? "";
}
