import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import {
  output,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type {
  Endpoint,
  Login,
  ManagedMysqlSpec,
  ManagedPostgres,
  ManagedPostgresSpec,
  SecondaryCopy,
} from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { lockAgainstDeletion } from "../account/locks.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { nameLimits } from "../names.ts";
import type { PrivateDoors, PrivateService } from "../network/private-link.ts";
import type { Identities } from "../rights/identity.ts";
import { inSecondary } from "../secondary.ts";
import type { AzureSettings } from "../settings.ts";
import { serverFacts } from "./authorities/server-authorities.ts";
import { createDatabaseLogs } from "./database-logs.ts";

/** What of a server isn't the environment's to say. */
export interface ServerPlace {
  readonly resourceGroupName: Output<string>;
  /** Id of the identity by which the server uses its key. */
  readonly identity: Output<string>;
}

/** A server as any engine's resource shows it. */
export interface FlexibleServer extends Resource {
  readonly id: Output<string>;
  readonly name: Output<string>;
  readonly fullyQualifiedDomainName: Output<string>;
}

/** One of a server's parameters. */
export interface FlexibleParameter {
  readonly resourceGroupName: Output<string>;
  readonly serverName: Output<string>;
  readonly configurationName: string;
  readonly value: string;
  readonly source: string;
}

/** Where a server that follows is, and under which key. */
export interface FlexibleCopy extends SecondaryCopy {
  readonly settings: AzureSettings;
}

/**
 * What Azure changes by itself. It makes a disk larger and can't shrink it: the size in the environment is where it begins.
 * Zones change places when the standby takes over; after a `refresh` a change would ask for the old ones.
 */
const chosenByAzure = ["availabilityZone", "highAvailability.standbyAvailabilityZone", "storage.storageSizeGB"];

/** In what the engines of Azure's flexible server differ: how their resources are made, and what is told of them. */
export interface FlexibleEngine {
  readonly service: PrivateService;
  readonly port: number;
  readonly admin: string;
  /** Of the primary; replicas take them over. In order, one after the other. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Categories of logs that are kept. */
  readonly logs: readonly string[];
  primary(name: string, place: ServerPlace, password: Output<string>, opts: CustomResourceOptions): FlexibleServer;
  replica(
    name: string,
    copy: FlexibleCopy,
    place: ServerPlace,
    primary: Output<string>,
    opts: CustomResourceOptions,
  ): FlexibleServer;
  parameter(name: string, args: FlexibleParameter, opts: CustomResourceOptions): Resource;
}

/** What a server and its replicas are made from. */
export interface AzureFlexibleServerArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ManagedPostgresSpec | ManagedMysqlSpec;
  readonly engine: FlexibleEngine;
  readonly settings: AzureSettings;
  readonly door?: Transform<PrivateEndpointArgs> | undefined;
}

/**
 * A database on Azure's flexible server: a primary, its read replicas, and the admin by whom the rest is set up.
 *
 * All is made one after the other: while a parameter is set, a door is opened or a replica is made, the primary refuses
 * any other change of it.
 * https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas#create-a-replica
 */
export abstract class AzureFlexibleServer extends Component implements ManagedPostgres {
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly authorities = serverFacts.authorities;
  readonly proof = serverFacts.proof;
  readonly admin: Login;

  constructor(type: string, name: string, args: AzureFlexibleServerArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, engine, settings } = args;
    super(type, name, { wish: spec.wish }, opts);
    const place = { resourceGroupName: group.name(opts), identity: identities.of("databases", opts).id };
    const kept = { parent: this, ...holdsData(spec.protect), ignoreChanges: chosenByAzure };
    const password = createPassword(`${name}-admin-password`, { parent: this });

    const primary = engine.primary(childName(name, "primary"), place, password, kept);
    const configured = setParameters(name, primary, args, place, this);
    const open = (role: string, server: FlexibleServer, after: Resource): Opened => {
      const opened = { parent: this, dependsOn: [after] };
      return { role, server, ready: openDoor(`${name}-${role}-door`, server, args, opts, opened) };
    };
    const servers = [open("primary", primary, configured)];
    const afterwards = () => ({ ...kept, dependsOn: servers.map(({ ready }) => ready) });
    for (let index = 0; index < spec.wish.replicas; index += 1) {
      const role = `replica-${index}`;
      // It can be made again from its primary, and has to go where fewer are wished for.
      const own = { ...afterwards(), protect: false };
      const replica = engine.replica(childName(name, role), { key: spec.key, settings }, place, primary.id, own);
      servers.push(open(role, replica, replica));
    }
    if (spec.secondary !== undefined) {
      // Nothing reaches it before somebody opens a door. https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas-geo
      const copy = { key: spec.secondary.key, settings: inSecondary(settings) };
      const follower = engine.replica(childName(name, "secondary"), copy, place, primary.id, afterwards());
      servers.push({ role: "secondary", server: follower, ready: follower });
    }
    const { tags, logDays: days } = spec;
    const logged = { ...place, settings, tags, days, categories: engine.logs, servers: idsOf(servers) };
    const logs = createDatabaseLogs(name, logged, this);
    // Last, and so the first to go: what is inside of a locked server can't be deleted either.
    const inside = [...servers.map(({ ready }) => ready), ...logs];
    if (spec.protect) lockAgainstDeletion(`${name}-lock`, primary.id, { parent: this, dependsOn: inside });

    const endpoints = servers.filter(({ role }) => role !== "secondary").map((opened) => endpointOf(opened, engine));
    const [first, second = first] = endpoints;
    if (first === undefined || second === undefined) throw new Error(`${name} has no server`);
    this.readWrite = first;
    this.readOnly = second;
    this.admin = { user: output(engine.admin), password };
    this.registerOutputs({ readWrite: this.readWrite.host, readOnly: this.readOnly.host });
  }
}

function childName(name: string, role: string): string {
  return autoNamed(`${name}-${role}`, nameLimits.flexibleServer);
}

/** A server, and the door that it is reached through. */
interface Opened {
  readonly role: string;
  readonly server: FlexibleServer;
  readonly ready: Resource;
}

function idsOf(servers: readonly Opened[]): Record<string, Output<string>> {
  return Object.fromEntries(servers.map(({ role, server }) => [role, server.id]));
}

/** The public name, which leads to the private address for whoever asks from inside of the network. */
function endpointOf({ server, ready }: Opened, { port }: FlexibleEngine): Endpoint {
  return { host: afterAll(server.fullyQualifiedDomainName, [ready.urn]), port };
}

/** Sets the parameters one after the other, and gives the last. What is set goes with its server. */
function setParameters(
  name: string,
  server: FlexibleServer,
  { engine }: AzureFlexibleServerArgs,
  { resourceGroupName }: ServerPlace,
  parent: Component,
): Resource {
  return engine.parameters.reduce<Resource>((last, [configurationName, value]) => {
    const args = { resourceGroupName, serverName: server.name, configurationName, value, source: "user-override" };
    const child = `${name}-${configurationName.replaceAll(/[._]/g, "-")}`;
    return engine.parameter(child, args, { parent, dependsOn: [last], deletedWith: server });
  }, server);
}

function openDoor(
  name: string,
  server: FlexibleServer,
  { doors, engine, spec, door: transform }: AzureFlexibleServerArgs,
  beside: ComponentResourceOptions,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource {
  const { network, tags } = spec;
  return doors.open(name, { service: engine.service, target: server.id, network, tags, transform }, beside, opts);
}
