import type { Upstream } from "../../../environments/schema/registry.ts";
import { upstreamSlug } from "../../kit/registry/mirrors.ts";
import { boundedName } from "../../kit/names.ts";
import type { GcpSettings } from "./settings.ts";

/** Longest names that Google takes, with the page that says so. */
export const nameLimits = {
  /** Networks, subnets, routers, firewalls, addresses: RFC 1035. https://cloud.google.com/compute/docs/naming-resources */
  compute: 63,
  /** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters#Cluster.FIELDS.name */
  cluster: 40,
  /** https://cloud.google.com/kubernetes-engine/docs/how-to/node-pools */
  nodePool: 40,
  /** https://cloud.google.com/iam/docs/service-accounts-create */
  serviceAccount: 30,
  /** 4 at least: a-z, 0-9 and -. https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools/create */
  identityPool: 32,
  /** Rings and keys. https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings/create */
  key: 63,
  /** Certificates, their map, its entries and authorizations. https://cloud.google.com/certificate-manager/docs/reference/certificate-manager/rest/v1/projects.locations.certificates */
  certificate: 64,
  /** https://cloud.google.com/dns/docs/reference/rest/v1/managedZones */
  zone: 63,
  /** Log buckets. https://cloud.google.com/logging/quotas */
  logBucket: 100,
  /** https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions */
  logExclusion: 100,
  /** https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks */
  sink: 100,
  /** https://cloud.google.com/storage/docs/buckets#naming */
  bucket: 63,
  /** https://cloud.google.com/artifact-registry/docs/repositories/create-repos */
  repository: 63,
  /** https://cloud.google.com/managed-service-for-apache-kafka/docs/reference/rest/v1/projects.locations.clusters/create */
  broker: 63,
  /** 3 at least, a letter first, not goog. https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names */
  topic: 255,
  subscription: 255,
  /** a-z, 0-9 and -, a letter first. https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services/create */
  runService: 49,
  /** Project, a colon and the instance together. https://cloud.google.com/sql/docs/postgres/instance-settings */
  sqlInstance: 98,
} as const;

/** Stable id of an environment's cluster, for the Kubernetes provider. */
export function clusterIdentifier({ project, regions }: GcpSettings, environment: string): string {
  return `gcp/${project}/${regions.primary}/${environment}`;
}

/** Name of the repository through which a registry of the world is pulled from; `registry` is the component's name. */
export function mirrorId(registry: string, upstream: Upstream): string {
  return boundedName(`${registry}-${upstreamSlug(upstream)}`, nameLimits.repository);
}

/** Host and path before an image's repository in a mirror, known before that is there. */
export function mirrorPrefix(registry: string, { project, regions }: GcpSettings, upstream: Upstream): string {
  return `${regions.primary}-docker.pkg.dev/${project}/${mirrorId(registry, upstream)}`;
}
