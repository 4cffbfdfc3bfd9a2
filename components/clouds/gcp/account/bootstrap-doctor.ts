import type { Environment } from "../../../../environments/schema/environment.ts";
import { decideCiChecks } from "../../../kit/account/ci-checks.ts";
import { ciPurposes } from "../../../kit/account/ci-trust.ts";
import {
  isMissing,
  isThere,
  ofJson,
  roomFor,
  thereIf,
  thereIfAll,
  type CloudCheck,
  type Demand,
  type Json,
} from "../../../kit/account/cloud-checks.ts";
import { cpusOf, decideDemand } from "../../../kit/workloads/demand.ts";
import { decideDelegationChecks } from "../../../kit/edge/zone-checks.ts";
import { bootstrapPrefix, ciAccountId } from "./bootstrap-names.ts";
import { decideMachineType } from "../cluster/machine-types.ts";
import type { GcpSettings } from "../settings.ts";

type GcpEnvironment = Environment<GcpSettings>;

/**
 * What a project should have before the platform, asked by gcloud.
 * https://cloud.google.com/sdk/gcloud/reference
 */
export function gcpBootstrapChecks(environment: GcpEnvironment): CloudCheck[] {
  const { cloud, edge } = environment;
  const { project } = cloud;
  return [
    {
      what: "login to Google Cloud",
      command: ["gcloud", "auth", "list", "--filter=status:ACTIVE", "--format=json"],
      expect: ofJson(({ list }) => list && thereIf(list[0]?.at("account").text, "nobody")),
      wayOut: "gcloud auth login --update-adc",
    },
    {
      what: `project ${project}`,
      command: ["gcloud", "projects", "describe", project, "--format=json"],
      expect: ofJson((printed) => {
        const state = printed.at("lifecycleState").text;
        return state === "" ? undefined : state === "ACTIVE" ? isThere("active") : isMissing(state.toLowerCase());
      }),
      wayOut: `gcloud projects create ${project}, and link it to a billing account`,
    },
    {
      what: "APIs by which others are turned on",
      command: ["gcloud", "services", "list", "--enabled", "--project", project, "--format=json"],
      expect: apisAreOn(["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"]),
      wayOut: `gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com --project ${project}`,
    },
    ...(environment.bootstrap === undefined ? [] : ownChecks(environment)),
    quotaCheck(environment),
    ...(edge?.dns.placement === "managed" ? [zoneCheck(environment, edge.domain)] : []),
    ...decideDelegationChecks(environment, /^ns-cloud-[a-z][0-9]\.googledomains\.com$/),
    ...decideCiChecks(environment),
  ];
}

/** What the stack `<environment>.bootstrap` makes. */
function ownChecks({ name, cloud, bootstrap }: GcpEnvironment): CloudCheck[] {
  const { project } = cloud;
  const region = bootstrap?.stateRegion ?? "";
  const wayOut = `npx pulumi up --stack ${name}.bootstrap`;
  const prefix = bootstrapPrefix(name);
  const ci: CloudCheck[] =
    bootstrap?.ci === undefined
      ? []
      : [
          {
            what: "accounts of pipelines",
            command: ["gcloud", "iam", "service-accounts", "list", "--project", project, "--format=json"],
            expect: accountsAreThere(
              ciPurposes.map((purpose) => ciAccountId(name, purpose)),
              project,
            ),
            wayOut,
          },
          {
            what: "trust in pipelines",
            command: [
              "gcloud",
              "iam",
              "workload-identity-pools",
              "list",
              "--location=global",
              "--project",
              project,
              "--format=json",
            ],
            expect: poolIsThere(`Pipelines that bring up ${name}`),
            wayOut,
          },
        ];
  return [
    {
      what: `bucket for state in ${region}`,
      command: ["gcloud", "storage", "buckets", "list", "--project", project, "--format=json"],
      expect: stateBucketIsThere(prefix, region),
      wayOut,
    },
    {
      what: "key for the secrets in it",
      command: ["gcloud", "kms", "keyrings", "list", "--location", region, "--project", project, "--format=json"],
      expect: keyRingIsThere(`${prefix}secrets-ring-`),
      wayOut,
    },
    ...ci,
  ];
}

/** https://cloud.google.com/service-usage/docs/reference/rest/v1/services/list */
export function apisAreOn(wanted: readonly string[]): CloudCheck["expect"] {
  return ofJson(
    ({ list }) =>
      list &&
      thereIfAll(
        wanted,
        list.map((one) => one.at("config", "name").text),
      ),
  );
}

/** https://cloud.google.com/sdk/gcloud/reference/storage/buckets/list */
export function stateBucketIsThere(prefix: string, region: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    if (list === undefined) return undefined;
    const bucket = list.find((one) => one.at("name").text.startsWith(prefix));
    if (bucket === undefined) return isMissing(`none named ${prefix}…`);
    const name = bucket.at("name").text;
    const location = bucket.at("location").text.toLowerCase();
    if (location !== region) return isMissing(`${name} is in ${location}`);
    if (!bucket.at("versioning_enabled").isTrue) return isMissing(`${name} keeps no versions`);
    return bucket.at("default_kms_key").text === "" ? isMissing(`${name} has no key of yours`) : isThere(name);
  });
}

/** https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings/list */
export function keyRingIsThere(prefix: string): CloudCheck["expect"] {
  return ofJson(({ list }) => list && thereIf(named(list, `/keyRings/${prefix}`), `no ring named ${prefix}…`));
}

function named(list: readonly Json[], part: string): string | undefined {
  return list.map((one) => one.at("name").text).find((name) => name.includes(part));
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/list */
export function accountsAreThere(ids: readonly string[], project: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const on = list?.filter((one) => !one.at("disabled").isTrue).map((one) => one.at("email").text);
    return (
      on &&
      thereIfAll(
        ids.map((id) => `${id}@${project}.iam.gserviceaccount.com`),
        on,
      )
    );
  });
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools/list */
export function poolIsThere(description: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const pool = list?.find((one) => one.at("description").text === description && one.at("state").text === "ACTIVE");
    return list && thereIf(pool?.at("name").text, "no active pool");
  });
}

function quotaCheck(environment: GcpEnvironment): CloudCheck {
  const { project, regions } = environment.cloud;
  return {
    what: `quotas in ${regions.primary}`,
    command: ["gcloud", "compute", "regions", "describe", regions.primary, "--project", project, "--format=json"],
    expect: quotasAreEnough(quotaDemands(environment)),
    wayOut: `ask for more: https://console.cloud.google.com/iam-admin/quotas?project=${project}`,
  };
}

/**
 * Spot nodes count among the CPUs of a region too, unless Google has granted a quota of their own. SSD counts balanced disks.
 * https://cloud.google.com/compute/resource-usage
 */
export function quotaDemands(environment: GcpEnvironment): Demand[] {
  const { pools, diskGiB, gateway, natAddresses } = decideDemand(environment);
  return [
    { quota: "CPUS", needed: cpusOf(pools, ({ capacity }) => decideMachineType(capacity).cpu) },
    { quota: "SSD_TOTAL_GB", needed: diskGiB },
    { quota: "IN_USE_ADDRESSES", needed: Math.min(1, natAddresses) + (gateway ? 1 : 0) },
  ];
}

/** https://cloud.google.com/compute/docs/reference/rest/v1/regions/get */
export function quotasAreEnough(demands: readonly Demand[]): CloudCheck["expect"] {
  return ofJson((printed) => {
    const { list } = printed.at("quotas");
    return (
      list &&
      roomFor(demands, (quota) => {
        const found = list.find((one) => one.at("metric").text === quota);
        return found && { limit: found.at("limit").number, used: found.at("usage").number };
      })
    );
  });
}

function zoneCheck({ name, cloud }: GcpEnvironment, domain: string): CloudCheck {
  return {
    what: `zone of ${domain}`,
    command: ["gcloud", "dns", "managed-zones", "list", "--project", cloud.project, "--format=json"],
    expect: zoneIsThere(domain),
    wayOut: `npx pulumi up --stack ${name}.cloud makes it`,
  };
}

/** https://cloud.google.com/dns/docs/reference/rest/v1/managedZones/list */
export function zoneIsThere(domain: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const zone = list?.find((one) => one.at("dnsName").text === `${domain}.` && one.at("visibility").text === "public");
    const servers = zone?.at("nameServers").list?.map(({ text }) => text);
    return list && thereIf(servers?.join(", "), "none");
  });
}
