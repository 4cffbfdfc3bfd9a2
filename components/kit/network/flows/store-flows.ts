import type { Environment } from "../../../../environments/schema/environment.ts";
import type {
  ManagedKind,
  InClusterKind,
  InClusterWish,
  StoreWish,
} from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { cassandraPodLabels } from "../../databases/cassandra/cassandra-cluster.ts";
import { clickhouseSelector } from "../../databases/clickhouse/clickhouse.ts";
import { influxdbSelector } from "../../databases/influxdb/influxdb.ts";
import { mariadbPodLabels, mariadbPorts } from "../../databases/mysql/mariadb-cluster.ts";
import { mongodbPodLabels } from "../../databases/mongodb/mongodb-cluster.ts";
import { isCopied } from "../../databases/postgres/postgres-backups.ts";
import { decidePoolers, type PoolerRole } from "../../databases/postgres/postgres-pooler.ts";
import { qdrantSelector } from "../../databases/qdrant/qdrant-server.ts";
import { hasSentinels } from "../../databases/redis/redis-sentinels.ts";
import { redisSelector } from "../../databases/redis/redis-server.ts";
import { podSelector, type Labels } from "../../labels.ts";
import { brokerLabels } from "../../messaging/rabbitmq/rabbitmq-cluster.ts";
import {
  cassandraPorts,
  clickhousePorts,
  clientPorts,
  ports,
  qdrantPorts,
  rabbitmqPorts,
  sentinelPort,
} from "../ports.ts";
import { apiServerPorts, operatorPods, type Flow, type FlowOptions, type Pods } from "./flow.ts";
import { bucketReach } from "./object-flows.ts";

/** Pods of an in-cluster store, by the labels that its operator gives them. */
export function storePods(store: string, kind: InClusterKind): Pods {
  return { kind: "pods", namespace: namespaces.data, name: store, labels: storeLabels[kind](store) };
}

/** Pods of a pooler before a PostgreSQL. */
export function poolerOf(store: string, role: PoolerRole): Pods {
  const name = `${role}.pooler.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** Each pooler may connect to the servers that it stands before. */
export function poolerFlows(store: string, wish: StoreWish, { managedCidrs, managed }: FlowOptions): Flow[] {
  if (wish.kind !== "postgres") return [];
  const servers: readonly Pick<Flow, "to" | "ports">[] =
    wish.placement === "in-cluster"
      ? [{ to: storePods(store, wish.kind), ports: [ports.postgres] }]
      : managedCidrs.length === 0
        ? []
        : [{ to: { kind: "blocks", cidrs: managedCidrs }, ports: managed.postgres.ports }];
  return decidePoolers(wish).flatMap((role) => servers.map((server) => ({ from: poolerOf(store, role), ...server })));
}

/** Pods of the Job that sets up a store. No other pods have a name with a dot. */
export function setupPods(store: string): Pods {
  const name = `setup.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** The Job that sets up what is inside of a managed store reaches it. */
export function setupFlows(store: string, kind: ManagedKind, { managedCidrs, managed }: FlowOptions): Flow[] {
  const { ports: open, setUp, setUpPorts = open } = managed[kind];
  if (!setUp || managedCidrs.length === 0) return [];
  return [{ from: setupPods(store), to: { kind: "blocks", cidrs: managedCidrs }, ports: setUpPorts }];
}

/**
 * Labels that are on the pods and also in the selector of the Service by which clients reach them: on EKS a policy that
 * leads to pods lets their Service's address through only where the Service selects by all of the policy's labels.
 * https://github.com/aws/amazon-network-policy-controller-k8s/issues/224
 */
const storeLabels: Readonly<Record<InClusterKind, (store: string) => Labels>> = {
  cassandra: cassandraPodLabels,
  clickhouse: clickhouseSelector,
  postgres: (store) => ({ "cnpg.io/cluster": store }),
  // Also the entity operator, which makes topics and users.
  kafka: (store) => ({ "strimzi.io/cluster": store }),
  influxdb: influxdbSelector,
  mongodb: mongodbPodLabels,
  mysql: mariadbPodLabels,
  rabbitmq: brokerLabels,
  qdrant: qdrantSelector,
  redis: redisSelector,
};

/**
 * What a store's pods need: each other, their operator, and the API server where they talk to it.
 * https://cloudnative-pg.io/documentation/current/security/#exposed-ports
 * https://strimzi.io/docs/operators/latest/deploying#assembly-securing-kafka-str
 * https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/#redis-cluster-tcp-ports
 */
const storePorts: Readonly<
  Record<
    InClusterKind,
    {
      readonly among: readonly number[];
      readonly operator: readonly number[];
      readonly apiServer: boolean;
      /** Where a Job sets up what is inside. - behaviour: the operator does. */
      readonly setUp?: readonly number[];
    }
  >
> = {
  // The operator starts and stops each node by its management API.
  cassandra: {
    among: [cassandraPorts.interNode],
    operator: [cassandraPorts.management],
    apiServer: false,
    setUp: [ports.cassandra],
  },
  // Servers and keepers alike; nobody looks after them from outside.
  clickhouse: {
    among: [clickhousePorts.native, clickhousePorts.interserver, clickhousePorts.keeper, clickhousePorts.raft],
    operator: [],
    apiServer: false,
    setUp: [clickhousePorts.native],
  },
  // 8000 is the instance manager's status.
  postgres: {
    among: [ports.postgres, 8000],
    operator: [ports.postgres, 8000],
    apiServer: true,
    setUp: [ports.postgres],
  },
  // 9090 controllers and Cruise Control, 9091 replication and the operators, 8443 the agent; the API server tells a broker its zone and hands it its certificates.
  kafka: { among: [9090, 9091, ports.kafka], operator: [8443, 9090, 9091], apiServer: true },
  // One server, which speaks to nobody by itself.
  influxdb: { among: [], operator: [], apiServer: false, setUp: [ports.influxdb] },
  // The operator also runs programs in members, by way of the API server.
  mongodb: { among: [ports.mongodb], operator: [ports.mongodb], apiServer: false, setUp: [ports.mongodb] },
  // Servers begin with a copy of another; the agent beside each asks the API server what it is to be.
  mysql: {
    among: [mariadbPorts.stateTransfer, mariadbPorts.cluster, mariadbPorts.increments],
    operator: [ports.mysql, mariadbPorts.agent],
    apiServer: true,
    setUp: [ports.mysql],
  },
  // The operator asks each broker what it may do before others stop.
  rabbitmq: {
    among: [rabbitmqPorts.discovery, rabbitmqPorts.interNode],
    operator: [rabbitmqPorts.management],
    apiServer: false,
    setUp: [rabbitmqPorts.management],
  },
  // Copies of shards may go as files, over the port of clients; nobody looks after nodes from outside.
  qdrant: { among: [ports.qdrant, qdrantPorts.nodes], operator: [], apiServer: false, setUp: [ports.qdrant] },
  // 16379 is the cluster's bus; nobody looks after it from outside.
  redis: { among: [ports.redis, ports.redis + 10000], operator: [], apiServer: false, setUp: [ports.redis] },
};

/** A Redis with sentinels has no bus: servers ask sentinels who leads, and sentinels look at servers and at each other. */
const sentinelPorts: (typeof storePorts)["redis"] = {
  among: [ports.redis, sentinelPort],
  operator: [],
  apiServer: false,
  setUp: [ports.redis, sentinelPort],
};

function isWatched(wish: StoreWish | undefined): boolean {
  return wish?.kind === "redis" && hasSentinels(wish);
}

/** Every TCP port on which a store in the cluster serves services. */
export function servedPorts(wish: InClusterWish): number[] {
  return [...clientPorts(wish.kind), ...(isWatched(wish) ? [sentinelPort] : [])];
}

/** What a store in the cluster needs: its own pods, the Job that sets it up, its operator, and the API server. */
export function storeFlows(store: string, kind: InClusterKind, { operators }: FlowOptions, wish?: StoreWish): Flow[] {
  const pods = storePods(store, kind);
  const { among, operator, apiServer, setUp } = isWatched(wish) ? sentinelPorts : storePorts[kind];
  return [
    ...(among.length === 0 ? [] : [{ from: pods, to: pods, ports: among }]),
    ...(setUp === undefined ? [] : [{ from: setupPods(store), to: pods, ports: setUp }]),
    ...operators
      .filter((candidate) => candidate.kind === kind)
      .map((candidate): Flow => ({ from: operatorPods(candidate), to: pods, ports: operator })),
    ...(apiServer ? [{ from: pods, to: { kind: "anywhere" }, ports: apiServerPorts } satisfies Flow] : []),
  ];
}

/** Servers that are copied to buckets, or begin from one, do so themselves. */
export function copiedFlows({ stores }: Pick<Environment, "stores">, options: FlowOptions): Flow[] {
  return Object.entries(stores).flatMap(([store, wish]) =>
    isCopied(wish) ? bucketReach(storePods(store, wish.kind), options) : [],
  );
}
