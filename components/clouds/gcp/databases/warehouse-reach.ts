import type { WarehouseFacts } from "../../../cloud.ts";

/** How BigQuery is reached: as all of Google's APIs are. https://cloud.google.com/bigquery/docs/reference/rest */
export const gcpWarehouses: WarehouseFacts = { engine: "bigquery", port: 443, ports: [] };
