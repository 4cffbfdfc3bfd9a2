import type { ReplacementTable } from "./replacement-table.ts";

/**
 * What warehouses are made of. AWS's and Google's are the `ForceNew` marks of the providers under @pulumi/aws and @pulumi/gcp;
 * Azure's are what stands in the address of a resource.
 */
export const warehouseReplacements: ReplacementTable = {
  // Each runs once: another one is run anew.
  "aws:redshiftdata/statement:Statement": {
    on: ["clusterIdentifier", "database", "dbUser", "parameters", "secretArn", "sql", "workgroupName"],
  },
  "aws:redshiftserverless/namespace:Namespace": { on: ["dbName", "namespaceName"] },
  "aws:redshiftserverless/usageLimit:UsageLimit": { on: ["period", "resourceArn", "usageType"] },
  "aws:redshiftserverless/workgroup:Workgroup": { on: ["namespaceName", "workgroupName"] },
  "azure-native:synapse:Workspace": { on: ["location", "resourceGroupName", "workspaceName"] },
  "gcp:bigquery/dataset:Dataset": { on: ["datasetId", "externalDatasetReference", "location", "project"] },
  "gcp:bigquery/datasetIamMember:DatasetIamMember": { on: ["condition", "datasetId", "member", "project", "role"] },
  "gcp:serviceusage/consumerQuotaOverride:ConsumerQuotaOverride": {
    on: ["dimensions", "limit", "metric", "project", "service"],
  },
};
