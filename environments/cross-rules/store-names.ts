import { clickhouseMemberEndings } from "../../components/kit/databases/clickhouse/clickhouse.ts";
import { qdrantNodeEndings } from "../../components/kit/databases/qdrant/qdrant.ts";
import { redisMemberEndings } from "../../components/kit/databases/redis/redis-members.ts";
import type { Check } from "../cross-rules.ts";
import type { OperatedKind, StoreWish } from "../schema/stores.ts";

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
const endings: Readonly<Record<OperatedKind, readonly string[]>> = {
  // Named by the cluster and the datacenter, and each ends in two words.
  cassandra: [],
  clickhouse: ["nodes", ...clickhouseMemberEndings],
  kafka: ["cruise-control", "kafka-bootstrap", "kafka-brokers", "kafka-exporter"],
  influxdb: [],
  mongodb: ["rs0"],
  mysql: ["internal", "metrics", "primary", "read", "secondary"],
  postgres: ["r", "ro", "rw"],
  rabbitmq: ["nodes", "server"],
  qdrant: ["nodes", ...qdrantNodeEndings],
  redis: ["nodes", ...redisMemberEndings],
};

/** Kinds of which a Service or StatefulSet is called as the store itself. */
const bare: readonly OperatedKind[] = ["clickhouse", "mysql", "rabbitmq", "qdrant", "redis"];

/** No store has the name of what another one's operator makes: the two would fight for it, and clients reach the wrong servers. */
export const storesDontNameOthersParts: Check = ({ stores }, at) => {
  const found = inCluster(stores);
  return found
    .filter(([, kind]) => bare.includes(kind))
    .flatMap(([name]) =>
      found
        .filter(([other, kind]) => endings[kind].some((ending) => name === `${other}-${ending}`))
        .map(([other]) => ({
          ...at(["stores", name], "key"),
          rule: `is also the name of a part of the store ${other}`,
          wayOut: "name one of the two otherwise",
        })),
    );
};

function inCluster(stores: Readonly<Record<string, StoreWish>>): (readonly [string, OperatedKind])[] {
  return Object.entries(stores).flatMap(([name, store]) =>
    store.placement === "in-cluster" ? [[name, store.kind] as const] : [],
  );
}
