import { givenMysqlDatabases, mysqlDatabase, mysqlVersions } from "../../../components/kit/databases/mysql/mysql.ts";
import { givenMongodbDatabase } from "../../../components/kit/databases/mongodb/mongodb.ts";
import { databaseName } from "../../../components/kit/databases/postgres/postgres-names.ts";
import { smallestSizes, storeSizeProblem } from "../../../components/kit/databases/store-sizes.ts";
import type { Check } from "../../cross-rules.ts";
import type { StoreWish } from "../../schema/stores/stores.ts";
import { chooser } from "../../did-you-mean.ts";
import { everyService, named } from "../services/every-service.ts";

/** Kafka has one broker or enough for a quorum. */
export const brokersHaveQuorum: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "kafka" && store.brokers === 2
      ? [
          {
            ...at(["stores", name, "brokers"]),
            rule: "is no quorum: with two, the loss of one stops writing",
            wayOut: "write 1 for a laptop, else 3 or more",
          },
        ]
      : [],
  );

/** An in-cluster store is large enough to start. */
export const storesCanStart: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    const problem = storeSizeProblem(store);
    if (problem === undefined || store.placement === "managed") return [];
    return [{ ...at(["stores", name, "size"]), rule: problem, wayOut: `write ${smallestSizes[store.kind]} or larger` }];
  });

/** A store chooses its disks where it has disks of its own. */
export const volumesAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    "volumes" in store && store.volumes !== undefined && store.placement === "managed"
      ? [
          {
            ...at(["stores", name, "volumes"]),
            rule: "is of no use: the disks of a managed store are the cloud's choice",
            wayOut: "delete volumes, or write placement: in-cluster",
          },
        ]
      : [],
  );

/** A store has a server in another region where the cloud makes its servers. */
export const secondaryServersAreManaged: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    (store.kind === "postgres" || store.kind === "mysql") &&
    store.secondaryRegion === true &&
    store.placement === "in-cluster"
      ? [
          {
            ...at(["stores", name, "secondaryRegion"]),
            rule: "is of no use: a store in the cluster has all its servers in the cluster's region",
            wayOut: "delete secondaryRegion, or write placement: managed",
          },
        ]
      : [],
  );

/** MySQL is a cloud's: in the cluster there is MariaDB, since no operator of the kit runs the other. */
export const mysqlIsManaged: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "mysql" && store.engine === "mysql" && store.placement === "in-cluster"
      ? [
          {
            ...at(["stores", name, "engine"]),
            rule: "is nothing that the kit runs in the cluster: its operator there runs MariaDB",
            wayOut: "write engine: mariadb, or placement: managed",
          },
        ]
      : [],
  );

/** MariaDB in the cluster has one server, or enough of them that a majority outlives the loss of one. */
export const mariadbHasQuorum: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "mysql" && store.placement === "in-cluster" && store.replicas % 2 === 1
      ? [
          {
            ...at(["stores", name, "replicas"]),
            rule: `makes ${1 + store.replicas} servers, which have no majority when half of them are lost: then writing stops`,
            wayOut: "write 0, 2 or 4, or placement: managed",
          },
        ]
      : [],
  );

/** MySQL and MariaDB have versions of their own. */
export const mysqlVersionsExist: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "mysql" || store.version === undefined) return [];
    const versions = mysqlVersions[store.engine];
    if (versions.includes(store.version)) return [];
    return [
      {
        ...at(["stores", name, "version"]),
        rule: `is no version of ${store.engine}`,
        wayOut: `write ${[...versions]
          .sort()
          .map((version) => `"${version}"`)
          .join(" or ")}, or leave it out for the newest`,
      },
    ];
  });

/** A MySQL store's database isn't one of those that every server has. */
export const mysqlDatabasesAreFree: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, { kind }]) =>
    kind === "mysql" && givenMysqlDatabases.includes(mysqlDatabase(name))
      ? [
          {
            ...at(["stores", name], "key"),
            rule: `makes a database named ${mysqlDatabase(name)}, which every server has already`,
            wayOut: "name the store after what it holds, e.g. orders",
          },
        ]
      : [],
  );

/** A bucket's objects are cold before they are deleted, and locked no longer than they are kept. */
export const bucketDaysAreOrdered: Check = ({ buckets }, at) =>
  Object.entries(buckets).flatMap(([name, { coldAfterDays, deleteAfterDays, retentionDays }]) => {
    if (deleteAfterDays === undefined) return [];
    const path = (field: string) => at(["buckets", name, field]);
    const late =
      coldAfterDays !== undefined && coldAfterDays >= deleteAfterDays
        ? [
            {
              ...path("coldAfterDays"),
              rule: `is not below deleteAfterDays (${deleteAfterDays}): objects are deleted before they move`,
              wayOut: "lower coldAfterDays, raise deleteAfterDays, or delete one of them",
            },
          ]
        : [];
    const locked =
      deleteAfterDays < retentionDays
        ? [
            {
              ...path("deleteAfterDays"),
              rule: `is below retentionDays (${retentionDays}): objects are locked when they should be deleted`,
              wayOut: `write ${retentionDays} or more, or lower retentionDays`,
            },
          ]
        : [];
    return [...late, ...locked];
  });

/** Brokers aren't used, but written to and read from by fields of their own. */
const brokerFields: Readonly<Partial<Record<StoreWish["kind"], readonly [rule: string, wayOut: string]>>> = {
  kafka: ["names a Kafka store, which isn't used but published to", "say what it does under publishes and consumes"],
  rabbitmq: ["names a RabbitMQ store, which isn't used but sent to", "say what it does under sends and receives"],
};

/** Services use stores that exist and are no brokers. */
export const usesNameStores: Check = (environment, at) => {
  const usable = Object.entries(environment.stores)
    .filter(([, { kind }]) => brokerFields[kind] === undefined)
    .map(([name]) => name);
  const choose = chooser("stores that can be used");
  return everyService(environment).flatMap(({ service, path }) =>
    Object.keys(service.uses)
      .filter((name) => !usable.includes(name))
      .map((name) => {
        const broker = named(environment.stores, name);
        const [rule, wayOut] = (broker === undefined ? undefined : brokerFields[broker.kind]) ?? [
          "names no store of stores",
          choose(name, () => usable),
        ];
        return { ...at([...path, "uses", name], "key"), rule, wayOut };
      }),
  );
};

/** A store that speaks MongoDB's protocol has a database that no server has already. */
export const documentsHaveADatabase: Check = ({ stores }, at) =>
  Object.entries(stores)
    .filter(([name, { kind }]) => kind === "mongodb" && givenMongodbDatabase.test(databaseName(name)))
    .map(([name]) => ({
      ...at(["stores", name], "key"),
      rule: `makes a database named ${databaseName(name)}, which every server has already`,
      wayOut: "name the store after what it holds, e.g. documents",
    }));
