import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MysqlWish } from "../../../environments/schema/stores/stores.ts";
import type { Endpoint, ManagedMysql } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { mariadbImages, mariadbKeys } from "../../kit/databases/mysql/mariadb-cluster.ts";
import {
  decideDumpFiles,
  decideRestoreFiles,
  decideTrialFiles,
  mariadbUser,
} from "../../kit/databases/mysql/mariadb-dumps.ts";
import { decideMysqlVersion, mysqlDatabase } from "../../kit/databases/mysql/mysql.ts";
import { afterAll } from "../../kit/outputs.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createStoreCopies, type StoreCopiesArgs } from "../copies/store-copies.ts";
import type { CopiedStoreArgs } from "../copies/backup-places.ts";

/** Which servers are copied, and where to. */
export interface MariadbBackupsArgs extends CopiedStoreArgs<MysqlWish> {
  readonly server: ManagedMysql;
  /** The Secret with the administrator's password. */
  readonly passwords: string;
}

/**
 * Copies of a MariaDB in the cluster: a Job each night writes its database into its bucket as statements, another one tries the newest copy in a
 * server of its own, and a store that begins from another's copy is filled once, before anybody logs in.
 */
export class MariadbBackups extends Component {
  static readonly type = "landbridge:data:MariadbBackups";
  /** The servers, known to those who log in after what is brought in is there. */
  readonly server: ManagedMysql;

  constructor(name: string, args: MariadbBackupsArgs, opts: ComponentResourceOptions) {
    super(MariadbBackups.type, name, { store: args.store }, opts);
    const { server } = args;
    const copies = { ...args, ...tasksOf(args), authorities: server.authorities };
    this.server = createStoreCopies(name, copies, { parent: this }).reduce(serverAfter, server);
    this.registerOutputs({ host: this.server.readWrite.host });
  }
}

/** Copied from a server that isn't written to, where there is one. */
function tasksOf({
  store,
  wish,
  server,
  passwords,
  surroundings,
}: MariadbBackupsArgs): Pick<StoreCopiesArgs, "dump" | "trial" | "restore"> {
  const image = mariadbImages[decideMysqlVersion(wish)];
  if (image === undefined) throw new Error(`store ${store} runs in no image`);
  const common = { image: imageReference(image, surroundings.mirrors), user: mariadbUser };
  const database = mysqlDatabase(store);
  const authorities = `${authoritiesFolder}/${authoritiesFile(store)}`;
  const servers = ({ host }: Endpoint) => [
    { name: "MYSQL_PWD", valueFrom: { secretKeyRef: { name: passwords, key: mariadbKeys.admin } } },
    { name: "SERVER_PORT", value: String(server.readWrite.port) },
    { name: "SERVER_USER", value: server.admin.user },
    { name: "SERVER_HOST", value: host },
  ];
  const days = decideBackupDays(surroundings, wish);
  const dump = decideDumpFiles({ store, database, days, authorities });
  const { restoreFrom } = wish;
  return {
    dump: { ...common, files: dump, variables: servers(server.readOnly) },
    trial: { ...common, files: decideTrialFiles({ store, database }), variables: [], diskGiB: wish.storageGiB },
    restore: restoreFrom && {
      ...{ ...common, variables: servers(server.readWrite) },
      files: decideRestoreFiles({ origin: restoreFrom.store, at: restoreFrom.at, database, authorities }),
    },
  };
}

function serverAfter(server: ManagedMysql, { urn }: Resource): ManagedMysql {
  const later = ({ host, port }: Endpoint): Endpoint => ({ host: afterAll(host, [urn]), port });
  return { ...server, readWrite: later(server.readWrite), readOnly: later(server.readOnly) };
}
