import { DatabaseInstance, type DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance.js";
import { User } from "@pulumi/gcp/sql/user.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Endpoint, Login, ManagedPostgres, ManagedPostgresSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { ports } from "../../../kit/ports.ts";
import { postgresAdmin } from "../../../kit/postgres-names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { primaryArgs, replicaArgs, secondaryArgs } from "./postgres-args.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

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

/** PostgreSQL on Cloud SQL: a primary, its read replicas, and the admin by whom the rest is set up. */
export class GcpPostgres extends Component implements ManagedPostgres {
  static readonly type = "landbridge:gcp:Postgres";
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly admin: Login;

  constructor(name: string, { apis, spec, settings, transforms }: GcpPostgresArgs, opts: ComponentResourceOptions) {
    super(GcpPostgres.type, name, { wish: spec.wish }, opts);
    const dependsOn = apis.enable(["sqladmin"], opts);
    const limit = nameLimits.sqlInstance - settings.project.length - ":".length;
    const kept = { parent: this, ...holdsData(spec.protect), ignoreChanges: autoResized };

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
    if (spec.secondary !== undefined) {
      new DatabaseInstance(
        autoNamed(`${name}-secondary`, limit),
        transformed(transforms?.replica, secondaryArgs(spec, spec.secondary, settings, primary.name)),
        kept,
      );
    }
    const endpoint = (server: DatabaseInstance): Endpoint => ({ host: server.privateIpAddress, port: ports.postgres });
    this.readWrite = endpoint(primary);
    this.readOnly = endpoint(replicas[0] ?? primary);
    this.admin = createAdmin(name, primary, this);
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

// Cloud SQL grows the disk by itself and can't shrink it: the size in the environment is where it begins, and a later
// preview would want to replace the server to get it back.
const autoResized = ["settings.diskSize"];

/**
 * A login that may make databases and roles: whom Cloud SQL's API makes without further words is a member of
 * `cloudsqlsuperuser`. It goes with its server, since what it owns would have to be dropped first.
 * https://cloud.google.com/sql/docs/postgres/users
 */
function createAdmin(name: string, instance: DatabaseInstance, parent: Component): Login {
  const password = createPassword(`${name}-admin-password`, { parent });
  const login = new User(
    `${name}-admin`,
    { name: postgresAdmin, instance: instance.name, password },
    { parent, deletedWith: instance },
  );
  return { user: login.name, password };
}
