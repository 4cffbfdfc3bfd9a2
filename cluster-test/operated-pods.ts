import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { isKnownType, readers } from "../plan/capacity/readers.ts";
import { makeOfCassandra } from "./operated/cassandra.ts";
import { makeOfKafkaWorkers } from "./operated/kafka-workers.ts";
import { makeOfKafka, makeOfKafkaPool } from "./operated/kafka.ts";
import type { MadeByOperator } from "./operated/made-by-operator.ts";
import { makeOfMariadb } from "./operated/mariadb.ts";
import { makeOfMongodb } from "./operated/mongodb.ts";
import { makeOfPostgres } from "./operated/postgres.ts";
import { makeOfRabbitmq } from "./operated/rabbitmq.ts";
import { makeOfRollout } from "./operated/rollout.ts";

/** What an operator makes of an object among others. */
type Maker = (object: ClusterObject, others: readonly ClusterObject[]) => MadeByOperator;

/** By type: what its operator makes of an object. A new kind of store is a line here, as it is in `plan/capacity/readers.ts`. */
export const operators: Readonly<Record<string, Maker>> = {
  "kubernetes:argoproj.io/v1alpha1:Rollout": makeOfRollout,
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter": makeOfCassandra,
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB": makeOfMariadb,
  "kubernetes:kafka.strimzi.io/v1:Kafka": makeOfKafka,
  "kubernetes:kafka.strimzi.io/v1:KafkaConnect": makeOfKafkaWorkers,
  "kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2": makeOfKafkaWorkers,
  "kubernetes:kafka.strimzi.io/v1:KafkaNodePool": makeOfKafkaPool,
  "kubernetes:postgresql.cnpg.io/v1:Cluster": makeOfPostgres,
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB": makeOfMongodb,
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster": makeOfRabbitmq,
};

const nothing: MadeByOperator = { pods: [], budgets: [] };

/** What an operator would make of an object among others; nothing of one that Kubernetes itself understands. */
export function madeByOperator(object: ClusterObject, others: readonly ClusterObject[]): MadeByOperator {
  return operators[typeOf(object)]?.(object, others) ?? nothing;
}

/** Why nobody would see the pods of an object here; undefined where they would be seen, or there are none. */
export function whyUnseen(object: Pick<ClusterObject, "apiVersion" | "kind">): string | undefined {
  const type = typeOf(object);
  if (!isKnownType(type))
    return `${object.kind} of ${object.apiVersion} may become pods: plan/capacity/readers.ts has to say`;
  // What Kubernetes' own controllers make pods of, they make here too.
  if (/^kubernetes:(apps|batch|core)\//.test(type) || !Object.hasOwn(readers, type) || Object.hasOwn(operators, type))
    return undefined;
  return `${object.kind} of ${object.apiVersion} becomes pods that nothing stands in for: cluster-test/operated-pods.ts has no line for it`;
}

/** As plans call it. */
function typeOf({ apiVersion, kind }: Pick<ClusterObject, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
