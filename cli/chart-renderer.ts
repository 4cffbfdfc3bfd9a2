import { join } from "node:path";
import { chartLock } from "../charts/catalogue.ts";
import type { ChartRenderer } from "../plan/charts.ts";
import { helmRenderer } from "../plan/helm.ts";
import type { Context } from "./context.ts";

/** Folder below the project's root that holds the archives of charts. */
export const chartCache = join(".landbridge", "charts");

/** Renders charts with the Helm and the archives of this machine; what these can't render stays opaque. */
export function chartRenderer({ root }: Pick<Context, "root">): ChartRenderer {
  const digests = Object.entries(chartLock.charts)
    .filter(([, { digest }]) => digest !== "unknown")
    .map(([name, { version, digest }]): [string, string] => [`${name}-${version}`, digest.replace(/^sha256:/, "")]);
  return helmRenderer({ cache: join(root, chartCache), digests: Object.fromEntries(digests) });
}
