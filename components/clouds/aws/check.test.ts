import { describe, expect, it } from "vitest";
import { checkAws } from "./check.ts";
import { awsEnvironment } from "./environment.fixture.ts";
import { awsSettings } from "./settings.ts";

const pathsOf = (...args: Parameters<typeof awsEnvironment>): string[] =>
  checkAws(awsEnvironment(...args)).map(({ path }) => path);

const good = {
  name: "aws",
  account: "111122223333",
  regions: { primary: "eu-west-1" },
  deployers: ["arn:aws:iam::111122223333:role/deployer"],
};

describe("the settings", () => {
  const accepts = (changes: Record<string, unknown>): boolean => awsSettings.safeParse({ ...good, ...changes }).success;

  it("take an account's number as text, a region and roles with or without a path", () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ regions: { primary: "ap-southeast-7" } })).toBe(true);
    expect(
      accepts({
        deployers: [
          "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef",
          "arn:aws:iam::111122223333:user/ci",
        ],
      }),
    ).toBe(true);
  });

  it("say to quote an account that YAML took for a number", () => {
    const [issue] = awsSettings.safeParse({ ...good, account: 111122223333 }).error?.issues ?? [];
    expect(issue?.message).toBe('must be text: quote the number, e.g. "123456789012"');
  });

  it("refuse a zone for a region, and regions of other partitions", () => {
    expect(accepts({ regions: { primary: "eu-west-1a" } })).toBe(false);
    for (const primary of ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
      expect({ primary, accepted: accepts({ regions: { primary } }) }).toEqual({ primary, accepted: false });
  });

  it("refuse sessions, the root user, nobody, and anyone twice as deployers", () => {
    expect(accepts({ deployers: ["arn:aws:sts::111122223333:assumed-role/deployer/me"] })).toBe(false);
    expect(accepts({ deployers: ["arn:aws:iam::111122223333:root"] })).toBe(false);
    expect(accepts({ deployers: [] })).toBe(false);
    expect(accepts({ deployers: [...good.deployers, ...good.deployers] })).toBe(false);
  });

  it("refuse names of zones for their ids, and fewer than three different ones", () => {
    expect(accepts({ zones: ["euw1-az1", "euw1-az2", "euw1-az3"] })).toBe(true);
    expect(accepts({ zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] })).toBe(false);
    expect(accepts({ zones: ["euw1-az1", "euw1-az2"] })).toBe(false);
    expect(accepts({ zones: ["euw1-az1", "euw1-az2", "euw1-az2"] })).toBe(false);
  });
});

describe("the check for AWS", () => {
  it("finds nothing wrong with a good environment", () => {
    expect(pathsOf()).toEqual([]);
  });

  it("fails a region whose zones it doesn't know, until the settings name them", () => {
    const cloud = { ...awsEnvironment().cloud, regions: { primary: "us-west-1" } };
    const [issue] = checkAws(awsEnvironment({ cloud }));
    expect(issue?.path).toBe("cloud.regions.primary");
    expect(issue?.wayOut).toContain("aws ec2 describe-availability-zones --region us-west-1");
    expect(pathsOf({ cloud: { ...cloud, zones: ["usw1-az1", "usw1-az3", "usw1-az4"] } })).toEqual([]);
  });

  it("fails a zone without EKS", () => {
    const cloud = awsEnvironment().cloud;
    const zones: [string, string, string] = ["use1-az1", "use1-az3", "use1-az4"];
    expect(pathsOf({ cloud: { ...cloud, regions: { primary: "us-east-1" }, zones } })).toEqual(["cloud.zones[1]"]);
  });

  it("fails a block that can't be a VPC, and of an adopted network's only what EKS refuses for Services", () => {
    const network = "vpc-0123456789abcdef0";
    const subnets = [1, 2, 3].map((zone) => `subnet-0123456789abcde${zone}`);
    expect(pathsOf({ network: { cidr: "10.0.0.0/16" } })).toEqual(["network.cidr"]);
    expect(pathsOf({ network: { cidr: "10.16.0.0/12" } })).toEqual(["network.cidr"]);
    expect(pathsOf({ network: { cidr: "10.0.0.0/16", adopt: { network, subnets } } })).toEqual([]);
    expect(pathsOf({ network: { cidr: "100.64.0.0/14", adopt: { network, subnets } } })).toEqual(["network.cidr"]);
  });

  it("fails adoption of anything but a VPC with a subnet in each of three zones", () => {
    const adopt = { network: "shared", subnets: ["subnet-0123456789abcdef0", "nodes"] };
    expect(pathsOf({ network: { adopt } })).toEqual([
      "network.adopt.network",
      "network.adopt.subnets",
      "network.adopt.subnets[1]",
    ]);
  });

  it("fails more blocks than EKS takes", () => {
    const cidrs = (count: number) => Array.from({ length: count }, (_, index) => `198.51.100.${index}/32`);
    const access = (count: number) => ({
      cluster: { ...awsEnvironment().cluster, access: { mode: "allow-list" as const, cidrs: cidrs(count) } },
    });
    expect(pathsOf(access(40))).toEqual([]);
    expect(pathsOf(access(41))).toEqual(["cluster.access.cidrs"]);
  });

  it("fails a cluster without a pool that EKS's own pods may run on", () => {
    expect(pathsOf({ cluster: {} })).toEqual(["cluster.pools"]);
    expect(pathsOf({ cluster: { pools: { data: { size: "small", purpose: "data" } } } })).toEqual(["cluster.pools"]);
    expect(pathsOf({ cluster: { pools: { system: { size: "small", purpose: "system" } } } })).toEqual([]);
  });

  it("fails pools that may outgrow the pods' addresses, with room for six more nodes in an update", () => {
    const pools = (max: number) => ({ cluster: { pools: { general: { size: "small" as const, max } } } });
    const network = { cidr: "10.1.0.0/17" };
    expect(pathsOf({ network, ...pools(69) })).toEqual([]);
    expect(pathsOf({ network, ...pools(70) })).toEqual(["network.cidr"]);
  });

  it("fails an environment whose name IAM would not take in a role's, with how much is too much", () => {
    const bare = { buckets: {}, stores: {}, domains: {} };
    expect(pathsOf(bare, "e".repeat(37))).toEqual([]);
    expect(checkAws(awsEnvironment(bare, "e".repeat(38)))).toMatchObject([
      { path: "", wayOut: "shorten the environment's name by 1" },
    ]);
  });
});
