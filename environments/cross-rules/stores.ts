import { smallestSizes, storeSizeProblem } from "../../components/kit/store-sizes.ts";
import type { Check } from "../cross-rules.ts";
import { chooser } from "../did-you-mean.ts";
import { everyService, named } from "./every-service.ts";

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
    if (problem === undefined) return [];
    return [{ ...at(["stores", name, "size"]), rule: problem, wayOut: `write ${smallestSizes[store.kind]} or larger` }];
  });

/** A store chooses its disks where it has disks of its own. */
export const volumesAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, { placement, volumes }]) =>
    volumes !== undefined && placement === "managed"
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
    store.kind === "postgres" && store.secondaryRegion === true && store.placement === "in-cluster"
      ? [
          {
            ...at(["stores", name, "secondaryRegion"]),
            rule: "is of no use: a store in the cluster has all its servers in the cluster's region",
            wayOut: "delete secondaryRegion, or write placement: managed",
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

/** Services use PostgreSQL and Redis stores that exist. */
export const usesNameStores: Check = (environment, at) => {
  const usable = Object.entries(environment.stores)
    .filter(([, { kind }]) => kind !== "kafka")
    .map(([name]) => name);
  const choose = chooser("PostgreSQL and Redis stores");
  return everyService(environment).flatMap(({ service, path }) =>
    Object.keys(service.uses)
      .filter((name) => !usable.includes(name))
      .map((name) => {
        const isKafka = named(environment.stores, name) !== undefined;
        return {
          ...at([...path, "uses", name], "key"),
          rule: isKafka ? `names a Kafka store, which isn't used but published to` : "names no store of stores",
          wayOut: isKafka ? "say what it does under publishes and consumes" : choose(name, () => usable),
        };
      }),
  );
};
