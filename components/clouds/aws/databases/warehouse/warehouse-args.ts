import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import type { NamespaceArgs } from "@pulumi/aws/redshiftserverless/namespace.js";
import type { UsageLimitArgs } from "@pulumi/aws/redshiftserverless/usageLimit.js";
import type { WorkgroupArgs } from "@pulumi/aws/redshiftserverless/workgroup.js";
import type { Input } from "@pulumi/pulumi";
import type { WarehouseWish } from "../../../../../environments/schema/stores/warehouse.ts";
import type { WarehouseSpec } from "../../../../cloud.ts";
import { decideRetention } from "../../network/flow-logs.ts";
import { partsOf } from "../../network/network.ts";
import { tagsOf } from "../../tags.ts";
import { warehousePort } from "./warehouse-reach.ts";

/** What Redshift writes down: who logs in, who is made and changed, and every statement. */
export const warehouseLogs = ["connectionlog", "useractivitylog", "userlog"] as const;

/**
 * The data, under the key; its administrator's password is Secrets Manager's, which makes and changes it.
 * https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateNamespace.html
 */
export function namespaceArgs(namespaceName: string, { database, key, tags }: WarehouseSpec): NamespaceArgs {
  return {
    namespaceName,
    dbName: database,
    adminUsername: "landbridge_admin",
    manageAdminPassword: true,
    ...(key === undefined ? {} : { kmsKeyId: key.id, adminPasswordSecretKmsKeyId: key.id }),
    logExports: [...warehouseLogs],
    tags: tagsOf(tags),
  };
}

/** The groups of those logs, before Redshift makes them itself. https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-monitoring.html */
export function logGroupArgs(
  namespaceName: string,
  log: (typeof warehouseLogs)[number],
  { key, logDays, tags }: WarehouseSpec,
): LogGroupArgs {
  return {
    name: `/aws/redshift/${namespaceName}/${log}`,
    retentionInDays: decideRetention(logDays),
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    tags: tagsOf(tags),
  };
}

/** https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-known-issues.html#serverless-considerations */
export function securityGroupArgs(name: string, { network, tags }: WarehouseSpec): SecurityGroupArgs {
  const { clientBlocks, objectAddresses } = partsOf(network);
  return {
    vpcId: network.id,
    description: "Redshift for nodes and pods",
    ingress: [
      {
        description: "Redshift from nodes and pods",
        protocol: "tcp",
        fromPort: warehousePort,
        toPort: warehousePort,
        cidrBlocks: clientBlocks,
      },
    ],
    // Answers need no rule. It loads from buckets and unloads to them by the network's door to S3; what it loads from
    // elsewhere, or by a network that isn't ours, is let out by a transform.
    egress: objectAddresses === undefined ? [] : [toObjects(objectAddresses)],
    tags: tagsOf(tags, name),
  };
}

/** https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-enabling-cluster.html */
function toObjects(addresses: Input<string>) {
  return { description: "S3, by its door", protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [addresses] };
}

/**
 * Capacity in RPU by size, in eights as Redshift takes it: what a query begins with, and the most that many at once get.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
 */
const capacities: Readonly<Record<WarehouseWish["size"], { readonly base: number; readonly most: number }>> = {
  small: { base: 8, most: 32 },
  medium: { base: 32, most: 128 },
  large: { base: 128, most: 512 },
};

/**
 * What computes, at addresses of ours. All parameters that matter are said when it is made; another value comes to one that is
 * there by hand (`aws redshift-serverless update-workgroup`).
 * https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateWorkgroup.html
 */
export function workgroupArgs(
  workgroupName: string,
  { wish, network, tags }: WarehouseSpec,
  { namespaceName, securityGroup }: { readonly namespaceName: Input<string>; readonly securityGroup: Input<string> },
): WorkgroupArgs {
  const { base, most } = capacities[wish.size];
  return {
    workgroupName,
    namespaceName,
    baseCapacity: base,
    maxCapacity: most,
    port: warehousePort,
    publiclyAccessible: false,
    // What it reads and writes goes by the network's own ways, where it is logged.
    enhancedVpcRouting: true,
    subnetIds: partsOf(network).dataSubnets,
    securityGroupIds: [securityGroup],
    configParameters: Object.entries(parameters).map(([parameterKey, parameterValue]) => ({
      parameterKey,
      parameterValue,
    })),
    tags: tagsOf(tags),
  };
}

const parameters = {
  auto_mv: "true",
  datestyle: "ISO, MDY",
  enable_case_sensitive_identifier: "false",
  // Without it the log of statements stays empty.
  enable_user_activity_logging: "true",
  max_query_execution_time: "14400",
  query_group: "default",
  require_ssl: "true",
  search_path: "$user, public",
  use_fips_ssl: "false",
} as const;

/**
 * RPU hours that cost about as much as reading a TiB where reading is what is paid: 6.25 USD against 0.375 USD an hour, in
 * northern Virginia. https://aws.amazon.com/redshift/pricing/ https://cloud.google.com/bigquery/pricing
 */
const rpuHoursPerTiB = 16;

/**
 * What queries may cost in a day; what comes after is refused until the next.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html
 */
export function usageLimitArgs({ wish }: WarehouseSpec, resourceArn: Input<string>): UsageLimitArgs {
  return {
    resourceArn,
    usageType: "serverless-compute",
    period: "daily",
    amount: Math.ceil(wish.scanTiBPerDay * rpuHoursPerTiB),
    breachAction: "deactivate",
  };
}
