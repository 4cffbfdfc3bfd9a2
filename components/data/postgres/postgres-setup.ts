import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedPostgres, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import { decideLogReading } from "../../kit/databases/postgres/postgres-captures.ts";
import { upkeepSchedule } from "../../kit/databases/postgres/postgres-inside.ts";
import type { SetupCapture } from "../../kit/databases/postgres/inside/capture-sql.ts";
import { comesAgain, decidePostgresSetup, setupFolders } from "../../kit/databases/postgres/postgres-setup.ts";
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
  /** Who captures tables, where the cloud runs the server: in the cluster its operator lets them in. - behaviour: nobody. */
  readonly captures?: readonly SetupCapture[] | undefined;
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
  /** What is inside is there: depend on it. */
  readonly made: Resource;

  constructor(name: string, args: PostgresSetupArgs, opts: ComponentResourceOptions) {
    super(PostgresSetup.type, name, { store: args.store, logins: args.logins.map(({ name: login }) => login) }, opts);
    const { store, wish, server, captures = [], surroundings, namespace } = args;
    const services = args.logins.map(({ name: login }) => login);
    const database = decideDatabase(store, wish);
    const { job, logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // The image that in-cluster servers of the version run: it has the client.
        image: imageReference(`postgres-${wish.version}`, surroundings.mirrors),
        command: ["/bin/sh", `${setupFolders.files}/setup.sh`],
        files: decidePostgresSetup({
          ...{ database, version: wish.version, logins: args.logins, inside: wish, captures },
          keptMiB: decideLogReading(wish, captures.length)?.keptMiB,
          logReaders: server.logReaders,
          primary: wish.twin?.primary,
        }),
        folders: setupFolders,
        logins: [...services, ...captures.map(({ name: login }) => login)],
        admin: { variable: "PGPASSWORD", password: server.admin.password },
        variables: connection(store, server),
        authorities: server.authorities,
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
        again: comesAgain({ inside: wish, captures })
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
      // Who captures is no service.
      logins: Object.fromEntries(Object.entries(logins).filter(([login]) => services.includes(login))),
    };
    this.made = job;
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
