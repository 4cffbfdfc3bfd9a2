import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedPostgres, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import { needsUpkeep, upkeepSchedule } from "../../kit/databases/postgres/postgres-inside.ts";
import { decidePostgresSetup, setupFolders } from "../../kit/databases/postgres/postgres-setup.ts";
import type { PostgresLogin } from "../../kit/databases/postgres/postgres.ts";
import { decideSslMode } from "../../kit/databases/server-proof.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { createSetupJob, type SetupVariable } from "../setup-job.ts";

/** Which server, a cloud's or ours, for whom, and where from it is set up. */
export interface PostgresSetupArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly logins: readonly PostgresLogin[];
  readonly server: ManagedPostgres;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * What is inside of a PostgreSQL server, a cloud's or ours: its database, a login for each service, extensions, and what looks after
 * services' tables. A Job makes them; where tables are looked after another one comes again and again.
 */
export class PostgresSetup extends Component {
  static readonly type = "landbridge:data:PostgresSetup";
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresSetupArgs, opts: ComponentResourceOptions) {
    super(PostgresSetup.type, name, { store: args.store, logins: args.logins.map(({ name: login }) => login) }, opts);
    const { store, wish, server, surroundings, namespace } = args;
    const database = decideDatabase(store, wish);
    const { logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // The image that in-cluster servers of the version run: it has the client.
        image: imageReference(`postgres-${wish.version}`, surroundings.mirrors),
        command: ["/bin/sh", `${setupFolders.files}/setup.sh`],
        files: decidePostgresSetup({
          ...{ database, version: wish.version, logins: args.logins, inside: wish },
          primary: wish.twin?.primary,
        }),
        folders: setupFolders,
        logins: args.logins.map(({ name: login }) => login),
        admin: { variable: "PGPASSWORD", password: server.admin.password },
        variables: connection(store, server),
        authorities: server.authorities,
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
        again: needsUpkeep(wish)
          ? { schedule: upkeepSchedule, command: ["/bin/sh", `${setupFolders.files}/keep.sh`] }
          : undefined,
      },
      this,
    );
    this.access = {
      kind: "postgres",
      readWrite: server.readWrite,
      readOnly: server.readOnly,
      database,
      ...{ authorities: server.authorities, proof: server.proof },
      logins,
    };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
function connection(store: string, server: ManagedPostgres): SetupVariable[] {
  const { readWrite, admin } = server;
  return [
    { name: "HOME", value: "/tmp" },
    { name: "PGAPPNAME", value: "landbridge-setup" },
    { name: "PGCONNECT_TIMEOUT", value: "10" },
    { name: "PGHOST", value: readWrite.host },
    { name: "PGPORT", value: String(readWrite.port) },
    // Whoever answers is never sent the password itself. https://www.postgresql.org/docs/16/libpq-connect.html#LIBPQ-CONNECT-REQUIRE-AUTH
    { name: "PGREQUIREAUTH", value: "scram-sha-256,md5" },
    { name: "PGSSLMODE", value: decideSslMode("postgres", server) },
    { name: "PGSSLROOTCERT", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
    { name: "PGUSER", value: admin.user },
  ];
}
