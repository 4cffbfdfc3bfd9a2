import { clickhouseMemberEndings } from "../../../components/kit/databases/clickhouse/clickhouse.ts";
import { qdrantNodeEndings } from "../../../components/kit/databases/qdrant/qdrant.ts";
import { redisMemberEndings } from "../../../components/kit/databases/redis/redis-members.ts";
import { sentinelEnding } from "../../../components/kit/databases/redis/redis-sentinels.ts";
import type { Check } from "../../cross-rules.ts";
import type { InClusterKind, StoreWish } from "../../schema/stores/stores.ts";

/** What operators say of every pod of a kind in `app.kubernetes.io/name`, the only label by which RabbitMQ's operator finds its own. */
const podNames: readonly string[] = [
  "cassandra",
  "cruise-control",
  "entity-operator",
  "kafka",
  "mariadb",
  "percona-server-mongodb",
  "postgresql",
];

/**
 * In-cluster RabbitMQ isn't named as pods of other stores are: its Service and its policies would lead to them.
 * https://github.com/rabbitmq/cluster-operator/blob/main/internal/metadata/label.go
 */
export const brokersHaveNamesOfTheirOwn: Check = ({ stores }, at) =>
  inCluster(stores)
    .filter(([name, kind]) => kind === "rabbitmq" && podNames.includes(name))
    .map(([name]) => ({
      ...at(["stores", name], "key"),
      rule: "is what pods of other stores are labelled with: they would be taken for its brokers",
      wayOut: "name the store after what it holds, e.g. work",
    }));

/** What operators, and the kit, put behind a store's name for its Services and StatefulSets. */
const endings: Readonly<Record<InClusterKind, readonly string[]>> = {
  // Named by the cluster and the datacenter, and each ends in two words.
  cassandra: [],
  clickhouse: ["nodes", ...clickhouseMemberEndings],
  kafka: ["cruise-control", "kafka-bootstrap", "kafka-brokers", "kafka-exporter"],
  influxdb: [],
  mongodb: ["rs0"],
  mysql: ["internal", "metrics", "primary", "read", "secondary"],
  postgres: ["r", "ro", "rw"],
  rabbitmq: ["devices", "devices-public", "nodes", "server"],
  qdrant: ["nodes", ...qdrantNodeEndings],
  redis: ["nodes", sentinelEnding, ...redisMemberEndings],
};

/** Whether a Service or StatefulSet of the kind is called as the store itself. */
const bare: Readonly<Record<InClusterKind, boolean>> = {
  cassandra: false,
  clickhouse: true,
  influxdb: true,
  kafka: false,
  mongodb: false,
  mysql: true,
  postgres: false,
  qdrant: true,
  rabbitmq: true,
  redis: true,
};

/**
 * What the kit puts behind the name of a store of any kind, wherever it is, for what it plans beside it. Another store called so
 * would plan the same: a set-up Job's files, a cluster for a trial, a pooler's Service, the account of a copy.
 */
const planned: readonly string[] = [
  "backup",
  "bridge",
  "metrics",
  "nodes",
  "origin",
  "pooler",
  "pooler-ro",
  "repair",
  "restore-test",
  "schemas",
  "setup",
  "trial",
  "twin",
  "upkeep",
];

/** No store has the name of what is made for another one: the two would fight for it, and clients reach the wrong servers. */
export const storesDontNameOthersParts: Check = ({ stores }, at) => {
  const kinds = new Map(inCluster(stores));
  const names = Object.keys(stores);
  return names.flatMap((name) => {
    const kind = kinds.get(name);
    const isBare = kind !== undefined && bare[kind];
    return names
      .filter((other) => name.startsWith(`${other}-`))
      .filter((other) => {
        const ending = name.slice(other.length + 1);
        const operated = kinds.get(other);
        return planned.includes(ending) || (isBare && operated !== undefined && endings[operated].includes(ending));
      })
      .map((other) => ({
        ...at(["stores", name], "key"),
        rule: `is also the name of a part of the store ${other}`,
        wayOut: "name one of the two otherwise",
      }));
  });
};

function inCluster(stores: Readonly<Record<string, StoreWish>>): (readonly [string, InClusterKind])[] {
  return Object.entries(stores).flatMap(([name, store]) =>
    store.placement === "in-cluster" ? [[name, store.kind] as const] : [],
  );
}
