import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedMysql, ManagedMysqlSpec } from "../../../../cloud.ts";
import { AwsDatabase, type AwsDatabaseTransforms, type AwsEngineArgs } from "../database.ts";
import { mysqlEngine } from "./mysql-args.ts";

/** What a caller may change on the children below. */
export type AwsMysqlTransforms = AwsDatabaseTransforms;

/** MySQL or MariaDB on RDS: a primary, its standby and read replicas, and the admin by whom the rest is set up. */
export class AwsMysql extends AwsDatabase implements ManagedMysql {
  static readonly type = "landbridge:aws:Mysql";

  constructor(name: string, args: AwsEngineArgs<ManagedMysqlSpec>, opts: ComponentResourceOptions) {
    const types = { server: AwsMysql.type, follower: "landbridge:aws:MysqlFollower" };
    super(types, name, { ...args, engine: mysqlEngine(args.spec.wish) }, opts);
  }
}
