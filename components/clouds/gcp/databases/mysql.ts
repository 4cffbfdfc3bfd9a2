import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedMysql, ManagedMysqlSpec } from "../../../cloud.ts";
import { mysqlAdmin } from "../../../kit/databases/mysql/mysql.ts";
import { ports } from "../../../kit/network/ports.ts";
import { mysqlEngine } from "./mysql-args.ts";
import { GcpSqlServer, type GcpSqlServerArgs, type GcpSqlTransforms } from "./sql-server.ts";

/** What a caller may change on the children below. */
export type GcpMysqlTransforms = GcpSqlTransforms;

/** What a server and its replicas are made from. */
export interface GcpMysqlArgs extends Omit<GcpSqlServerArgs, "engine" | "login" | "port"> {
  readonly spec: ManagedMysqlSpec;
}

/** MySQL on Cloud SQL: a primary, its read replicas, and the admin by whom the rest is set up. */
export class GcpMysql extends GcpSqlServer implements ManagedMysql {
  static readonly type = "landbridge:gcp:Mysql";

  constructor(name: string, args: GcpMysqlArgs, opts: ComponentResourceOptions) {
    const login = { name: mysqlAdmin, host: "%" };
    super(GcpMysql.type, name, { ...args, engine: mysqlEngine(args.spec.wish), login, port: ports.mysql }, opts);
  }
}
