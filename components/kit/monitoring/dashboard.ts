import { canonicalJson } from "../names.ts";

/** In what a panel counts, in Grafana's words. https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit = "short" | "percentunit" | "s" | "bytes" | "Bps" | "ops";

/** A line, or several of one expression. */
export interface Query {
  readonly expr: string;
  /** What a line is called: labels stand in double braces. */
  readonly legend: string;
}

/** A picture of something over time. */
export interface Panel {
  readonly title: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
}

/** What a dashboard is called. */
export interface DashboardSubject {
  /** Unique in Grafana, at most 40 characters of letters, digits, `-` and `_`. */
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
}

/** Panels beside each other, of the 24 columns that there are, and how high one is. */
const perRow = 2;
const width = 24 / perRow;
const height = 8;

/**
 * A dashboard in Grafana's JSON, the same text for the same panels: two beside each other, from whichever Prometheus the reader chooses. Nobody
 * may change it in Grafana: it would be overwritten.
 * https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function renderDashboard({ uid, title, tags }: DashboardSubject, panels: readonly Panel[]): string {
  return canonicalJson({
    uid,
    title,
    tags: [...tags].sort(),
    editable: false,
    schemaVersion: 39,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    templating: { list: [{ name: "source", label: "Prometheus", type: "datasource", query: "prometheus" }] },
    panels: panels.map((panel, index) => renderPanel(panel, index)),
  });
}

function renderPanel({ title, unit, queries }: Panel, index: number): object {
  const datasource = { type: "prometheus", uid: "${source}" };
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource,
    gridPos: { x: (index % perRow) * width, y: Math.floor(index / perRow) * height, w: width, h: height },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: queries.map(({ expr, legend }, each) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + each),
      datasource,
      expr,
      legendFormat: legend,
    })),
  };
}
