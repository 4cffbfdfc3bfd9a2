import { clickhouseRoleSelector } from "../../../components/kit/databases/clickhouse/clickhouse-pods.ts";
import { influxdbSelector } from "../../../components/kit/databases/influxdb/influxdb.ts";
import { qdrantSelector } from "../../../components/kit/databases/qdrant/qdrant-server.ts";
import { ports } from "../../../components/kit/network/ports.ts";
import type { Labels } from "../../../components/kit/labels.ts";
import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, planned, type RuleFixtures } from "../fixture.ts";
import { storesInClusterAreCopied } from "./stores-in-cluster-are-copied.ts";

const task = { name: "daily", enabled: true, schedule: "7 2 * * *" };
const members = planned(
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB",
  {
    metadata: { name: "catalogue", namespace: "landbridge-data" },
    spec: { backup: { enabled: true, pitr: { enabled: true }, tasks: [task] } },
  },
  { name: "copied-members" },
);
const servers = planned(
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB",
  { metadata: { name: "ledger", namespace: "landbridge-data" } },
  { name: "copied-servers" },
);
const copying = planned(
  "kubernetes:batch/v1:CronJob",
  { metadata: { name: "ledger-backup", namespace: "landbridge-data" }, spec: { schedule: "7 2 * * *" } },
  { name: "copying" },
);
const nodes = planned(
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
  { metadata: { name: "sums", namespace: "landbridge-data" } },
  { name: "uncopied-nodes" },
);
const keepers = planned(
  "kubernetes:apps/v1:StatefulSet",
  {
    metadata: { name: "facts-keeper", namespace: "landbridge-data" },
    spec: { template: { metadata: { labels: { ...clickhouseRoleSelector("facts", "keeper") } } } },
  },
  { name: "uncopied-keepers" },
);
const listening = (name: string, labels: Labels, containerPort: number) =>
  planned(
    "kubernetes:apps/v1:StatefulSet",
    {
      metadata: { name, namespace: "landbridge-data" },
      spec: {
        template: { metadata: { labels: { ...labels } }, spec: { containers: [{ ports: [{ containerPort }] }] } },
      },
    },
    { name: `uncopied-${name}` },
  );
const readings = listening("readings", influxdbSelector("readings"), ports.influxdb);
const likeness = listening("likeness", qdrantSelector("likeness"), ports.qdrant);
const foreign = listening("foreign", {}, ports.influxdb);
const others = planned("kubernetes:apps/v1:StatefulSet", { metadata: { name: "carts" } }, { name: "other-servers" });
const sql = [servers, copying];
const elsewhere = planned("kubernetes:batch/v1:CronJob", { metadata: { name: "other" } }, { name: "other-job" });

export const fixtures: readonly RuleFixtures[] = [
  {
    rule: storesInClusterAreCopied,
    holds: {
      "documents with a task for each day": [members],
      ...changes([members], { "another hour": ["spec.backup.tasks", [{ ...task, schedule: "59 23 * * *" }]] }),
    },
    violated: {
      "Cassandra, which nothing copies": [nodes],
      "ClickHouse, which nothing copies": [keepers],
      "InfluxDB, which nothing copies": [readings],
      ...changes([members], {
        "nobody copies": ["spec.backup", undefined],
        "no task": ["spec.backup.tasks", []],
        "a task on Sundays": ["spec.backup.tasks", [{ ...task, schedule: "7 2 * * 0" }]],
        "a task that is off": ["spec.backup.tasks", [{ ...task, enabled: false }]],
      }),
    },
    undecided: changes([members], { "only the cloud knows the tasks": ["spec.backup.tasks", unknownMarker] }),
    notApplicable: {
      "is no store": [elsewhere],
      "is servers of another kind": [others],
      "is Qdrant, which is filled again": [likeness],
      "is no store, on its port": [foreign],
    },
    guards: [
      { path: "spec.backup.enabled", absent: "violated", bad: [false, "true"] },
      { path: "spec.backup.pitr.enabled", absent: "violated", bad: [false] },
    ],
  },
  {
    rule: storesInClusterAreCopied,
    holds: {
      "MariaDB with a Job for each day": sql,
      ...changes(sql, { "another hour": ["spec.schedule", "59 23 * * *", "copying"] }),
    },
    violated: {
      "no Job": [servers],
      ...changes(sql, { "a Job of another store": ["metadata.name", "other-backup", "copying"] }),
    },
    undecided: changes(sql, { "only the cloud knows its name": ["metadata.name", unknownMarker] }),
    notApplicable: { "is no store": [elsewhere] },
    guards: [
      { path: "spec.schedule", of: "copying", absent: "violated", bad: ["7 2 * * 0", 7] },
      { path: "spec.suspend", of: "copying", absent: "holds", bad: [true] },
    ],
  },
];
