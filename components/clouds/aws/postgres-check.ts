import type { Environment } from "../../../environments/schema/environment.ts";
import type { Issue } from "../../kit/errors.ts";
import { databaseName } from "../../kit/postgres-names.ts";

/** Databases that every server of RDS has. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_PostgreSQL.html */
const givenDatabases: readonly string[] = ["postgres", "rdsadmin", "template0", "template1"];

/** What RDS would refuse of the managed PostgreSQL stores of an environment. */
export function checkPostgres({ name, stores }: Pick<Environment, "name" | "stores">): Issue[] {
  return Object.entries(stores)
    .filter(([, { kind, placement }]) => kind === "postgres" && placement === "managed")
    .flatMap(([store]) => {
      const issue = (rule: string, wayOut: string): Issue => ({ path: `stores.${store}`, value: store, rule, wayOut });
      const server = `${name}-${store}`;
      return [
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        ...(server.includes("--")
          ? [
              issue(
                `makes a server named ${server}…, and RDS takes no two dashes in a row`,
                "leave one of them out of the store's or the environment's name",
              ),
            ]
          : []),
        ...(givenDatabases.includes(databaseName(store))
          ? [
              issue(
                `makes a database named ${databaseName(store)}, which every server of RDS has already`,
                "name the store after what it holds, e.g. orders",
              ),
            ]
          : []),
      ];
    });
}
