import { DatabaseInstance, type DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance.js";
import { User, type UserArgs } from "@pulumi/gcp/sql/user.js";
import { output, unsecret, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Endpoint, Login, ManagedPostgres } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { servers } from "./managed-stores.ts";
import { primaryArgs, replicaArgs, secondaryArgs, type SqlEngine, type SqlSpec } from "./sql-args.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpSqlTransforms {
  readonly primary?: Transform<DatabaseInstanceArgs>;
  readonly replica?: Transform<DatabaseInstanceArgs>;
}

/** What a server and its replicas are made from. */
export interface GcpSqlServerArgs {
  readonly apis: Apis;
  readonly spec: SqlSpec;
  readonly engine: SqlEngine;
  /** The admin's name, and on MySQL from where it may log in. */
  readonly login: Pick<UserArgs, "host"> & { readonly name: string };
  readonly port: number;
  readonly settings: GcpSettings;
  readonly transforms?: GcpSqlTransforms | undefined;
}

/** A server on Cloud SQL: a primary, its read replicas, and the admin by whom the rest is set up. */
export abstract class GcpSqlServer extends Component implements ManagedPostgres {
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly authorities: Output<string>;
  readonly proof = servers.proof;
  readonly admin: Login;

  constructor(type: string, name: string, args: GcpSqlServerArgs, opts: ComponentResourceOptions) {
    const { apis, spec, engine, settings, transforms } = args;
    super(type, name, { wish: spec.wish }, opts);
    const dependsOn = apis.enable(["sqladmin"], opts);
    const limit = nameLimits.sqlInstance - settings.project.length - ":".length;
    const kept = { parent: this, ...holdsData(spec.protect), ignoreChanges: autoResized };

    const primary = new DatabaseInstance(
      autoNamed(`${name}-primary`, limit),
      transformed(transforms?.primary, primaryArgs(spec, engine, settings)),
      { ...kept, dependsOn },
    );
    const replicas = Array.from(
      { length: spec.wish.replicas },
      (_, index) =>
        new DatabaseInstance(
          autoNamed(`${name}-replica-${index}`, limit),
          transformed(transforms?.replica, replicaArgs(spec, engine, settings, primary.name)),
          kept,
        ),
    );
    if (spec.secondary !== undefined) {
      new DatabaseInstance(
        autoNamed(`${name}-secondary`, limit),
        transformed(transforms?.replica, secondaryArgs(spec, engine, spec.secondary, settings, primary.name)),
        kept,
      );
    }
    const endpoint = (server: DatabaseInstance): Endpoint => ({ host: server.privateIpAddress, port: args.port });
    this.readWrite = endpoint(primary);
    this.readOnly = endpoint(replicas[0] ?? primary);
    this.authorities = authoritiesOf([primary, ...replicas]);
    this.admin = createAdmin(name, args.login, primary, this);
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

/** Each server tells its own. The provider hides them as secrets, though every client is shown them. */
function authoritiesOf(all: readonly DatabaseInstance[]): Output<string> {
  return unsecret(output(all.map(({ serverCaCerts }) => serverCaCerts))).apply((lists) =>
    lists
      .flat()
      .map(({ cert }) => `${cert}\n`)
      .join(""),
  );
}

// Cloud SQL grows the disk by itself and can't shrink it: the size in the environment is where it begins, and a later
// preview would want to replace the server to get it back.
const autoResized = ["settings.diskSize"];

/**
 * A login that may make databases and roles: whom Cloud SQL's API makes without further words is a member of
 * `cloudsqlsuperuser`. It goes with its server, since what it owns would have to be dropped first.
 * https://cloud.google.com/sql/docs/postgres/users https://cloud.google.com/sql/docs/mysql/users
 */
function createAdmin(
  name: string,
  admin: GcpSqlServerArgs["login"],
  instance: DatabaseInstance,
  parent: Component,
): Login {
  const password = createPassword(`${name}-admin-password`, { parent });
  const login = new User(
    `${name}-admin`,
    { ...admin, instance: instance.name, password },
    { parent, deletedWith: instance },
  );
  return { user: login.name, password };
}
