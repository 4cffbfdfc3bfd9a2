import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkGivenDatabases } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";

/** Databases that every server of RDS has. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_PostgreSQL.html */
const givenDatabases: readonly string[] = ["postgres", "rdsadmin", "template0", "template1"];

/** What MySQL and MariaDB of RDS's keep to themselves besides. */
const givenToMysql: readonly string[] = ["innodb"];

/** What RDS would refuse of the managed PostgreSQL, MySQL and MariaDB stores of an environment. */
export function checkDatabases({ name, stores }: Pick<Environment, "name" | "stores">): Issue[] {
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  const twoDashes = Object.entries(stores).filter(
    ([store, { kind, placement }]) =>
      (kind === "postgres" || kind === "mysql") && placement === "managed" && `${name}-${store}`.includes("--"),
  );
  return [
    ...twoDashes.map(([store]) => ({
      path: `stores.${store}`,
      value: store,
      rule: `makes a server named ${name}-${store}…, and RDS takes no two dashes in a row`,
      wayOut: "leave one of them out of the store's or the environment's name",
    })),
    ...checkGivenDatabases(stores, givenDatabases, "server of RDS"),
    ...Object.entries(stores)
      .filter(
        ([store, { kind, placement }]) => kind === "mysql" && placement === "managed" && givenToMysql.includes(store),
      )
      .map(([store]) => ({
        path: `stores.${store}`,
        value: store,
        rule: `makes a database named ${store}, a word that RDS keeps to itself`,
        wayOut: "name the store after what it holds, e.g. orders",
      })),
  ];
}
