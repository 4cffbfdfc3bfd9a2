import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { alignColumns, json, lines } from "../print/words.ts";

/** Lists the pinned charts. */
export const chartsList = defineCommand({
  name: "charts list",
  says: "List the pinned charts: version, source, digest, and whether this machine has them.",
  examples: ["landbridge charts list", "landbridge charts list --json", "npx landbridge charts list"],
  declare: (command) => command.option("--json", "print the result as JSON", false),
  args: z.strictObject({ json: z.boolean() }),
  run: async ({ json: asJson }, context) => {
    const { charts } = await import("../../charts/charts.ts");
    const { digestOf, isCached, pullCommand } = await import("../manifests/chart-renderer.ts");
    const rows = charts.map((chart) => ({
      name: chart.name,
      version: chart.version,
      source: chart.source,
      licence: chart.licence,
      digest: digestOf(chart.name),
      cached: isCached(chart, context),
      pull: pullCommand(chart),
    }));
    const missing = rows.filter(({ cached }) => !cached);
    const text = lines(
      ...alignColumns(
        [
          ["CHART", "VERSION", "DIGEST", "HERE", "SOURCE"],
          ...rows.map(({ name, version, digest, cached, source }) => [
            name,
            version,
            digest === "unknown" ? digest : digest.slice(0, "sha256:".length + 12),
            cached ? "yes" : "no",
            source,
          ]),
        ],
        "",
      ),
      ...(missing.length === 0
        ? []
        : ["To look into the charts that aren't here:", ...missing.map(({ pull }) => `  ${pull}`)]),
    );
    context.stdout.write(asJson ? json({ charts: rows }) : text);
    return exitCodes.success;
  },
});
