import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { Configuration } from "@pulumi/azure-native/dbformysql/configuration.js";
import { Server, type ServerArgs } from "@pulumi/azure-native/dbformysql/server.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedMysql, ManagedMysqlSpec } from "../../../../cloud.ts";
import { mysqlAdmin } from "../../../../kit/databases/mysql/mysql.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import type { AzureSettings } from "../../settings.ts";
import { AzureFlexibleServer, type AzureFlexibleServerArgs, type FlexibleEngine } from "../flexible-server.ts";
import { mysqlParameters, primaryArgs, replicaArgs } from "./mysql-args.ts";

/** What a caller may change on the children below. */
export interface AzureMysqlTransforms {
  readonly primary?: Transform<ServerArgs>;
  readonly replica?: Transform<ServerArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a server and its replicas are made from. */
export interface AzureMysqlArgs extends Omit<AzureFlexibleServerArgs, "engine" | "door"> {
  readonly spec: ManagedMysqlSpec;
  readonly transforms?: AzureMysqlTransforms | undefined;
}

/** MySQL on Azure's flexible server: a primary, its read replicas, and the admin by whom the rest is set up. */
export class AzureMysql extends AzureFlexibleServer implements ManagedMysql {
  static readonly type = "landbridge:azure:Mysql";

  constructor(name: string, args: AzureMysqlArgs, opts: ComponentResourceOptions) {
    const { spec, settings, transforms } = args;
    const engine = engineOf(spec, settings, transforms);
    super(AzureMysql.type, name, { ...args, engine, door: transforms?.endpoint }, opts);
  }
}

function engineOf(
  spec: ManagedMysqlSpec,
  settings: AzureSettings,
  transforms: AzureMysqlTransforms | undefined,
): FlexibleEngine {
  return {
    service: "mysql",
    port: ports.mysql,
    admin: mysqlAdmin,
    parameters: mysqlParameters,
    // Errors stay on the servers for seven days. https://learn.microsoft.com/azure/mysql/flexible-server/concepts-error-logs
    logs: ["MySqlAuditLogs", "MySqlSlowLogs"],
    primary: (name, place, password, opts) =>
      new Server(name, transformed(transforms?.primary, primaryArgs(spec, settings, place, password)), opts),
    replica: (name, { key, settings: there }, place, primary, opts) =>
      new Server(name, transformed(transforms?.replica, replicaArgs({ ...spec, key }, there, place, primary)), opts),
    parameter: (name, args, opts) => new Configuration(name, args, opts),
  };
}
