import { nodeCopierName } from "../../../components/kit/databases/cassandra/cassandra-copy-pods.ts";
import type { ClickhouseRole } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import { clickhouseRoleSelector } from "../../../components/kit/databases/clickhouse/clickhouse-pods.ts";
import { influxdbSelector } from "../../../components/kit/databases/influxdb/influxdb.ts";
import { qdrantNodeLabel, qdrantSelector } from "../../../components/kit/databases/qdrant/qdrant-server.ts";
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
const dumped = planned(
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB",
  { metadata: { name: "ledger", namespace: "landbridge-data" }, spec: {} },
  { name: "dumped-members" },
);
const nodes = planned(
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
  { metadata: { name: "sums", namespace: "landbridge-data" } },
  { name: "uncopied-nodes" },
);
const rows = (name: string, containers: readonly { readonly name: string }[], resource: string) =>
  planned(
    "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
    {
      metadata: { name, namespace: "landbridge-data" },
      spec: { podTemplateSpec: { spec: { containers: containers.map((each) => ({ ...each })) } } },
    },
    { name: resource },
  );
const facts = (name: string, role: ClickhouseRole) =>
  planned(
    "kubernetes:apps/v1:StatefulSet",
    {
      metadata: { name, namespace: "landbridge-data" },
      spec: { template: { metadata: { labels: { ...clickhouseRoleSelector("facts", role) } } } },
    },
    { name: `uncopied-${name}` },
  );
const rowsOfFacts = facts("facts-0-0", "server");
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
const likeness = (node: number) =>
  listening(`likeness-${node}`, { ...qdrantSelector("likeness"), [qdrantNodeLabel]: String(node) }, ports.qdrant);
const work = planned(
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster",
  { metadata: { name: "work" } },
  { name: "brokers" },
);
const foreign = listening("foreign", {}, ports.influxdb);
const others = planned("kubernetes:apps/v1:StatefulSet", { metadata: { name: "carts" } }, { name: "other-servers" });
const sql = [servers, copying];
const copier = (store: string) =>
  planned(
    "kubernetes:batch/v1:CronJob",
    { metadata: { name: `${store}-backup`, namespace: "landbridge-data" }, spec: { schedule: "7 2 * * *" } },
    { name: `copying-${store}` },
  );
const elsewhere = planned("kubernetes:batch/v1:CronJob", { metadata: { name: "other" } }, { name: "other-job" });

export const fixtures: readonly RuleFixtures[] = [
  {
    rule: storesInClusterAreCopied,
    holds: {
      "documents with a task for each day": [members],
      "Cassandra with what uploads beside each node": [
        rows("ledger", [{ name: nodeCopierName }], "copied-nodes"),
        copying,
      ],
      ...changes([members], { "another hour": ["spec.backup.tasks", [{ ...task, schedule: "59 23 * * *" }]] }),
    },
    violated: {
      "Cassandra, which nothing copies": [nodes],
      "Cassandra whose nodes make snapshots that nothing uploads": [rows("ledger", [], "snapshot-nodes"), copying],
      "Cassandra whose nodes are never asked for a snapshot": [
        rows("sums", [{ name: nodeCopierName }], "unasked-nodes"),
      ],
      "ClickHouse, which nothing copies": [rowsOfFacts],
      "InfluxDB, which nothing copies": [readings],
      "Qdrant, which nothing copies": [likeness(0)],
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
      "is ClickHouse's keepers, which hold no rows": [facts("facts-keeper", "keeper")],
      "is another server of ClickHouse, which is judged by the first": [facts("facts-0-1", "server")],
      "is a second node of Qdrant, which is judged by the first": [likeness(1)],
      "is RabbitMQ, of which nothing can be copied": [work],
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
      "documents with a Job for each day": [dumped, copying],
      ...changes([dumped, copying], { "another hour": ["spec.schedule", "59 23 * * *", "copying"] }),
    },
    violated: {
      "documents without either": [dumped],
      ...changes([dumped, copying], { "a Job of another store": ["metadata.name", "other-backup", "copying"] }),
    },
    undecided: {},
    notApplicable: { "is no store": [elsewhere] },
    guards: [{ path: "spec.schedule", of: "copying", absent: "violated", bad: ["7 2 * * 0", 7] }],
  },
  {
    rule: storesInClusterAreCopied,
    holds: {
      "MariaDB with a Job for each day": sql,
      "ClickHouse with a Job for each day": [rowsOfFacts, copier("facts")],
      "InfluxDB with a Job for each day": [readings, copier("readings")],
      "Qdrant with a Job for each day": [likeness(0), copier("likeness")],
      ...changes(sql, { "another hour": ["spec.schedule", "59 23 * * *", "copying"] }),
    },
    violated: {
      "no Job": [servers],
      "ClickHouse with a Job of another store": [rowsOfFacts, copier("readings")],
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
