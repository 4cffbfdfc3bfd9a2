import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkGivenDatabases, checkLength } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { decideStandby } from "../../../kit/databases/postgres/postgres-durability.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { mysqlRegionsWithoutStandby, regionsWithoutMysql, regionsWithoutStandby } from "../regions.ts";
import type { AzureSettings } from "../settings.ts";

type AzureEnvironment = Pick<Environment<AzureSettings>, "name" | "buckets" | "stores" | "cloud" | "tier" | "costMode">;

/** What only Azure can know to be wrong with an environment's buckets and managed databases. */
export function checkAzureData(environment: AzureEnvironment): Issue[] {
  return [
    ...checkDataNames(environment),
    ...checkGivenDatabases(environment.stores, givenDatabases, "server on Azure"),
    ...checkCopies(environment),
    ...checkStandby(environment),
    ...checkMysqlRegions(environment),
  ];
}

// The roles that components and their children add to an environment's name; see the name table in the README. What a
// server's door is called is longer than the server, and may be longer still.
const bucketRoles = "-bucket-".length + "-door".length;
const serverRoles = "-".length + "-replica-0".length;

function checkDataNames({ name, buckets, stores }: Pick<AzureEnvironment, "name" | "buckets" | "stores">): Issue[] {
  const tooLong = (path: string, item: string, roles: number, limit: number): Issue[] => {
    const length = name.length + roles + item.length + autoNameSuffix;
    return checkLength({ path, value: item, length, limit, who: "Azure" });
  };
  return [
    ...Object.entries(buckets).flatMap(([bucket, { replicate }]) =>
      tooLong(
        `buckets.${bucket}`,
        bucket,
        bucketRoles + (replicate === true ? "-copy".length : 0),
        nameLimits.networkPart,
      ),
    ),
    ...managedServers({ stores }).flatMap(([store]) =>
      tooLong(`stores.${store}`, store, serverRoles, nameLimits.flexibleServer),
    ),
  ];
}

/** Copies follow versions, which a bucket with a lock has none of. https://learn.microsoft.com/azure/storage/blobs/object-replication-overview */
function checkCopies({ buckets }: Pick<AzureEnvironment, "buckets">): Issue[] {
  return Object.entries(buckets)
    .filter(([, { replicate, retentionDays }]) => replicate === true && retentionDays > 0)
    .map(([bucket]) => ({
      path: `buckets.${bucket}.replicate`,
      value: "true",
      rule: "can't be had together with retentionDays: Azure copies versions, and a bucket with a lock has none",
      wayOut: "leave one of the two out",
    }));
}

/** Servers whose standby Azure would refuse in the environment's region. */
function checkStandby(environment: AzureEnvironment): Issue[] {
  const { primary } = environment.cloud.regions;
  const without = { postgres: regionsWithoutStandby, mysql: mysqlRegionsWithoutStandby };
  return managedServers(environment)
    .filter(([store, kind]) => {
      const wish = environment.stores[store];
      const asked = decideStandby(wish?.kind === "postgres" ? wish : {}, environment);
      return asked && without[kind].some((region) => region === primary);
    })
    .map(([store, kind]) => ({
      path: `stores.${store}.placement`,
      value: "managed",
      rule: `can't have a standby in another zone of ${primary}, where Azure makes no new ones`,
      wayOut: `write a region that has them, such as swedencentral or francecentral, or ${kind === "postgres" ? "placement: in-cluster" : "a tier without a standby"}`,
    }));
}

/** Regions where MySQL isn't offered at all, for a server or for one that follows it. */
function checkMysqlRegions({ stores, cloud: { regions } }: AzureEnvironment): Issue[] {
  return Object.entries(stores).flatMap(([store, wish]) => {
    if (wish.kind !== "mysql" || wish.placement !== "managed") return [];
    const wanted = [regions.primary, ...(wish.secondaryRegion === true ? [regions.secondary] : [])];
    return wanted
      .filter((region) => regionsWithoutMysql.some((without) => without === region))
      .map((region) => ({
        path: `stores.${store}`,
        value: store,
        rule: `can't be had in ${region}, where Azure has no MySQL`,
        wayOut: "write another region, such as swedencentral, or kind: postgres",
      }));
  });
}

/** Databases that every flexible server has. https://learn.microsoft.com/azure/postgresql/configure-maintain/concepts-servers */
const givenDatabases: readonly string[] = ["azure_maintenance", "azure_sys", "postgres", "template0", "template1"];

function managedServers({ stores }: Pick<AzureEnvironment, "stores">): [store: string, kind: "postgres" | "mysql"][] {
  return Object.entries(stores).flatMap(([store, { kind, placement }]): [string, "postgres" | "mysql"][] =>
    placement === "managed" && (kind === "postgres" || kind === "mysql") ? [[store, kind]] : [],
  );
}
