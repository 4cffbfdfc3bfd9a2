import { awsKeyOfPlan } from "./aws-fixture.ts";
import { outputOf, planned } from "./fixture.ts";
import { goodLabels, keyOfPlan } from "./gcp-fixture.ts";

/** A layer of a warehouse in BigQuery that every rule about one resource holds of. */
export const goodDataset = planned(
  "gcp:bigquery/dataset:Dataset",
  {
    project: "shop-prod-1234",
    datasetId: "shop_prod_analytics_gold",
    location: "europe-west1",
    labels: goodLabels,
    defaultEncryptionConfiguration: { kmsKeyName: keyOfPlan },
    maxTimeTravelHours: "168",
    deleteContentsOnDestroy: false,
  },
  { name: "gold", protect: true },
);

/** What its project's queries may read in a day. */
export const goodQuota = planned(
  "gcp:serviceusage/consumerQuotaOverride:ConsumerQuotaOverride",
  {
    project: "shop-prod-1234",
    service: "bigquery.googleapis.com",
    metric: "bigquery.googleapis.com%2Fquota%2Fquery%2Fusage",
    limit: "%2Fd%2Fproject",
    overrideValue: "1048576",
  },
  { name: "quota" },
);

/** The data of a warehouse in Redshift that every rule about one resource holds of. */
export const goodNamespace = planned(
  "aws:redshiftserverless/namespace:Namespace",
  {
    namespaceName: "shop-prod-analytics",
    kmsKeyId: awsKeyOfPlan,
    manageAdminPassword: true,
    logExports: ["connectionlog", "useractivitylog", "userlog"],
    tags: goodLabels,
  },
  { name: "namespace", protect: true },
);

/** What computes there. */
export const goodWorkgroup = planned(
  "aws:redshiftserverless/workgroup:Workgroup",
  {
    workgroupName: "shop-prod-analytics",
    publiclyAccessible: false,
    enhancedVpcRouting: true,
    configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
    tags: goodLabels,
  },
  { name: "workgroup" },
);

/** What it may cost in a day. */
export const goodUsageLimit = planned(
  "aws:redshiftserverless/usageLimit:UsageLimit",
  {
    resourceArn: outputOf("aws:redshiftserverless/workgroup:Workgroup", "arn", "workgroup"),
    usageType: "serverless-compute",
    period: "daily",
    amount: 16,
    breachAction: "deactivate",
  },
  { name: "limit" },
);

/** A workspace of Synapse that every rule about one resource holds of. */
export const goodWorkspace = planned(
  "azure-native:synapse:Workspace",
  {
    workspaceName: "shopprodanalytics",
    location: "westeurope",
    azureADOnlyAuthentication: true,
    publicNetworkAccess: "Disabled",
    tags: goodLabels,
  },
  { name: "workspace", protect: true },
);

/** What it writes down. */
export const goodWorkspaceLogs = planned(
  "azure-native:monitor:DiagnosticSetting",
  {
    resourceUri: outputOf("azure-native:synapse:Workspace", "id", "workspace"),
    workspaceId: outputOf("azure-native:operationalinsights:Workspace", "id", "logs"),
    logs: [{ category: "BuiltinSqlReqsEnded", enabled: true }],
  },
  { name: "logs" },
);
