import { clickhouseLabels } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import { ports } from "../../../components/kit/network/ports.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { namespaceOf } from "../../facts/objects.ts";
import {
  at,
  expectValue,
  inputsOf,
  itemsOf,
  judged,
  numberAt,
  textAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

const cronJob = "kubernetes:batch/v1:CronJob";
const mariadb = "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB";
const documents = "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const cassandra = "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter";

/**
 * Documents, MariaDB, Cassandra, ClickHouse and InfluxDB in the cluster are copied to a bucket each day. Not Qdrant: its vectors are made from texts and
 * pictures, which lie in stores that this rule and others judge, and are made again from there.
 */
export const storesInClusterAreCopied: StackRule = {
  id: "PK-DUR-018",
  name: "stores-in-cluster-are-copied",
  says: "Documents, MariaDB, Cassandra, ClickHouse and InfluxDB in the cluster are copied to a bucket each day. PK-DUR-012 says the same of PostgreSQL.",
  why: "Replicas repeat a mistake at once, and an operator can't bring back what was dropped.",
  fix: "Write `backups: { bucket: … }` for the store. Cassandra, ClickHouse and InfluxDB have none here: use `placement: managed`, a warehouse or (InfluxDB, which no cloud has here) a store that is copied, or copy it yourselves and exempt it.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "A1.2", "GDPR 32"],
  source: "https://docs.percona.com/percona-operator-for-mongodb/backups.html",
  appliesTo: [cassandra, cronJob, documents, mariadb, statefulSet],
  judgeAll: (resources) => {
    const jobs = resources.filter(({ type }) => type === cronJob);
    return resources.flatMap((resource) => {
      const findings = judgeStore(resource, jobs);
      return findings === undefined ? [] : [{ urn: resource.urn, ...judged(findings, "it is copied each day") }];
    });
  },
};

function judgeStore(resource: PlannedResource, jobs: readonly PlannedResource[]): Finding[] | undefined {
  switch (resource.type) {
    case cassandra:
      return [violated("nothing copies Cassandra in the cluster")];
    case statefulSet:
      return judgeServers(resource);
    case documents:
      return judgeDocuments(at(inputsOf(resource), "spec", "backup"));
    case mariadb:
      return judgeMariadb(resource, jobs);
    default:
      return undefined;
  }
}

/** Every ClickHouse has one StatefulSet of keepers, whatever its size, and an InfluxDB is one StatefulSet: each is judged once. */
function judgeServers(resource: PlannedResource): Finding[] | undefined {
  const template = at(inputsOf(resource), "spec", "template");
  const label = (key: string) => textAt(at(template, "metadata", "labels", key));
  if (label(clickhouseLabels.role) === "keeper") return [violated("nothing copies ClickHouse in the cluster")];
  // It has no label of its own; no other store listens where it does.
  const listens = itemsOf(at(template, "spec", "containers"))
    .items.flatMap((container) => itemsOf(at(container, "ports")).items)
    .map((port) => numberAt(at(port, "containerPort")));
  const isInfluxdb = label("app.kubernetes.io/component") === "store" && listens.includes(ports.influxdb);
  return isInfluxdb ? [violated("nothing copies InfluxDB in the cluster")] : undefined;
}

/** Five fields, of which the last three are days and months. */
function isDaily(value: unknown): boolean {
  return typeof value === "string" && /^\S+ \S+ \* \* \*$/.test(value);
}

function judgeDocuments(backup: Place): Finding[] {
  const { items, findings } = itemsOf(at(backup, "tasks"));
  const [task] = items;
  return [
    ...expectValue(at(backup, "enabled"), "true", (value) => value === true),
    ...expectValue(at(backup, "pitr", "enabled"), "true", (value) => value === true),
    ...findings,
    ...(task === undefined
      ? findings.length > 0
        ? []
        : [violated(`${backup.path}.tasks is empty; no copy is made`)]
      : [
          ...expectValue(at(task, "enabled"), "true", (value) => value === true),
          ...expectValue(at(task, "schedule"), "an hour of every day", isDaily),
        ]),
  ];
}

/** By a Job beside it whose name says so: its operator copies files, which can't be brought into a cluster of another shape. */
function judgeMariadb(store: PlannedResource, jobs: readonly PlannedResource[]): Finding[] {
  const place = at(inputsOf(store), "metadata", "name");
  const name = textAt(place);
  if (name === undefined) return [undecidedAt(place)];
  const own = jobs
    .filter((job) => namespaceOf(job) === namespaceOf(store))
    .find((job) => textAt(at(inputsOf(job), "metadata", "name")) === `${name}-backup`);
  if (own === undefined) return [violated(`no CronJob ${name}-backup beside it copies it`)];
  const spec = at(inputsOf(own), "spec");
  return [
    ...expectValue(at(spec, "schedule"), "an hour of every day", isDaily),
    ...expectValue(at(spec, "suspend"), "false or left out", (value) => value === false, "holds"),
  ];
}
