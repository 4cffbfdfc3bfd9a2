import { Database } from "@pulumi/gcp/sql/database.js";
import { DatabaseInstance, type DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance.js";
import { User } from "@pulumi/gcp/sql/user.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Login, ManagedPostgres, ManagedPostgresSpec, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { ports } from "../../kit/ports.ts";
import { transformed, type Transform } from "../../kit/transforms.ts";
import { autoNamed, nameLimits } from "./names.ts";
import { primaryArgs, replicaArgs } from "./postgres-args.ts";
import type { Apis } from "./services.ts";
import type { GcpSettings } from "./settings.ts";

/** What a caller may change on the children below. */
export interface GcpPostgresTransforms {
  readonly primary?: Transform<DatabaseInstanceArgs>;
  readonly replica?: Transform<DatabaseInstanceArgs>;
}

/** What a server and its replicas are made from. */
export interface GcpPostgresArgs {
  readonly apis: Apis;
  readonly spec: ManagedPostgresSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpPostgresTransforms | undefined;
}

/** PostgreSQL on Cloud SQL: a primary, its read replicas, one database and a login for each service. */
export class GcpPostgres extends Component implements ManagedPostgres {
  static readonly type = "landbridge:gcp:Postgres";
  readonly access: PostgresAccess;

  constructor(name: string, { apis, spec, settings, transforms }: GcpPostgresArgs, opts: ComponentResourceOptions) {
    super(GcpPostgres.type, name, { wish: spec.wish, database: spec.database }, opts);
    const dependsOn = apis.enable(["sqladmin"], opts);
    const limit = nameLimits.sqlInstance - settings.project.length - ":".length;
    const kept = { parent: this, protect: spec.protect, ignoreChanges: autoResized };

    const primary = new DatabaseInstance(
      autoNamed(`${name}-primary`, limit),
      transformed(transforms?.primary, primaryArgs(spec, settings)),
      { ...kept, dependsOn },
    );
    const replicas = Array.from(
      { length: spec.wish.replicas },
      (_, index) =>
        new DatabaseInstance(
          autoNamed(`${name}-replica-${index}`, limit),
          transformed(transforms?.replica, replicaArgs(spec, settings, primary.name)),
          kept,
        ),
    );
    createDatabase(name, spec.database, primary, this);
    const logins = Object.fromEntries(
      spec.users.map((user): [string, Login] => [user.name, createLogin(name, user, primary, this)]),
    );
    const endpoint = (server: DatabaseInstance) => ({ host: server.privateIpAddress, port: ports.postgres });
    this.access = {
      kind: "postgres",
      readWrite: endpoint(primary),
      readOnly: endpoint(replicas[0] ?? primary),
      database: spec.database,
      logins,
    };
    this.registerOutputs({ readWrite: this.access.readWrite.host, readOnly: this.access.readOnly.host });
  }
}

// Cloud SQL grows the disk by itself and can't shrink it: the size in the environment is where it begins, and a later
// preview would want to replace the server to get it back.
const autoResized = ["settings.diskSize"];

// What is inside of a server goes with it: it would have to be emptied first otherwise, table by table.
function createDatabase(name: string, database: string, instance: DatabaseInstance, parent: Component): void {
  const args = { name: database, instance: instance.name, charset: "UTF8", collation: "en_US.UTF8" };
  new Database(`${name}-database`, args, { parent, deletedWith: instance });
}

/**
 * A login with a password of its own. Who writes is a member of `cloudsqlsuperuser`, which owns the database and so may
 * make tables; who reads is a member of `pg_read_all_data` and nothing else. What is finer, e.g. rights on single tables,
 * is set from inside the cluster, since nobody outside can dial the server.
 * https://cloud.google.com/sql/docs/postgres/users
 */
function createLogin(
  name: string,
  { name: user, access }: ManagedPostgresSpec["users"][number],
  instance: DatabaseInstance,
  parent: Component,
): Login {
  // Letters and digits only, so that it fits into a connection string; 32 of them are 190 bits.
  const password = new RandomPassword(`${name}-${user}-password`, { length: 32, special: false }, { parent });
  const login = new User(
    `${name}-${user}`,
    {
      name: user,
      instance: instance.name,
      password: password.result,
      databaseRoles: access === "read" ? ["pg_read_all_data"] : ["cloudsqlsuperuser"],
    },
    { parent, deletedWith: instance },
  );
  return { user: login.name, password: password.result };
}
