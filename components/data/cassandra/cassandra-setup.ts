import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import type { CassandraAccess, Endpoint, Login } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { cassandraCopies, decideKeyspace } from "../../kit/databases/cassandra/cassandra.ts";
import {
  cassandraSetupFolders,
  decideCassandraSetup,
  type CassandraLogin,
} from "../../kit/databases/cassandra/cassandra-setup.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createSetupJob, type SetupVariable } from "../setup-job.ts";

/** Nodes of ours with nothing in them. */
export interface CassandraServers {
  readonly endpoint: Endpoint;
  /** What a driver is told as its local data centre. */
  readonly datacenter: Output<string>;
  readonly admin: Login;
  /** Who signed their certificate, in PEM. */
  readonly authorities: Output<string>;
}

/** Which data centre, for whom, and where from it is set up. */
export interface CassandraSetupArgs {
  readonly store: string;
  readonly wish: CassandraWish;
  readonly logins: readonly CassandraLogin[];
  readonly servers: CassandraServers;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** What is inside of a data centre of Cassandra's: a keyspace with its tables, and a role for each service. A Job makes them. */
export class CassandraSetup extends Component {
  static readonly type = "landbridge:data:CassandraSetup";
  readonly access: CassandraAccess;

  constructor(name: string, args: CassandraSetupArgs, opts: ComponentResourceOptions) {
    const names = args.logins.map(({ name: login }) => login);
    super(CassandraSetup.type, name, { store: args.store, logins: names }, opts);
    const { store, wish, servers, surroundings, namespace } = args;
    const keyspace = decideKeyspace(surroundings.system, store);
    const { logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, logins: names, dataClass: wish.dataClass },
        // The servers' own image: it has the shell.
        image: imageReference("cassandra-5.0", surroundings.mirrors),
        command: ["bash", `${cassandraSetupFolders.files}/setup.sh`],
        files: decideCassandraSetup({
          ...{ keyspace, tables: wish.tables, logins: args.logins },
          ...{ datacenter: store, copies: cassandraCopies(wish) },
        }),
        folders: cassandraSetupFolders,
        admin: { variable: "CASSANDRA_PASSWORD", password: servers.admin.password },
        variables: connection(args, keyspace),
        // Credentials lie there, and never on a disk.
        volumes: [
          { name: "work", emptyDir: { medium: "Memory", sizeLimit: "16Mi" }, mountPath: cassandraSetupFolders.work },
        ],
        authorities: servers.authorities,
        resources: { cpu: "100m", memory: "256Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    );
    this.access = {
      ...{ kind: "cassandra", mechanism: "PLAIN", keyspace },
      ...{ endpoint: servers.endpoint, datacenter: servers.datacenter },
      authorities: servers.authorities,
      logins,
    };
    this.registerOutputs({ host: servers.endpoint.host });
  }
}

function connection({ store, servers }: CassandraSetupArgs, keyspace: string): SetupVariable[] {
  return [
    { name: "CASSANDRA_AUTHORITIES", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
    { name: "CASSANDRA_HOST", value: servers.endpoint.host },
    { name: "CASSANDRA_KEYSPACE", value: keyspace },
    { name: "CASSANDRA_PORT", value: String(servers.endpoint.port) },
    { name: "CASSANDRA_USER", value: servers.admin.user },
    // The image has no other, and the shell looks for it under other names.
    { name: "CQLSH_PYTHON", value: "python3.11" },
    { name: "HOME", value: cassandraSetupFolders.work },
  ];
}
