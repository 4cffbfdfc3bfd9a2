import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedPostgres, ManagedPostgresSpec } from "../../../cloud.ts";
import { ports } from "../../../kit/network/ports.ts";
import { postgresAdmin } from "../../../kit/databases/postgres/postgres-names.ts";
import { postgresEngine } from "./postgres-args.ts";
import { GcpSqlServer, type GcpSqlServerArgs, type GcpSqlTransforms } from "./sql-server.ts";

/** What a caller may change on the children below. */
export type GcpPostgresTransforms = GcpSqlTransforms;

/** What a server and its replicas are made from. */
export interface GcpPostgresArgs extends Omit<GcpSqlServerArgs, "engine" | "login" | "port"> {
  readonly spec: ManagedPostgresSpec;
}

/** PostgreSQL on Cloud SQL: a primary, its read replicas, and the admin by whom the rest is set up. */
export class GcpPostgres extends GcpSqlServer implements ManagedPostgres {
  static readonly type = "landbridge:gcp:Postgres";

  constructor(name: string, args: GcpPostgresArgs, opts: ComponentResourceOptions) {
    const made = { engine: postgresEngine(args.spec), login: { name: postgresAdmin }, port: ports.postgres };
    super(GcpPostgres.type, name, { ...args, ...made }, opts);
  }
}
