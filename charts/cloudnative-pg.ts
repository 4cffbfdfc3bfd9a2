import { mirroredImage } from "../components/kit/registry/mirrors.ts";
import { kindsOf, type ChartEntry, type OperatorSurroundings } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const kind = kindsOf("postgresql.cnpg.io", "v1");

const pods = { "app.kubernetes.io/name": "cloudnative-pg", "app.kubernetes.io/instance": "cloudnative-pg" };

/**
 * CloudNativePG, the operator of PostgreSQL. Its webhook refuses every cluster until the operator is up.
 * https://cloudnative-pg.io/documentation/current/supported_releases/
 */
export const cloudnativePg: ChartEntry = {
  name: "cloudnative-pg",
  source: "https://cloudnative-pg.github.io/charts",
  version: "0.29.0",
  appVersion: "1.30.0",
  licence: "Apache-2.0",
  docs: "https://cloudnative-pg.io/documentation/current/",
  kubernetes: ["1.34", "1.36"],
  kinds: [
    kind("Backup", "backups"),
    kind("Cluster", "clusters"),
    kind("ClusterImageCatalog", "clusterimagecatalogs"),
    kind("Database", "databases"),
    kind("DatabaseRole", "databaseroles"),
    kind("FailoverQuorum", "failoverquorums"),
    kind("ImageCatalog", "imagecatalogs"),
    kind("Pooler", "poolers"),
    kind("Publication", "publications"),
    kind("ScheduledBackup", "scheduledbackups"),
    kind("Subscription", "subscriptions"),
  ],
  images: ["cloudnative-pg", "postgres-16", "postgres-17", "postgres-18"],
  pods,
  webhookPort: 9443,
  metrics: { portName: "metrics", port: 8080 },
  values: (surroundings) => ({
    // Its pods copy a program from the same image into each server's.
    image: { repository: mirroredImage("ghcr.io/cloudnative-pg/cloudnative-pg", surroundings.mirrors) },
    replicaCount: surroundings.spare ? 2 : 1,
    additionalEnv: [{ name: "WATCH_NAMESPACE", value: decideWatched(surroundings) }],
    podLabels: meshOffLabels,
    resources: operatorResources("100m", "256Mi"),
    nodeSelector: surroundings.nodeSelector,
    topologySpreadConstraints: operatorSpread(pods, surroundings),
    monitoring: { podMonitorEnabled: false },
  }),
};

/**
 * It looks after the stores' namespace only, and keeps no other's Secrets; its rights are cluster-wide all the same, since its webhooks are.
 * Seen with 1.30.0: what its ConfigMap says of it is read when it watches all of them already, so that it has to be a variable; and it finds
 * what copies to buckets, a Service beside it, only where its own namespace is watched too.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/cmd/manager/controller/controller.go
 */
function decideWatched({ watched, namespace }: OperatorSurroundings): string {
  return [...new Set([watched, namespace])].join(",");
}
