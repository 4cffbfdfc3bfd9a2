import { chartType, type PlannedResource } from "../planned-resource.ts";
import type { Around, Reader, ReadPods } from "./reader.ts";
import { isClickhouseServer, readClickhouseServer } from "./readers/clickhouse-server.ts";
import { readCassandraCluster } from "./readers/cassandra-cluster.ts";
import { readChart } from "./readers/chart.ts";
import { readKafka, readKafkaPool } from "./readers/kafka.ts";
import { readKafkaWorkers } from "./readers/kafka-workers.ts";
import { readMariadbCluster } from "./readers/mariadb-cluster.ts";
import { readMongodbCluster } from "./readers/mongodb-cluster.ts";
import { readPostgresCluster } from "./readers/postgres-cluster.ts";
import { readRabbitmqCluster } from "./readers/rabbitmq-cluster.ts";
import { isQdrantServer, readQdrantServer } from "./readers/qdrant-server.ts";
import { isRedisServer, readRedisServer } from "./readers/redis-server.ts";
import { readCronJob, readEveryNode, readJob, readPod, readWorkload } from "./readers/workload.ts";

/** By type: which pods it becomes. A new kind of store is a line here. */
export const readers: Readonly<Record<string, Reader>> = {
  "kubernetes:apps/v1:DaemonSet": readEveryNode,
  "kubernetes:apps/v1:Deployment": readWorkload,
  "kubernetes:apps/v1:StatefulSet": readStatefulSet,
  "kubernetes:argoproj.io/v1alpha1:Rollout": readWorkload,
  "kubernetes:batch/v1:CronJob": readCronJob,
  "kubernetes:batch/v1:Job": readJob,
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter": readCassandraCluster,
  "kubernetes:core/v1:Pod": readPod,
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB": readMariadbCluster,
  "kubernetes:kafka.strimzi.io/v1:Kafka": readKafka,
  "kubernetes:kafka.strimzi.io/v1:KafkaConnect": readKafkaWorkers,
  "kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2": readKafkaWorkers,
  "kubernetes:kafka.strimzi.io/v1:KafkaNodePool": readKafkaPool,
  "kubernetes:postgresql.cnpg.io/v1:Cluster": readPostgresCluster,
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB": readMongodbCluster,
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster": readRabbitmqCluster,
  [chartType]: readChart,
};

/** A server of a store that the kit runs by itself, or any other StatefulSet. */
function readStatefulSet(...[resource, around]: Parameters<Reader>): ReturnType<Reader> {
  const kinds = [
    [isClickhouseServer, readClickhouseServer],
    [isQdrantServer, readQdrantServer],
    [isRedisServer, readRedisServer],
  ] as const;
  const [, read] = kinds.find(([isOne]) => isOne(resource)) ?? [undefined, readWorkload];
  return read(resource, around);
}

/** Types that become no pods, and why. Everything else of Kubernetes is named in the report. */
export const podless: Readonly<Record<string, string>> = {
  "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration": "says who is asked",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": "the API server judges by itself",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": "the API server judges by itself",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration": "says who is asked",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": "defines a kind",
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": "is read with what it scales",
  "kubernetes:barmancloud.cnpg.io/v1:ObjectStore": "says where servers are copied to; what copies is read with them",
  "kubernetes:cert-manager.io/v1:Certificate": "is kept as a Secret",
  "kubernetes:cert-manager.io/v1:ClusterIssuer": "says who signs",
  "kubernetes:cert-manager.io/v1:Issuer": "says who signs",
  "kubernetes:core/v1:ConfigMap": "holds settings",
  "kubernetes:core/v1:LimitRange": "bounds what others ask for",
  "kubernetes:core/v1:Namespace": "holds what others are",
  "kubernetes:core/v1:PersistentVolumeClaim": "is read with the servers whose it is",
  "kubernetes:core/v1:ResourceQuota": "bounds what others ask for",
  "kubernetes:core/v1:Secret": "holds passwords",
  "kubernetes:core/v1:Service": "leads to pods of others",
  "kubernetes:core/v1:ServiceAccount": "is who a pod is",
  "kubernetes:kafka.strimzi.io/v1:KafkaConnector": "is work for workers",
  "kubernetes:kafka.strimzi.io/v1:KafkaTopic": "lies on the brokers",
  "kubernetes:kafka.strimzi.io/v1:KafkaUser": "is known to the brokers",
  "kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass": "says what machines are like",
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": "says what machines are like",
  "kubernetes:karpenter.sh/v1:NodePool": "says which nodes may come; they are reckoned from the environment's pools",
  "kubernetes:monitoring.coreos.com/v1:PodMonitor": "says where numbers are read",
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule": "says what is wrong when",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": "says what may flow",
  "kubernetes:policy/v1:PodDisruptionBudget": "is read with what it guards",
  "kubernetes:postgresql.cnpg.io/v1:Database": "lies on the servers",
  "kubernetes:postgresql.cnpg.io/v1:Publication": "lies on the servers",
  "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup": "has servers copied by what is beside them",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": "says who may do what",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": "says who may do what",
  "kubernetes:rbac.authorization.k8s.io/v1:Role": "says who may do what",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": "says who may do what",
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": "orders pods of others",
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass": "says how copies are made",
  "kubernetes:storage.k8s.io/v1:StorageClass": "says how volumes are made",
};

/** Whether a type is known: read, or podless. */
export function isKnownType(type: string): boolean {
  return Object.hasOwn(readers, type) || Object.hasOwn(podless, type);
}

/** The pods of a plan, in order of name, and what of them isn't known. */
export function readPods(
  all: readonly PlannedResource[],
  environment: Around["environment"],
  canBeManaged: Around["canBeManaged"] = () => true,
): ReadPods {
  const resources = all.filter(
    ({ type, custom, remote }) => type.startsWith("kubernetes:") && (custom || remote || type === chartType),
  );
  const around = { environment, resources, canBeManaged };
  const read = resources.flatMap((resource) => readers[resource.type]?.(resource, around) ?? []);
  const strange = new Set(resources.filter(({ type }) => !isKnownType(type)).map(({ type }) => type));
  return {
    groups: read.flatMap(({ groups }) => groups).sort((a, b) => (a.name < b.name ? -1 : 1)),
    notes: [
      ...read.flatMap(({ notes }) => notes),
      ...[...strange].map((type) => `${type} may become pods that nobody counts`),
    ].sort(),
  };
}
