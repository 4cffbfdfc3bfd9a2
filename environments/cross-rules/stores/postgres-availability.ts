import { outlivesAZone } from "../../../components/kit/databases/postgres/postgres-durability.ts";
import { isTried, trialName } from "../../../components/kit/databases/postgres/restore-test.ts";
import { shardNames } from "../../../components/kit/databases/postgres/shards.ts";
import type { Issue } from "../../../components/kit/errors.ts";
import type { At, Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import type { TwinWish } from "../../schema/stores/postgres-availability.ts";
import type { PostgresWish } from "../../schema/stores/stores.ts";
import { everyService } from "../services/every-service.ts";

/** Who asks that a zone's loss costs no commit has the servers for it. */
export const synchronousStoresOutliveAZone: Check = ({ stores }, at) =>
  postgresOf(stores)
    .filter(([, wish]) => wish.durability === "synchronous" && wish.placement === "in-cluster" && !outlivesAZone(wish))
    .map(([name]) => ({
      ...at(["stores", name, "replicas"]),
      rule: "is too few or uneven for durability: synchronous: without one of three zones, either a commit would be lost or writing would stop",
      wayOut: "write 2, 4 or 5, or leave durability out",
    }));

/** Most characters of a store's name: the schema's. */
const longestName = 30;

/** Names that databases of sharded stores, and servers restored for a trial, have are nobody else's. */
export const storesDontNameDatabasesOfOthers: Check = ({ stores }, at) =>
  postgresOf(stores).flatMap(([name, wish]) => {
    const databases = wish.shards === undefined ? [] : shardNames(name, wish.shards);
    const tried = isTried(wish) ? (databases.length === 0 ? [name] : databases).map(trialName) : [];
    const taken = [...databases, ...tried].filter((one) => Object.hasOwn(stores, one));
    const longest = Math.max(0, ...databases.map(({ length }) => length));
    return [
      ...taken.map((one) => ({
        ...at(["stores", one], "key"),
        rule: `is what the store ${name} calls a server of its own`,
        wayOut: "name one of the two otherwise",
      })),
      ...(longest <= longestName
        ? []
        : [
            {
              ...at(["stores", name], "key"),
              rule: `makes databases with names of ${longest} characters, where ${longestName} is the most`,
              wayOut: `name the store with ${longest - longestName} fewer`,
            },
          ]),
    ];
  });

/** A store of several databases doesn't begin from one, has no twin, and nothing else reads its log. */
export const shardsBeginEmpty: Check = ({ stores }, at) => {
  const sharded = postgresOf(stores).filter(([, { shards }]) => shards !== undefined);
  const begun = sharded.flatMap(([name, wish]) =>
    (["restoreFrom", "twin"] as const)
      .filter((field) => wish[field] !== undefined)
      .map((field) => ({
        ...at(["stores", name, field], "key"),
        rule: "is of one database, and shards make several",
        wayOut: `delete one of the two; write each database as a store of its own to give it ${field}`,
      })),
  );
  const captured = Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "kafka") return [];
    return Object.keys(store.captures ?? {})
      .filter((from) => sharded.some(([one]) => one === from))
      .map((from) => ({
        ...at(["stores", name, "captures", from], "key"),
        rule: "is a store of several databases, whose logs are several",
        wayOut: "write each database as a store of its own, and capture each",
      }));
  });
  return [...begun, ...captured];
};

/** Servers that follow another environment's, or are followed, are ours, and copied. */
export const twinsAreCopied: Check = (environment, at) =>
  twinsOf(environment).flatMap(([name, wish]) => {
    const path = (...field: string[]) => at(["stores", name, ...field]);
    return [
      ...when(
        wish.placement === "managed",
        path("twin"),
        "is of no use: the cloud's own servers follow nothing of ours",
        "delete twin, or write placement: in-cluster",
      ),
      ...when(
        wish.placement === "in-cluster" && wish.backups === undefined,
        path("twin"),
        "needs backups, by which the two follow each other",
        "write backups: { bucket: … }",
      ),
      ...when(
        wish.restoreFrom !== undefined,
        path("restoreFrom"),
        "and twin both say where the store begins",
        "delete one of the two",
      ),
    ];
  });

/** Two environments' servers of one database can tell who is who. */
export const twinsAreTwo: Check = (environment, at) =>
  twinsOf(environment).flatMap(([name, wish, twin]) => {
    const path = (...field: string[]) => at(["stores", name, ...field]);
    const here = environment.name;
    const other = twin.environment;
    const isPrimary = twin.primary === here;
    const login = twin.login !== undefined;
    return [
      ...when(other === here, path("twin", "environment"), "is this environment itself", "write the other's name"),
      ...when(
        !isPrimary && twin.primary !== other,
        path("twin", "primary"),
        "is neither this environment nor the other",
        `write ${here} or ${other}`,
      ),
      ...when(
        twin.token !== undefined && !isPrimary,
        path("twin", "token"),
        "is what a new primary gets, and the primary is elsewhere",
        "delete token",
      ),
      ...when(
        twin.region !== undefined && !(login && twin.bucket.startsWith("s3://")),
        path("twin", "region"),
        "is of use for s3:// buckets with a login only",
        "delete region",
      ),
      ...when(
        !isPrimary && isTried(wish),
        path("backups", "test"),
        "marks the store, and this one can't be written to: its backups are tried where it is",
        "write test: never",
      ),
    ];
  });

/** Nobody uses a store that follows another environment's: logins are those of over there. */
export const followersAreUsedByNobody: Check = (environment, at) => {
  const following = twinsOf(environment).filter(([, , { primary }]) => primary !== environment.name);
  return everyService(environment).flatMap(({ service, path }) =>
    Object.keys(service.uses)
      .filter((store) => following.some(([name]) => name === store))
      .map((store) => ({
        ...at([...path, "uses", store], "key"),
        rule: "follows the servers of another environment, whose passwords it has",
        wayOut: "delete it here, and write it when this environment becomes primary",
      })),
  );
};

function when(wrong: boolean, place: ReturnType<At>, rule: string, wayOut: string): Issue[] {
  return wrong ? [{ ...place, rule, wayOut }] : [];
}

function postgresOf(stores: Environment["stores"]): [string, PostgresWish][] {
  return Object.entries(stores).flatMap(([name, wish]): [string, PostgresWish][] =>
    wish.kind === "postgres" ? [[name, wish]] : [],
  );
}

function twinsOf({ stores }: Environment): [string, PostgresWish, TwinWish][] {
  return postgresOf(stores).flatMap(([name, wish]): [string, PostgresWish, TwinWish][] =>
    wish.twin === undefined ? [] : [[name, wish, wish.twin]],
  );
}
