import type { Environment } from "../../../../environments/schema/environment.ts";
import { decideCiChecks } from "../../../kit/account/ci-checks.ts";
import { ciPurposes, decideCiTrust } from "../../../kit/account/ci-trust.ts";
import {
  isMissing,
  isThere,
  ofJson,
  roomFor,
  thereIf,
  thereIfAll,
  type CloudCheck,
  type Demand,
} from "../../../kit/account/cloud-checks.ts";
import { cpusOf, decideDemand } from "../../../kit/workloads/demand.ts";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import { decideDelegationChecks } from "../../../kit/edge/zone-checks.ts";
import { bootstrapPrefix, ciRoleName } from "./bootstrap-names.ts";
import { decideShape } from "../cluster/machine-types.ts";
import type { AwsSettings } from "../settings.ts";

type AwsEnvironment = Environment<AwsSettings>;

const asJson = ["--output", "json"] as const;

/** What an account should have before the platform, asked by the AWS CLI. https://docs.aws.amazon.com/cli/latest/reference/ */
export function awsBootstrapChecks(environment: AwsEnvironment): CloudCheck[] {
  const { cloud, edge, stores } = environment;
  const databases = Object.values(stores).some(({ kind, placement }) => kind === "postgres" && placement === "managed");
  return [
    {
      what: `login to the account ${cloud.account}`,
      command: ["aws", "sts", "get-caller-identity", ...asJson],
      expect: accountIs(cloud.account),
      wayOut: "aws sso login, with a profile of that account",
    },
    ...(environment.bootstrap === undefined ? [] : ownChecks(environment)),
    ...(databases ? [databaseRoleCheck] : []),
    quotaCheck(environment),
    ...(edge?.dns.placement === "managed" ? [zoneCheck(environment, edge.domain)] : []),
    ...decideDelegationChecks(environment, /^ns-[0-9]+\.awsdns-[0-9]+\.(?:com|net|org|co\.uk)$/),
    ...decideCiChecks(environment),
  ];
}

/** https://docs.aws.amazon.com/cli/latest/reference/sts/get-caller-identity.html */
export function accountIs(account: string): CloudCheck["expect"] {
  return ofJson((printed) => {
    const found = printed.at("Account").text;
    return found === "" ? undefined : found === account ? isThere("logged in") : isMissing(`the login is of ${found}`);
  });
}

/** What the stack `<environment>.bootstrap` makes. */
function ownChecks({ name, bootstrap }: AwsEnvironment): CloudCheck[] {
  const region = bootstrap?.stateRegion ?? "";
  const prefix = bootstrapPrefix(name);
  const wayOut = `npx pulumi up --stack ${name}.bootstrap`;
  const { ci } = bootstrap ?? {};
  return [
    {
      what: `bucket for state in ${region}`,
      command: [
        "aws",
        "s3api",
        "list-buckets",
        "--prefix",
        prefix,
        "--bucket-region",
        region,
        "--region",
        region,
        ...asJson,
      ],
      expect: bucketIsThere(`${prefix}bucket-s3-`),
      wayOut,
    },
    {
      what: "key for the secrets in it",
      command: ["aws", "kms", "list-aliases", "--region", region, ...asJson],
      expect: aliasIsThere(`alias/${prefix}secrets`),
      wayOut,
    },
    ...(ci === undefined
      ? []
      : [
          {
            what: "roles of pipelines",
            command: ["aws", "iam", "list-roles", "--query", "Roles[].RoleName", ...asJson] as const,
            expect: namesAreThere(ciPurposes.map((purpose) => ciRoleName(name, purpose))),
            wayOut,
          },
          {
            what: "trust in pipelines",
            command: ["aws", "iam", "list-open-id-connect-providers", ...asJson] as const,
            expect: issuerIsThere(decideCiTrust(ci).issuerUrl),
            wayOut,
          },
        ]),
  ];
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/list-buckets.html */
export function bucketIsThere(prefix: string): CloudCheck["expect"] {
  return ofJson((printed) => {
    const { list } = printed.at("Buckets");
    const names = list?.map((one) => one.at("Name").text);
    return (
      names &&
      thereIf(
        names.find((one) => one.startsWith(prefix)),
        `none named ${prefix}…`,
      )
    );
  });
}

/** https://docs.aws.amazon.com/cli/latest/reference/kms/list-aliases.html */
export function aliasIsThere(alias: string): CloudCheck["expect"] {
  return ofJson((printed) => {
    const { list } = printed.at("Aliases");
    const found = list?.find((one) => one.at("AliasName").text === alias && one.at("TargetKeyId").text !== "");
    return list && thereIf(found?.at("AliasName").text, `no ${alias}`);
  });
}

/** A list of names, as `--query` makes it. https://docs.aws.amazon.com/cli/latest/reference/iam/list-roles.html */
export function namesAreThere(wanted: readonly string[]): CloudCheck["expect"] {
  return ofJson(
    ({ list }) =>
      list &&
      thereIfAll(
        wanted,
        list.map(({ text }) => text),
      ),
  );
}

/** https://docs.aws.amazon.com/cli/latest/reference/iam/list-open-id-connect-providers.html */
export function issuerIsThere(issuerUrl: string): CloudCheck["expect"] {
  const ending = `:oidc-provider/${issuerUrl.replace("https://", "")}`;
  return ofJson((printed) => {
    const { list } = printed.at("OpenIDConnectProviderList");
    const arns = list?.map((one) => one.at("Arn").text);
    return (
      arns &&
      thereIf(
        arns.find((arn) => arn.endsWith(ending)),
        `nobody trusts ${issuerUrl}`,
      )
    );
  });
}

/**
 * AWS makes the roles of services with the first thing of each, and so may `up`. The first database of an account asks for
 * its role before IAM knows it everywhere and may fail for that; made before, it can't.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html
 */
const databaseRoleCheck: CloudCheck = {
  what: "role of RDS",
  command: [
    "aws",
    "iam",
    "list-roles",
    "--path-prefix",
    "/aws-service-role/",
    "--query",
    "Roles[].RoleName",
    ...asJson,
  ],
  expect: namesAreThere(["AWSServiceRoleForRDS"]),
  wayOut: "aws iam create-service-linked-role --aws-service-name rds.amazonaws.com",
};

function quotaCheck(environment: AwsEnvironment): CloudCheck {
  const region = environment.cloud.regions.primary;
  return {
    what: `quotas in ${region}`,
    command: ["aws", "service-quotas", "list-service-quotas", "--service-code", "ec2", "--region", region, ...asJson],
    expect: quotasAreEnough(quotaDemands(environment)),
    wayOut: `aws service-quotas request-service-quota-increase --service-code ec2 --region ${region} --quota-code CODE --desired-value NUMBER`,
  };
}

/** CPUs of the families A, C, D, H, I, M, R, T and Z together, and addresses. https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
export function quotaDemands(environment: AwsEnvironment): Demand[] {
  const { pools, gateway, natAddresses } = decideDemand(environment);
  const cpus = (spot: boolean): number =>
    cpusOf(
      pools.filter((pool) => pool.spot === spot),
      ({ capacity }) => decideShape(capacity).cpu,
    );
  // What may come on top of pools counts theirs, and is never of Spot.
  const onDemandAtMost = (environment.cluster.autoProvision?.cpu ?? 0) - cpus(true);
  const addresses = natAddresses + (gateway ? zoneCount : 0);
  return [
    { quota: "L-1216C47A (CPUs on demand)", needed: Math.max(cpus(false), onDemandAtMost) },
    ...(cpus(true) > 0 ? [{ quota: "L-34B43A08 (CPUs on Spot)", needed: cpus(true) }] : []),
    { quota: "L-0263D0A3 (addresses)", needed: addresses },
  ];
}

/** It says the limits and not what is used of them. https://docs.aws.amazon.com/cli/latest/reference/service-quotas/list-service-quotas.html */
export function quotasAreEnough(demands: readonly Demand[]): CloudCheck["expect"] {
  return ofJson((printed) => {
    const { list } = printed.at("Quotas");
    return (
      list &&
      roomFor(demands, (quota) => {
        const found = list.find((one) => quota.startsWith(`${one.at("QuotaCode").text} `));
        return found && { limit: found.at("Value").number };
      })
    );
  });
}

function zoneCheck({ name }: AwsEnvironment, domain: string): CloudCheck {
  return {
    what: `zone of ${domain}`,
    command: ["aws", "route53", "list-hosted-zones-by-name", "--dns-name", domain, "--max-items", "1", ...asJson],
    expect: zoneIsThere(domain),
    wayOut: `npx pulumi up --stack ${name}.cloud makes it`,
  };
}

/** https://docs.aws.amazon.com/cli/latest/reference/route53/list-hosted-zones-by-name.html */
export function zoneIsThere(domain: string): CloudCheck["expect"] {
  return ofJson((printed) => {
    const { list } = printed.at("HostedZones");
    const zone = list?.find((one) => one.at("Name").text === `${domain}.` && !one.at("Config", "PrivateZone").isTrue);
    return list && thereIf(zone?.at("Id").text, "none");
  });
}
