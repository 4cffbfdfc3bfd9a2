import type { MysqlWish } from "../../environments/schema/stores/stores.ts";
import type { ManagedPostgres, ManagedPostgresSpec } from "./postgres.ts";

/** A server of MySQL or MariaDB: what PostgreSQL's has, but for the wish. */
export interface ManagedMysqlSpec extends Omit<ManagedPostgresSpec, "wish" | "logReading"> {
  readonly wish: MysqlWish;
}

/**
 * A server and its replicas, empty. Its database and the services' accounts are made from inside the cluster, the same on
 * every cloud: see `components/data/mysql/mysql-setup.ts`.
 */
export interface ManagedMysql extends Omit<ManagedPostgres, "admin" | "logReaders"> {
  /** May make databases and accounts, has no SUPER, and goes to no service. Called `mysqlAdmin` of `components/kit`. */
  readonly admin: ManagedPostgres["admin"];
}
