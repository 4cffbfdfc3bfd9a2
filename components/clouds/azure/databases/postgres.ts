import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { Configuration } from "@pulumi/azure-native/dbforpostgresql/configuration.js";
import { Server, type ServerArgs } from "@pulumi/azure-native/dbforpostgresql/server.js";
import { output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Endpoint, Login, ManagedPostgres, ManagedPostgresSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { ports } from "../../../kit/ports.ts";
import { postgresAdmin } from "../../../kit/postgres-names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import type { Identities } from "../rights/identity.ts";
import { lockAgainstDeletion } from "../account/locks.ts";
import { nameLimits } from "../names.ts";
import { createPostgresLogs } from "./postgres-logs.ts";
import { primaryArgs, replicaArgs, secondaryArgs, serverParameters, type ServerPlace } from "./postgres-args.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AzurePostgresTransforms {
  readonly primary?: Transform<ServerArgs>;
  readonly replica?: Transform<ServerArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a server and its replicas are made from. */
export interface AzurePostgresArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ManagedPostgresSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzurePostgresTransforms | undefined;
}

/**
 * PostgreSQL on Azure's flexible server: a primary, its read replicas, and the admin by whom the rest is set up.
 *
 * All is made one after the other: while a parameter is set, a door is opened or a replica is made, the primary refuses
 * any other change of it.
 * https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas#create-a-replica
 */
export class AzurePostgres extends Component implements ManagedPostgres {
  static readonly type = "landbridge:azure:Postgres";
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly admin: Login;

  constructor(name: string, args: AzurePostgresArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, settings, transforms } = args;
    super(AzurePostgres.type, name, { wish: spec.wish }, opts);
    const place: ServerPlace = {
      resourceGroupName: group.name(opts),
      identity: identities.of("databases", opts).id,
    };
    const kept = { parent: this, ...holdsData(spec.protect), ignoreChanges: chosenByAzure };
    const password = createPassword(`${name}-admin-password`, { parent: this });

    const primary = new Server(
      autoNamed(`${name}-primary`, nameLimits.postgresServer),
      transformed(transforms?.primary, primaryArgs(spec, settings, place, password)),
      kept,
    );
    const configured = setParameters(name, primary, place, this);
    const open = (role: string, server: Server, after: Resource): Opened => {
      const opened = { parent: this, dependsOn: [after] };
      return { role, server, ready: openDoor(`${name}-${role}-door`, server, args, opts, opened) };
    };
    const servers = [open("primary", primary, configured)];
    for (let index = 0; index < spec.wish.replicas; index += 1) {
      const role = `replica-${index}`;
      const replica = new Server(
        autoNamed(`${name}-${role}`, nameLimits.postgresServer),
        transformed(transforms?.replica, replicaArgs(spec, settings, place, primary.id)),
        // It can be made again from its primary, and has to go where fewer are wished for.
        { ...kept, protect: false, dependsOn: servers.map(({ ready }) => ready) },
      );
      servers.push(open(role, replica, replica));
    }
    if (spec.secondary !== undefined) {
      const follower = new Server(
        autoNamed(`${name}-secondary`, nameLimits.postgresServer),
        transformed(transforms?.replica, secondaryArgs(spec, spec.secondary, settings, place, primary.id)),
        { ...kept, dependsOn: servers.map(({ ready }) => ready) },
      );
      servers.push({ role: "secondary", server: follower, ready: follower });
    }
    const { tags, logDays: days } = spec;
    const logs = createPostgresLogs(name, { ...place, settings, tags, days, servers: idsOf(servers) }, this);
    // Last, and so the first to go: what is inside of a locked server can't be deleted either.
    const inside = [...servers.map(({ ready }) => ready), ...logs];
    if (spec.protect) lockAgainstDeletion(`${name}-lock`, primary.id, { parent: this, dependsOn: inside });

    const [first, second = first] = servers.filter(({ role }) => role !== "secondary").map(endpointOf);
    if (first === undefined || second === undefined) throw new Error(`${name} has no server`);
    this.readWrite = first;
    this.readOnly = second;
    this.admin = { user: output(postgresAdmin), password };
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

// Azure doubles a disk by itself and can't shrink it: the size in the environment is where it begins. Zones change places
// when the standby takes over; after a `refresh` a change would ask for the old ones.
const chosenByAzure = ["availabilityZone", "highAvailability.standbyAvailabilityZone", "storage.storageSizeGB"];

/** A server, and the door that it is reached through. */
interface Opened {
  readonly role: string;
  readonly server: Server;
  readonly ready: Resource;
}

function idsOf(servers: readonly Opened[]): Record<string, Output<string>> {
  return Object.fromEntries(servers.map(({ role, server }) => [role, server.id]));
}

/** The public name, which leads to the private address for whoever asks from inside of the network. */
function endpointOf({ server, ready }: Opened): Endpoint {
  return { host: afterAll(server.fullyQualifiedDomainName, [ready.urn]), port: ports.postgres };
}

/** Sets the parameters one after the other, and gives the last. What is set goes with its server. */
function setParameters(name: string, server: Server, { resourceGroupName }: ServerPlace, parent: Component): Resource {
  return serverParameters.reduce<Resource>((last, [configurationName, value]) => {
    const args = { resourceGroupName, serverName: server.name, configurationName, value, source: "user-override" };
    const child = `${name}-${configurationName.replaceAll(/[._]/g, "-")}`;
    return new Configuration(child, args, { parent, dependsOn: [last], deletedWith: server });
  }, server);
}

function openDoor(
  name: string,
  server: Server,
  { doors, spec, transforms }: AzurePostgresArgs,
  beside: ComponentResourceOptions,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource {
  const { network, tags } = spec;
  const transform = transforms?.endpoint;
  return doors.open(name, { service: "postgres", target: server.id, network, tags, transform }, beside, opts);
}
