import type { Environment } from "../../../environments/schema/environment.ts";
import { cidrProblem, decideAddresses, overlap } from "../../kit/network/addresses.ts";
import { checkGivenDatabases, checkLength, checkOwnPods } from "../../kit/cloud-issues.ts";
import type { Issue } from "../../kit/errors.ts";
import { nodesOnTop } from "../../kit/cluster/node-groups.ts";
import { decideNodePools, zoneCount } from "../../kit/cluster/node-pools.ts";
import { podRoomIssues } from "../../kit/cluster/pod-room.ts";
import { checkSecondaryRegion, decideSecondaryKeys } from "../../kit/network/secondary-region.ts";
import { checkRecoverers } from "../../kit/rights/recoverers.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { checkBootstrap } from "./account/bootstrap-rules.ts";
import { checkEvents } from "./events/events-check.ts";
import { nameLimits } from "./names.ts";
import { checkPeers } from "./network/peers-check.ts";
import { checkWarehouses } from "./databases/warehouse-check.ts";
import type { GcpSettings } from "./settings.ts";
import { leastHoursAWeek } from "./cluster/upkeep.ts";

type GcpEnvironment = Environment<GcpSettings>;

/** What only Google Cloud can know to be wrong with an environment. */
export function checkGcp(environment: GcpEnvironment): readonly Issue[] {
  return [
    ...checkAddresses(environment),
    ...checkAdoption(environment),
    ...checkPeers(environment),
    ...checkPools(environment),
    ...checkMaintenance(environment),
    ...checkEvents(environment),
    ...checkSecondaryRegion(environment),
    ...checkNames(environment),
    ...checkReservedNames(environment),
    ...checkWarehouses(environment),
    ...checkBudget(environment),
    ...checkBootstrap(environment),
    ...checkRecoverers(
      environment,
      recoverer,
      "write user:NAME@DOMAIN, group:NAME@DOMAIN or serviceAccount:NAME@DOMAIN",
    ),
  ];
}

/** Named by an address, never allUsers or a whole domain. https://cloud.google.com/iam/docs/principal-identifiers */
const recoverer = /^(?:user|group|serviceAccount):[^\s@:]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/** Cloud SQL's machines use it inside. https://cloud.google.com/sql/docs/postgres/private-ip#network_requirements */
const reservedBlock = "172.17.0.0/16";

function checkAddresses({ network: { cidr } }: GcpEnvironment): Issue[] {
  if (cidrProblem(cidr) !== undefined || !overlap(cidr, reservedBlock)) return [];
  return [
    {
      path: "network.cidr",
      value: cidr,
      rule: `shares addresses with ${reservedBlock}, which Google's managed services use inside`,
      wayOut: "use a block of 10.0.0.0/8",
    },
  ];
}

function checkBudget({ budget, cloud }: GcpEnvironment): Issue[] {
  if (budget === undefined || cloud.billingAccount !== undefined) return [];
  return [
    {
      path: "budget",
      value: String(budget.monthly),
      rule: "has no place to be kept: budgets belong to a billing account",
      wayOut: "write cloud.billingAccount, or leave budget out",
    },
  ];
}

const networkPattern = /^projects\/[a-z0-9-]+\/global\/networks\/[a-z0-9-]+$/;

function checkAdoption({ network: { adopt }, cloud }: GcpEnvironment): Issue[] {
  if (adopt === undefined) return [];
  const issues: Issue[] = [];
  if (!networkPattern.test(adopt.network)) {
    issues.push({
      path: "network.adopt.network",
      value: adopt.network,
      rule: "isn't the identifier of a network",
      wayOut: "write projects/PROJECT/global/networks/NAME",
    });
  }
  if (adopt.subnets.length !== 1) {
    issues.push({
      path: "network.adopt.subnets",
      value: String(adopt.subnets.length),
      rule: "must be exactly one subnet, since a subnet spans all zones of its region",
      wayOut: "name the one that nodes are to live in",
    });
  }
  const region = cloud.regions.primary;
  const inRegion = new RegExp(`^projects/[a-z0-9-]+/regions/${region}/subnetworks/[a-z0-9-]+$`);
  adopt.subnets.forEach((subnet, index) => {
    if (inRegion.test(subnet)) return;
    issues.push({
      path: `network.adopt.subnets[${index}]`,
      value: subnet,
      rule: `isn't the identifier of a subnet in ${region}`,
      wayOut: `write projects/PROJECT/regions/${region}/subnetworks/NAME`,
    });
  });
  return issues;
}

function checkPools({ cluster, network: { cidr } }: GcpEnvironment): Issue[] {
  const issues = checkOwnPods(cluster, "Google's");
  const all = Object.values(cluster.pools);
  // A pool is begun with the same number in each zone, and nothing fills it up to its fewest before a pod needs room.
  // https://github.com/hashicorp/terraform-provider-google/issues/8270
  for (const [name, { min, max }] of Object.entries(cluster.pools)) {
    if (min === 0 || max >= zoneCount) continue;
    issues.push({
      path: `cluster.pools.${name}.max`,
      value: String(max),
      rule: `is fewer than the ${zoneCount} zones, over which a pool is begun evenly, so that it would begin with no node`,
      wayOut: `write max: ${zoneCount} or more, or min: 0`,
    });
  }
  if (cidrProblem(cidr) !== undefined) return issues;
  // https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
  return [...issues, ...podRoomIssues(cidr, decideAddresses(cidr).pods, [...all, ...ownPools(cluster)])];
}

/** Nodes that Google may add by itself. */
function ownPools({ pools, autoProvision }: GcpEnvironment["cluster"]): { readonly max: number }[] {
  return autoProvision === undefined ? [] : [{ max: nodesOnTop(decideNodePools(pools), autoProvision) }];
}

function checkMaintenance({ cluster: { maintenance } }: GcpEnvironment): Issue[] {
  if (maintenance === undefined) return [];
  const { days, hours } = maintenance;
  if (days.length * hours >= leastHoursAWeek) return [];
  return [
    {
      path: "cluster.maintenance",
      value: `${days.length * hours} hours a week`,
      rule: `is shorter than Google takes: ${leastHoursAWeek} hours a week`,
      wayOut: `write hours: ${Math.ceil(leastHoursAWeek / days.length)}, or name more days`,
    },
  ];
}

// The roles that components and their children add to an environment's name; see the name table in the README.
const longestKey = "-key-confidential-ring".length;
const secondaryKey = "-secondary".length;
const bucketRoles = "-bucket-".length + "-gcs".length;
const hostRoles = "-edge-".length + "-backend".length;
const sqlRoles = "-".length + "-replica-0".length;

function checkNames({ name, cloud, edge, buckets, stores }: GcpEnvironment): Issue[] {
  const keyRoles = longestKey + (decideSecondaryKeys({ buckets, stores }).length > 0 ? secondaryKey : 0);
  const tooLong = (path: string, value: string, length: number, limit: number): Issue[] =>
    checkLength({ path, value, length: length + autoNameSuffix, limit, who: "Google" });
  return [
    ...tooLong("", name, name.length + keyRoles, nameLimits.key),
    ...Object.keys(buckets).flatMap((bucket) =>
      tooLong(`buckets.${bucket}`, bucket, name.length + bucketRoles + bucket.length, nameLimits.bucket),
    ),
    ...Object.keys(edge?.hosts ?? {}).flatMap((host) =>
      tooLong(`edge.hosts.${host}`, host, name.length + hostRoles + host.length, nameLimits.compute),
    ),
    ...Object.entries(stores).flatMap(([store, { placement }]) =>
      placement === "managed"
        ? tooLong(
            `stores.${store}`,
            store,
            cloud.project.length + ":".length + name.length + sqlRoles + store.length,
            nameLimits.sqlInstance,
          )
        : [],
    ),
  ];
}

// https://cloud.google.com/storage/docs/buckets#naming
const bucketTaboo = /^goog|g[o0]{2}gle/;

/** Databases that every Cloud SQL server has. https://cloud.google.com/sql/docs/postgres/create-manage-databases */
const givenDatabases: readonly string[] = ["cloudsqladmin", "postgres", "template0", "template1"];

function checkReservedNames({ name, buckets, stores }: GcpEnvironment): Issue[] {
  const tabooBuckets = Object.keys(buckets).filter((bucket) => bucketTaboo.test(`${name}-bucket-${bucket}`));
  return [
    ...tabooBuckets.map((bucket) => ({
      path: `buckets.${bucket}`,
      value: bucket,
      rule: `makes a bucket named ${name}-bucket-${bucket}…, and Google takes none that begins with goog or contains google`,
      wayOut: "choose another name for the bucket, or for the environment if it is its name",
    })),
    ...checkGivenDatabases(stores, givenDatabases, "Cloud SQL server"),
  ];
}
