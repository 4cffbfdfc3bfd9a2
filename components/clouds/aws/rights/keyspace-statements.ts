import { interpolate, type Output } from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.ts";
import type { PolicyStatement } from "./policy-document.ts";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html */
const actions = {
  read: ["cassandra:Select"],
  "read-write": ["cassandra:Modify", "cassandra:Select"],
} as const;

/** What a role is to do with a keyspace: `name` begins the statements' ids. */
export interface KeyspaceRight {
  readonly name: string;
  /** ARN of the keyspace. */
  readonly keyspace: Output<string>;
  readonly access: keyof typeof actions;
}

/**
 * Rows of all tables of a keyspace; who is there, which every driver asks; and where the doors of the VPC are, without
 * which a driver learns of one address only, and which can't be asked of some doors alone.
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html#system_peers
 */
export function keyspaceStatements(
  { name, keyspace, access }: KeyspaceRight,
  { account, regions }: AwsSettings,
): PolicyStatement[] {
  const system = `arn:aws:cassandra:${regions.primary}:${account}:/keyspace/system*`;
  return [
    { Sid: `${name}Rows`, Effect: "Allow", Action: actions[access], Resource: interpolate`${keyspace}/table/*` },
    { Sid: `${name}System`, Effect: "Allow", Action: ["cassandra:Select"], Resource: system },
    {
      Sid: `${name}Doors`,
      Effect: "Allow",
      Action: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcEndpoints"],
      Resource: "*",
    },
  ];
}
