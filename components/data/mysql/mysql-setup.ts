import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MysqlWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedMysql, MysqlAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideMysqlSetup, mysqlSetupFolders, type MysqlLogin } from "../../kit/databases/mysql/mysql-setup.ts";
import { mysqlDatabase, mysqlUser } from "../../kit/databases/mysql/mysql.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { createSetupJob, servicesOf } from "../setup-job.ts";

/** Which server, for whom, and where from it is set up. */
export interface MysqlSetupArgs {
  readonly store: string;
  readonly wish: MysqlWish;
  readonly logins: readonly MysqlLogin[];
  readonly server: ManagedMysql;
  /** Accounts of who captures tables. - behaviour: nobody does. */
  readonly captures?: readonly string[] | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** What is inside of a MySQL or MariaDB server, the cloud's or ours: its database and an account for each service. A Job makes them. */
export class MysqlSetup extends Component {
  static readonly type = "landbridge:data:MysqlSetup";
  readonly access: MysqlAccess;
  /** What is inside is there: depend on it. */
  readonly servers: Resource;

  constructor(name: string, args: MysqlSetupArgs, opts: ComponentResourceOptions) {
    super(MysqlSetup.type, name, { store: args.store, logins: args.logins.map(({ name: login }) => login) }, opts);
    const { store, wish, server, captures = [], surroundings, namespace } = args;
    const services = args.logins.map(({ name: login }) => login);
    const { authorities, proof } = server;
    const database = mysqlDatabase(store);
    const { job, logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // The engine's own image: it has the client, which also speaks to older servers.
        image: imageReference(wish.engine, surroundings.mirrors),
        command: ["/bin/sh", `${mysqlSetupFolders.files}/setup.sh`],
        files: decideMysqlSetup({
          ...{ engine: wish.engine, database, logins: args.logins, captures },
          ...{ authorities: `${authoritiesFolder}/${authoritiesFile(store)}`, proof },
        }),
        folders: mysqlSetupFolders,
        logins: [...services, ...captures],
        userOf: mysqlUser,
        // https://dev.mysql.com/doc/refman/8.4/en/environment-variables.html
        admin: { variable: "MYSQL_PWD", password: server.admin.password },
        variables: [
          { name: "HOME", value: "/tmp" },
          { name: "SERVER_HOST", value: server.readWrite.host },
          { name: "SERVER_PORT", value: String(server.readWrite.port) },
          { name: "SERVER_USER", value: server.admin.user },
        ],
        authorities,
        resources: { cpu: "50m", memory: "128Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    );
    this.access = {
      kind: "mysql",
      readWrite: server.readWrite,
      readOnly: server.readOnly,
      database,
      ...{ authorities, proof },
      // Who captures is no service, which would be told its password.
      logins: servicesOf(logins, services),
    };
    this.servers = job;
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}
