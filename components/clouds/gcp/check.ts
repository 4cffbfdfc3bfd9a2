import type { Environment } from "../../../environments/schema/environment.ts";
import { cidrProblem, decideAddresses, overlap } from "../../kit/addresses.ts";
import type { Issue } from "../../kit/errors.ts";
import { databaseName } from "../../kit/postgres-names.ts";
import { autoNameSuffix, nameLimits } from "./names.ts";
import type { GcpSettings } from "./settings.ts";

type GcpEnvironment = Environment<GcpSettings>;

/** What only Google Cloud can know to be wrong with an environment. */
export function checkGcp(environment: GcpEnvironment): readonly Issue[] {
  return [
    ...checkAddresses(environment),
    ...checkAdoption(environment),
    ...checkPools(environment),
    ...checkNames(environment),
    ...checkReservedNames(environment),
  ];
}

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

/** Addresses of the pods' range that each node takes. https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
const addressesPerNode = 256;

function checkPools({ cluster: { pools }, network: { cidr } }: GcpEnvironment): Issue[] {
  const issues: Issue[] = [];
  const all = Object.values(pools);
  if (!all.some(({ purpose, max }) => (purpose === "system" || purpose === "general") && max > 0)) {
    issues.push({
      path: "cluster.pools",
      value: Object.keys(pools).join(", "),
      rule: "needs a pool of purpose system or general, since Google's own pods tolerate no other",
      wayOut: "add one, e.g. general: { size: medium, min: 3, max: 6 }",
    });
  }
  if (cidrProblem(cidr) !== undefined) return issues;
  const [, prefix = "32"] = decideAddresses(cidr).pods.split("/");
  const room = 2 ** (32 - Number(prefix)) / addressesPerNode;
  // Each pool may have one node more while it is upgraded.
  const most = all.reduce((sum, { max }) => sum + max + 1, 0);
  if (most > room) {
    issues.push({
      path: "network.cidr",
      value: cidr,
      rule: `has room for the pods of ${room} nodes, the pools may grow to ${most}, one more for each pool in an upgrade`,
      wayOut: "use a shorter prefix or lower max",
    });
  }
  return issues;
}

// The roles that components and their children add to an environment's name; see the name table in the README.
const longestKey = "-key-confidential-ring".length;
const bucketRoles = "-bucket-".length + "-gcs".length;
const sqlRoles = "-".length + "-replica-0".length;

function checkNames({ name, cloud, buckets, stores }: GcpEnvironment): Issue[] {
  const tooLong = (path: string, value: string, length: number, limit: number): Issue[] =>
    length + autoNameSuffix <= limit
      ? []
      : [
          {
            path,
            value,
            rule: `makes a name of ${length + autoNameSuffix} characters, Google takes ${limit}`,
            wayOut: `shorten it or the environment's name by ${length + autoNameSuffix - limit}`,
          },
        ];
  return [
    ...tooLong("", name, name.length + longestKey, nameLimits.key),
    ...Object.keys(buckets).flatMap((bucket) =>
      tooLong(`buckets.${bucket}`, bucket, name.length + bucketRoles + bucket.length, nameLimits.bucket),
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
  const takenStores = Object.entries(stores).filter(
    ([store, { kind, placement }]) =>
      kind === "postgres" && placement === "managed" && givenDatabases.includes(databaseName(store)),
  );
  return [
    ...tabooBuckets.map((bucket) => ({
      path: `buckets.${bucket}`,
      value: bucket,
      rule: `makes a bucket named ${name}-bucket-${bucket}…, and Google takes none that begins with goog or contains google`,
      wayOut: "choose another name for the bucket, or for the environment if it is its name",
    })),
    ...takenStores.map(([store]) => ({
      path: `stores.${store}`,
      value: store,
      rule: `makes a database named ${databaseName(store)}, which every Cloud SQL server has already`,
      wayOut: "name the store after what it holds, e.g. orders",
    })),
  ];
}
