import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { Configuration } from "@pulumi/azure-native/dbforpostgresql/configuration.js";
import { Server, type ServerArgs } from "@pulumi/azure-native/dbforpostgresql/server.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedPostgres, ManagedPostgresSpec } from "../../../../cloud.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { postgresAdmin } from "../../../../kit/databases/postgres/postgres-names.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import type { AzureSettings } from "../../settings.ts";
import { AzureFlexibleServer, type AzureFlexibleServerArgs, type FlexibleEngine } from "../flexible-server.ts";
import { primaryArgs, replicaArgs, serverParameters } from "./postgres-args.ts";

/** What a caller may change on the children below. */
export interface AzurePostgresTransforms {
  readonly primary?: Transform<ServerArgs>;
  readonly replica?: Transform<ServerArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a server and its replicas are made from. */
export interface AzurePostgresArgs extends Omit<AzureFlexibleServerArgs, "engine" | "door"> {
  readonly spec: ManagedPostgresSpec;
  readonly transforms?: AzurePostgresTransforms | undefined;
}

/** PostgreSQL on Azure's flexible server: a primary, its read replicas, and the admin by whom the rest is set up. */
export class AzurePostgres extends AzureFlexibleServer implements ManagedPostgres {
  static readonly type = "landbridge:azure:Postgres";

  constructor(name: string, args: AzurePostgresArgs, opts: ComponentResourceOptions) {
    const { spec, settings, transforms } = args;
    const engine = engineOf(spec, settings, transforms);
    super(AzurePostgres.type, name, { ...args, engine, door: transforms?.endpoint }, opts);
  }
}

function engineOf(
  spec: ManagedPostgresSpec,
  settings: AzureSettings,
  transforms: AzurePostgresTransforms | undefined,
): FlexibleEngine {
  return {
    service: "postgres",
    port: ports.postgres,
    admin: postgresAdmin,
    parameters: serverParameters(spec.wish, spec),
    logs: ["PostgreSQLLogs"],
    primary: (name, place, password, opts) =>
      new Server(name, transformed(transforms?.primary, primaryArgs(spec, settings, place, password)), opts),
    replica: (name, { key, settings: there }, place, primary, opts) =>
      new Server(name, transformed(transforms?.replica, replicaArgs({ ...spec, key }, there, place, primary)), opts),
    parameter: (name, args, opts) => new Configuration(name, args, opts),
  };
}
