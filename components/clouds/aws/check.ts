import type { Environment } from "../../../environments/schema/environment.ts";
import { cidrProblem, contains, decideAddresses } from "../../kit/network/addresses.ts";
import { checkLength, checkOwnPods } from "../../kit/cloud-issues.ts";
import type { Issue } from "../../kit/errors.ts";
import { decideSteadyPools, mostNodes } from "../../kit/cluster/node-groups.ts";
import { decideNodePools, zoneCount } from "../../kit/cluster/node-pools.ts";
import { decideSpare } from "../../kit/surroundings.ts";
import { checkRecoverers } from "../../kit/rights/recoverers.ts";
import { checkSecondaryRegion } from "../../kit/network/secondary-region.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { podBlocksByZone, vpcProblem } from "./network/addresses.ts";
import { checkBootstrap } from "./account/bootstrap-rules.ts";
import { checkBalancers } from "./cluster/balancers-check.ts";
import { nameLimits } from "./names.ts";
import { checkPeers } from "./network/peers-check.ts";
import { checkManagedStores } from "./databases/managed-stores-check.ts";
import { checkWarehouses } from "./databases/warehouse/warehouse-check.ts";
import { checkAuthority } from "./databases/authorities/server-authorities.ts";
import { checkMongodb } from "./databases/mongodb/mongodb-check.ts";
import { checkEvents } from "./events/events-check.ts";
import { checkBuckets } from "./objects/object-store-check.ts";
import { checkDatabases } from "./databases/database-check.ts";
import { checkRegistry } from "./registry/registry-check.ts";
import type { AwsSettings } from "./settings.ts";
import { decideZones, knownRegions, zonesWithoutEks } from "./zones.ts";

type AwsEnvironment = Environment<AwsSettings>;

/** What only AWS can know to be wrong with an environment. */
export function checkAws(environment: AwsEnvironment): readonly Issue[] {
  return [
    ...checkZones(environment),
    ...checkSecondaryRegion(environment),
    ...checkSecondaryZones(environment),
    ...checkAddresses(environment),
    ...checkAdoption(environment),
    ...checkPeers(environment),
    ...checkBalancers(environment),
    ...checkAccess(environment),
    ...checkPools(environment),
    ...checkProvisioner(environment),
    ...checkNames(environment),
    ...checkBuckets(environment),
    ...checkEvents(environment),
    ...checkDatabases(environment),
    ...checkAuthority(environment, ["postgres", "mysql"], "RDS"),
    ...checkRegistry(environment),
    ...checkManagedStores(environment),
    ...checkMongodb(environment),
    ...checkWarehouses(environment),
    ...checkBootstrap(environment),
    ...checkRecoverers(
      environment,
      recoverer,
      "write arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME",
    ),
  ];
}

/** One person or role: IAM takes no group and no session in a resource's policy. */
const recoverer = /^arn:aws:iam::[0-9]{12}:(?:role|user)\/[\w+=,.@/-]+$/;

function checkZones({ cloud }: AwsEnvironment): Issue[] {
  const { zones, regions } = cloud;
  if (decideZones(cloud) === undefined)
    return [
      {
        path: "cloud.regions.primary",
        value: regions.primary,
        rule: "is no region whose zones are known here, or it has fewer than three",
        wayOut: `name three with cloud.zones (aws ec2 describe-availability-zones --region ${regions.primary}), or use one of ${knownRegions.join(", ")}`,
      },
    ];
  return (zones ?? []).flatMap((zone, index) =>
    zonesWithoutEks.includes(zone)
      ? [
          {
            path: `cloud.zones[${index}]`,
            value: zone,
            rule: "is a zone in which EKS puts no control plane",
            wayOut: "name another zone of the region",
          },
        ]
      : [],
  );
}

function checkSecondaryZones({ cloud: { regions } }: AwsEnvironment): Issue[] {
  const { secondary } = regions;
  if (secondary === undefined || knownRegions.includes(secondary)) return [];
  return [
    {
      path: "cloud.regions.secondary",
      value: secondary,
      rule: "is no region whose zones are known here, or it has fewer than three",
      wayOut: `use one of ${knownRegions.join(", ")}`,
    },
  ];
}

function checkAddresses({ network: { cidr, adopt } }: AwsEnvironment): Issue[] {
  if (cidrProblem(cidr) !== undefined) return [];
  // Of an adopted network only the Services' addresses are ours to choose.
  const problem = vpcProblem(decideAddresses(cidr));
  if (problem === undefined || (adopt !== undefined && !contains("100.64.0.0/10", cidr))) return [];
  return [{ path: "network.cidr", value: cidr, ...problem }];
}

function checkAdoption({ network: { adopt } }: AwsEnvironment): Issue[] {
  if (adopt === undefined) return [];
  const issues: Issue[] = [];
  if (!/^vpc-[0-9a-f]{8,17}$/.test(adopt.network)) {
    issues.push({
      path: "network.adopt.network",
      value: adopt.network,
      rule: "isn't the identifier of a VPC",
      wayOut: "write it as vpc-0123456789abcdef0",
    });
  }
  if (new Set(adopt.subnets).size !== zoneCount || adopt.subnets.length !== zoneCount) {
    issues.push({
      path: "network.adopt.subnets",
      value: String(adopt.subnets.length),
      rule: `must be ${zoneCount} subnets, since each lives in a zone of its own`,
      wayOut: "name a private one in each of three zones",
    });
  }
  adopt.subnets.forEach((subnet, index) => {
    if (/^subnet-[0-9a-f]{8,17}$/.test(subnet)) return;
    issues.push({
      path: `network.adopt.subnets[${index}]`,
      value: subnet,
      rule: "isn't the identifier of a subnet",
      wayOut: "write it as subnet-0123456789abcdef0",
    });
  });
  return issues;
}

/** Blocks that EKS takes for the public endpoint. https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostPublicBlocks = 40;

function checkAccess({ cluster: { access } }: AwsEnvironment): Issue[] {
  if (access.mode !== "allow-list" || access.cidrs.length <= mostPublicBlocks) return [];
  return [
    {
      path: "cluster.access.cidrs",
      value: String(access.cidrs.length),
      rule: `are more blocks than EKS takes (${mostPublicBlocks})`,
      wayOut: "join neighbouring blocks, or write mode: private-runner",
    },
  ];
}

/**
 * Addresses of the pods' subnet that a node takes at most: seven prefixes of 16 for 110 pods, one that is kept warm, and
 * two that are broken by its interfaces' own addresses.
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
 */
const addressesPerNode = 160;

/** Nodes that EKS adds to a group while it replaces its nodes. https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html */
const surgePerZone = 2;

function checkPools({ cluster, network: { cidr, adopt } }: AwsEnvironment): Issue[] {
  const issues = checkOwnPods(cluster, "EKS's");
  if (cidrProblem(cidr) !== undefined || adopt !== undefined) return issues;
  const [block = "/32"] = podBlocksByZone(decideAddresses(cidr));
  const [, prefix = "32"] = block.split("/");
  const room = Math.floor(2 ** (32 - Number(prefix)) / addressesPerNode) * zoneCount;
  const pools = decideNodePools(cluster.pools);
  const groups = decideSteadyPools(pools, cluster.autoProvision);
  const most = mostNodes(pools, cluster.autoProvision) + groups.length * surgePerZone * zoneCount;
  if (most > room) {
    issues.push({
      path: "network.cidr",
      value: cidr,
      rule: `has room for the pods of ${room} nodes, the pools may grow to ${most}, six more for each pool in an update`,
      wayOut: `use a shorter prefix or lower max${cluster.autoProvision === undefined ? "" : " or autoProvision.cpu"}`,
    });
  }
  return issues;
}

/**
 * What makes nodes keeps itself off the nodes that it makes, and each of its copies off the other's: nodes have to be there
 * for it that never go. https://karpenter.sh/docs/faq/
 */
function checkProvisioner(environment: AwsEnvironment): Issue[] {
  const { pools, autoProvision } = environment.cluster;
  if (autoProvision === undefined) return [];
  const wanted = decideSpare(environment) ? 2 : 1;
  const system = Object.entries(pools).filter(([, { purpose }]) => purpose === "system");
  const operators =
    system.length > 0 ? system : Object.entries(pools).filter(([, { purpose }]) => purpose === "general");
  const there = operators.reduce((sum, [, { min, spot }]) => sum + (spot ? 0 : min), 0);
  const [pool] = operators.find(([, { spot }]) => !spot) ?? operators[0] ?? [];
  // Without any there is another issue.
  if (there >= wanted || pool === undefined) return [];
  return [
    {
      path: `cluster.pools.${pool}.min`,
      value: String(there),
      rule: `leaves fewer nodes that are always there for operators than Karpenter has copies (${wanted}), and it makes all others`,
      wayOut: `write min: ${wanted} for a pool of purpose system, or general where there is none, without spot`,
    },
  ];
}

// The longest that components and their children add to an environment's name for a name with a limit.
const longestRole = { usually: "-cluster-autoscaler".length, provisioned: "-cluster-karpenter-nodes".length };

function checkNames({ name, cluster: { autoProvision } }: AwsEnvironment): Issue[] {
  const role = autoProvision === undefined ? longestRole.usually : longestRole.provisioned;
  const length = name.length + role + autoNameSuffix;
  const made = { path: "", value: name, length, limit: nameLimits.role };
  return checkLength({ ...made, what: "a role's name", who: "IAM", shorten: "the environment's name" });
}
