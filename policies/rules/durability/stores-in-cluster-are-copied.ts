import { nodeCopierName } from "../../../components/kit/databases/cassandra/cassandra-copy-pods.ts";
import { clickhouseLabels } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import { qdrantNodeLabel } from "../../../components/kit/databases/qdrant/qdrant-server.ts";
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
 * Documents, MariaDB, Cassandra, ClickHouse, InfluxDB and Qdrant in the cluster are copied to a bucket each day. Not RabbitMQ: what is declared there is
 * made anew from the environment, and messages can't be copied.
 * https://www.rabbitmq.com/docs/backup
 */
export const storesInClusterAreCopied: StackRule = {
  id: "PK-DUR-018",
  name: "stores-in-cluster-are-copied",
  says: "Documents, MariaDB, Cassandra, ClickHouse, InfluxDB and Qdrant in the cluster are copied to a bucket each day. PK-DUR-012 says the same of PostgreSQL.",
  why: "Replicas repeat a mistake at once, and an operator can't bring back what was dropped.",
  fix: "Write `backups: { bucket: … }` for the store.",
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

/** A kind that a Job beside the store copies, whose name says so. */
interface CopiedByJob {
  readonly type: string;
  /** Whether a resource of that type is such a store. What several resources stand for is judged once. - behaviour: all are. */
  readonly is?: (resource: PlannedResource) => boolean;
  /** Where the store's name stands. - behaviour: it is the resource's. */
  readonly name?: (resource: PlannedResource) => Place;
}

const ownLabel = (key: string) => (resource: PlannedResource) =>
  at(inputsOf(resource), "spec", "template", "metadata", "labels", key);

const storeLabel = ownLabel("app.kubernetes.io/name");

/** A StatefulSet of a store has no label of its kind; no other store listens where it does. */
const listensAt = (port: number) => (resource: PlannedResource) =>
  textAt(ownLabel("app.kubernetes.io/component")(resource)) === "store" &&
  itemsOf(at(inputsOf(resource), "spec", "template", "spec", "containers"))
    .items.flatMap((container) => itemsOf(at(container, "ports")).items)
    .some((listening) => numberAt(at(listening, "containerPort")) === port);

const copiedByJobs: readonly CopiedByJob[] = [
  // Its operator copies files, which can't be brought into a cluster of another shape.
  { type: mariadb },
  // Every ClickHouse has a first server.
  {
    type: statefulSet,
    is: (resource) =>
      textAt(ownLabel(clickhouseLabels.role)(resource)) === "server" &&
      textAt(at(inputsOf(resource), "metadata", "name")) === `${textAt(storeLabel(resource)) ?? ""}-0-0`,
    name: storeLabel,
  },
  { type: statefulSet, is: listensAt(ports.influxdb), name: storeLabel },
  // Every Qdrant has a first node.
  { type: statefulSet, is: (resource) => textAt(ownLabel(qdrantNodeLabel)(resource)) === "0", name: storeLabel },
];

function judgeStore(resource: PlannedResource, jobs: readonly PlannedResource[]): Finding[] | undefined {
  if (resource.type === cassandra) return judgeCassandra(resource, jobs);
  if (resource.type === documents) return judgeDocuments(resource, jobs);
  const row = copiedByJobs.find(({ type, is = () => true }) => type === resource.type && is(resource));
  if (row === undefined) return undefined;
  const { name = (own: PlannedResource) => at(inputsOf(own), "metadata", "name") } = row;
  return judgeJob(name(resource), resource, jobs);
}

/** The Job has nodes make snapshots; what is beside each of them uploads. */
function judgeCassandra(resource: PlannedResource, jobs: readonly PlannedResource[]): Finding[] {
  const inputs = inputsOf(resource);
  const { items, findings } = itemsOf(at(inputs, "spec", "podTemplateSpec", "spec", "containers"));
  const uploads = items.some((container) => textAt(at(container, "name")) === nodeCopierName);
  return [
    ...judgeJob(at(inputs, "metadata", "name"), resource, jobs),
    ...findings,
    ...(uploads || findings.length > 0 ? [] : [violated("nothing beside its nodes uploads their snapshots")]),
  ];
}

/** Five fields, of which the last three are days and months. */
function isDaily(value: unknown): boolean {
  return typeof value === "string" && /^\S+ \S+ \* \* \*$/.test(value);
}

/** By their agents, or by a Job where the cloud doesn't know agents. */
function judgeDocuments(store: PlannedResource, jobs: readonly PlannedResource[]): Finding[] {
  const inputs = inputsOf(store);
  const name = textAt(at(inputs, "metadata", "name"));
  const dumped = name !== undefined && jobOf(name, store, jobs) !== undefined;
  return dumped ? judgeJob(at(inputs, "metadata", "name"), store, jobs) : judgeAgents(at(inputs, "spec", "backup"));
}

function judgeAgents(backup: Place): Finding[] {
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

function jobOf(name: string, store: PlannedResource, jobs: readonly PlannedResource[]): PlannedResource | undefined {
  return jobs
    .filter((job) => namespaceOf(job) === namespaceOf(store))
    .find((job) => textAt(at(inputsOf(job), "metadata", "name")) === `${name}-backup`);
}

function judgeJob(place: Place, store: PlannedResource, jobs: readonly PlannedResource[]): Finding[] {
  const name = textAt(place);
  if (name === undefined) return [undecidedAt(place)];
  const own = jobOf(name, store, jobs);
  if (own === undefined) return [violated(`no CronJob ${name}-backup copies the store ${name}`)];
  const spec = at(inputsOf(own), "spec");
  return [
    ...expectValue(at(spec, "schedule"), "an hour of every day", isDaily),
    ...expectValue(at(spec, "suspend"), "false or left out", (value) => value === false, "holds"),
  ];
}
