import type { ServiceWish } from "../../../environments/schema/domains.ts";
import type { FeaturesWish, MaterializeEvery } from "../../../environments/schema/services/features.ts";
import { quietHours } from "../account/keeping.ts";
import { minuteOf } from "../databases/copy-schedule.ts";
import { contentHash } from "../names.ts";
import { servicePods, type Pods } from "../network/flows/flow.ts";
import { sizes, type Capacity } from "../sizes.ts";
import { variableName } from "./bindings.ts";

/** Where Feast's server and its tasks find their settings. */
export const featureFolder = "/etc/landbridge/features";

/** Name of the file of settings. */
export const featureFile = "feature_store.yaml";

/** Where a feature server says whether it can serve. It goes on by what it remembers while its registry is away. */
export const featureHealth = "/health";

/** The least that a feature server starts with: it and one worker took 380 MiB with Feast 0.66, without any model. */
export const smallestFeatureServer = "micro" satisfies ServiceWish["size"];

/** Whether a service is large enough to be a feature server. */
export function canServeFeatures(size: ServiceWish["size"]): boolean {
  return sizes[size].memoryGiB >= sizes[smallestFeatureServer].memoryGiB;
}

/** What a feature store takes of its domain's quota besides its servers: a task at a time, of their size. */
export function decideFeatureDemand({
  size,
  features,
}: Pick<ServiceWish, "size" | "features">): (Capacity & { readonly pods: number })[] {
  return features === undefined ? [] : [{ ...sizes[size], pods: 1 }];
}

/** Seconds for which a server remembers what is defined before it asks its registry again. */
const registrySeconds = 60;

/** Pods that a feature store starts for a while: one that applies definitions, and those that bring features online. They are found by no Service and no autoscaler. */
export function featureTaskPods(domain: string, service: string): Pods {
  return servicePods(domain, `tasks.${service}`);
}

/** What Feast calls all that is defined by one service. Of letters, digits and `_`. */
export function featureProject(domain: string, service: string): string {
  return `${domain}-${service}`.replaceAll("-", "_");
}

/** Name of the objects of a version: another one for other definitions or settings, so that they are applied. */
export function featureVersion(service: string, image: string, settings: string): string {
  return `${service}-features-${contentHash({ image, settings })}`;
}

/** What the settings are written from. */
export interface FeatureSettings {
  readonly project: string;
  readonly features: FeaturesWish;
  /** Whether who signed a store's certificate is known by a file. Else the image knows. */
  readonly knowsAuthority: (store: string) => boolean;
}

/**
 * Feast's settings. What differs by place, and passwords, are variables that Feast fills in when it reads the file.
 * https://docs.feast.dev/reference/feature-repository/feature-store-yaml
 */
export function decideFeatureSettings({ project, features, knowsAuthority }: FeatureSettings): string {
  const { registry, online, offline, keepDays } = features;
  const lines = [
    `project: ${project}`,
    "provider: local",
    "entity_key_serialization_version: 3",
    ...registryLines(registry, knowsAuthority(registry)),
    ...onlineLines(online, knowsAuthority(online), keepDays),
    ...(offline === undefined ? [] : offlineLines(offline, knowsAuthority(offline))),
    // Network policies say who reaches it; Feast knows tokens of Kubernetes and of OpenID Connect besides.
    "auth:",
    "  type: no_auth",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function variable(store: string, part: string): string {
  return `\${${variableName(store, part)}}`;
}

/**
 * The login isn't part of the address, which programs print. A connection that was lost while nobody asked is made anew.
 * https://docs.feast.dev/reference/registries/sql
 */
function registryLines(store: string, knowsAuthority: boolean): string[] {
  const of = (part: string): string => variable(store, part);
  return [
    "registry:",
    "  registry_type: sql",
    `  path: "postgresql+psycopg://${of("HOST")}:${of("PORT")}/${of("DATABASE")}"`,
    `  cache_ttl_seconds: ${registrySeconds}`,
    "  sqlalchemy_config_kwargs:",
    "    echo: false",
    "    pool_pre_ping: true",
    "    connect_args:",
    `      user: "${of("USER")}"`,
    `      password: "${of("PASSWORD")}"`,
    `      sslmode: "${of("SSLMODE")}"`,
    ...(knowsAuthority ? [`      sslrootcert: "${of("CA_FILE")}"`] : []),
  ];
}

/** https://docs.feast.dev/reference/online-stores/redis */
function onlineLines(store: string, knowsAuthority: boolean, keepDays: number | undefined): string[] {
  const of = (part: string): string => variable(store, part);
  const parts = [
    `${of("HOST")}:${of("PORT")}`,
    `ssl=${of("TLS")}`,
    `username=${of("USER")}`,
    `password=${of("PASSWORD")}`,
    ...(knowsAuthority ? [`ssl_ca_certs=${of("CA_FILE")}`] : []),
  ];
  return [
    "online_store:",
    "  type: redis",
    "  redis_type: redis_cluster",
    `  connection_string: "${parts.join(",")}"`,
    ...(keepDays === undefined ? [] : [`  key_ttl_seconds: ${keepDays * 86_400}`]),
  ];
}

/** https://docs.feast.dev/reference/offline-stores/postgres */
function offlineLines(store: string, knowsAuthority: boolean): string[] {
  const of = (part: string): string => variable(store, part);
  return [
    "offline_store:",
    "  type: postgres",
    `  host: "${of("HOST")}"`,
    `  port: ${of("PORT")}`,
    `  database: "${of("DATABASE")}"`,
    "  db_schema: public",
    `  user: "${of("USER")}"`,
    `  password: "${of("PASSWORD")}"`,
    `  sslmode: "${of("SSLMODE")}"`,
    ...(knowsAuthority ? [`  sslrootcert_path: "${of("CA_FILE")}"`] : []),
  ];
}

const feast = ["feast", "--feature-store-yaml", `${featureFolder}/${featureFile}`];

/** Serves features. One worker for each CPU that it asks for; pods are added by the autoscaler. */
export function serveCommand({ size, serves }: Pick<ServiceWish, "size" | "serves">): string[] {
  if (serves.rest === undefined) throw new Error("a feature store serves nothing");
  const workers = Math.max(1, Math.floor(sizes[size].cpu));
  const where = ["--host", "0.0.0.0", "--port", String(serves.rest.port)];
  return [...feast, "serve", ...where, "--workers", String(workers), "--no-access-log"];
}

/** Writes into the registry what the image defines, and takes away what it no longer does. */
export const applyCommand: readonly string[] = [...feast, "apply"];

/** Brings online what is new since the last time. Feast wants to be told until when. */
export const materializeCommand: readonly string[] = [
  "/bin/sh",
  "-c",
  `exec ${feast.join(" ")} materialize-incremental "$(date -u +%Y-%m-%dT%H:%M:%S)"`,
];

/** Hours after which one that goes on is stopped, since none begins beside it. */
const deadlineHours: Readonly<Record<MaterializeEvery, number>> = { "quarter-hour": 1, hour: 4, day: 20 };

/** When features are brought online: at a time of the service's own, never two at once. One that fails is made up for by the next. */
export function decideMaterialization(domain: string, service: string, every: MaterializeEvery) {
  const minute = minuteOf(`${domain}-${service}`);
  const schedules: Readonly<Record<MaterializeEvery, string>> = {
    "quarter-hour": `${minute % 15}-59/15 * * * *`,
    hour: `${minute} * * * *`,
    day: `${minute} ${quietHours.trial} * * *`,
  };
  return {
    schedule: schedules[every],
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    deadlineSeconds: deadlineHours[every] * 3600,
  };
}
