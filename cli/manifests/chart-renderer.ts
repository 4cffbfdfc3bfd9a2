import { existsSync } from "node:fs";
import { join } from "node:path";
import { chartLock, type PinnedChart } from "../../charts/catalogue.ts";
import { charts } from "../../charts/charts.ts";
import type { ChartRenderer } from "../../plan/charts.ts";
import { helmRenderer } from "../../plan/helm.ts";
import type { Context } from "../context.ts";

/** Folder below the project's root that holds the archives of charts, as `helm pull` names them. */
export const chartCache = join(".landbridge", "charts");

/** Renders charts with the Helm and the archives of this machine; what these can't render stays opaque. */
export function chartRenderer({ root }: Pick<Context, "root">): ChartRenderer {
  return helmRenderer({ cache: join(root, chartCache), digests: archiveDigests() });
}

// A repository's index gives the digest of the archive; an OCI registry that of a manifest, which can't be compared.
function archiveDigests(): Record<string, string> {
  return Object.fromEntries(
    charts.flatMap(({ name, version, source }): [string, string][] => {
      const digest = digestOf(name);
      if (digest === "unknown" || source.startsWith("oci://")) return [];
      return [[`${name}-${version}`, digest.replace(/^sha256:/, "")]];
    }),
  );
}

/** The locked digest of a chart, or `unknown`. */
export function digestOf(chart: string): string {
  return chartLock.charts[chart]?.digest ?? "unknown";
}

/** Whether a chart's archive is on this machine. */
export function isCached({ name, version }: PinnedChart, { root }: Pick<Context, "root">): boolean {
  return existsSync(join(root, chartCache, `${name}-${version}.tgz`));
}

/** The command that fetches a chart's archive. */
export function pullCommand({ name, source, version }: PinnedChart): string {
  const chart = source.startsWith("oci://") ? source : `${name} --repo ${source}`;
  return `helm pull ${chart} --version ${version} --destination ${chartCache}`;
}
