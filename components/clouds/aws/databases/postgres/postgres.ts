import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedPostgres, ManagedPostgresSpec } from "../../../../cloud.ts";
import { AwsDatabase, type AwsDatabaseTransforms, type AwsEngineArgs } from "../database.ts";
import { logReaders, postgresEngine } from "./postgres-args.ts";

/** What a caller may change on the children below. */
export type AwsPostgresTransforms = AwsDatabaseTransforms;

/** PostgreSQL on RDS: a primary, its standby and read replicas, and the admin by whom the rest is set up. */
export class AwsPostgres extends AwsDatabase implements ManagedPostgres {
  static readonly type = "landbridge:aws:Postgres";
  readonly logReaders = logReaders;

  constructor(name: string, args: AwsEngineArgs<ManagedPostgresSpec>, opts: ComponentResourceOptions) {
    const types = { server: AwsPostgres.type, follower: "landbridge:aws:PostgresFollower" };
    super(types, name, { ...args, engine: postgresEngine(args.spec) }, opts);
  }
}
