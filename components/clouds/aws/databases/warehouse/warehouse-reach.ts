import type { WarehouseFacts } from "../../../../cloud.ts";

/** The port of Redshift Serverless. https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html */
export const warehousePort = 5439;

/** How Redshift is reached: at addresses in the subnets for managed servers. */
export const awsWarehouses: WarehouseFacts = { engine: "redshift", port: warehousePort, ports: [warehousePort] };
