import type { WarehouseFacts } from "../../../../cloud.ts";

/** The port of SQL Server's protocol, which Synapse speaks. https://learn.microsoft.com/azure/synapse-analytics/sql/connect-overview */
const sqlPort = 1433;

/** How a serverless SQL pool is reached, and the lake beside it: by addresses in the subnet for managed services. */
export const azureWarehouses: WarehouseFacts = { engine: "synapse", port: sqlPort, ports: [443, sqlPort] };
