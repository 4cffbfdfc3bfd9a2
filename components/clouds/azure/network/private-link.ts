import { PrivateDnsZoneGroup } from "@pulumi/azure-native/network/privateDnsZoneGroup.js";
import { PrivateEndpoint, type PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone.js";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink.js";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { Network } from "../../../cloud.ts";
import { afterAll } from "../../../kit/outputs.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { dataSubnet } from "./network.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * Services that are reached by an address in the network: what each is called in a private endpoint, and the zone where
 * its names stand. https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export const privateServices = {
  cassandra: { groupId: "Cassandra", zone: "privatelink.cassandra.cosmos.azure.com" },
  events: { groupId: "namespace", zone: "privatelink.servicebus.windows.net" },
  mongodb: { groupId: "MongoCluster", zone: "privatelink.mongocluster.cosmos.azure.com" },
  redis: { groupId: "redisEnterprise", zone: "privatelink.redis.azure.net" },
  dfs: { groupId: "dfs", zone: "privatelink.dfs.core.windows.net" },
  warehouse: { groupId: "SqlOnDemand", zone: "privatelink.sql.azuresynapse.net" },
  blob: { groupId: "blob", zone: "privatelink.blob.core.windows.net" },
  mysql: { groupId: "mysqlServer", zone: "privatelink.mysql.database.azure.com" },
  postgres: { groupId: "postgresqlServer", zone: "privatelink.postgres.database.azure.com" },
  vault: { groupId: "vault", zone: "privatelink.vaultcore.azure.net" },
} as const;

/** Name of a service in `privateServices`. */
export type PrivateService = keyof typeof privateServices;

/** What is to be reached, and from where. */
export interface PrivateDoor {
  readonly service: PrivateService;
  /** Id of the server or account. */
  readonly target: Output<string>;
  readonly network: Network;
  readonly tags: Tags;
  readonly transform: Transform<PrivateEndpointArgs> | undefined;
}

/** What doors are made from. */
export interface PrivateDoorsArgs {
  readonly settings: AzureSettings;
  readonly group: ResourceGroup;
  /** Tags of what all doors share. */
  readonly tags: Tags;
}

/** A zone of names, and the one network that reads it. */
interface ReadZone {
  readonly network: Network;
  /** Id of the zone, known once the network reads it. */
  readonly id: Output<string>;
}

/**
 * Doors in the network to services of Azure's, whose public names then lead to a private address. The zone of a service's
 * names is made by whoever asks first: a group, like a network, holds each only once.
 */
export class PrivateDoors {
  readonly #prefix: string;
  readonly #args: PrivateDoorsArgs;
  readonly #zones = new Map<PrivateService, ReadZone>();

  /** `prefix` begins the names of zones: the environment's name. */
  constructor(prefix: string, args: PrivateDoorsArgs) {
    this.#prefix = prefix;
    this.#args = args;
  }

  /**
   * Opens a door, and gives the resource that whoever goes through it waits for. Zones stand where `beside` says, beside
   * the component that asks first.
   */
  open(
    name: string,
    { service, target, network, tags, transform }: PrivateDoor,
    beside: Pick<ComponentResourceOptions, "parent">,
    opts: { readonly parent: Resource; readonly dependsOn?: Resource[] },
  ): PrivateDnsZoneGroup {
    const { settings, group } = this.#args;
    const resourceGroupName = group.name(beside);
    const zone = this.#zone(service, network, beside);
    const args: PrivateEndpointArgs = {
      resourceGroupName,
      location: settings.regions.primary,
      subnet: { id: afterAll(dataSubnet(network), [network.ready]) },
      privateLinkServiceConnections: [
        { name: service, privateLinkServiceId: target, groupIds: [privateServices[service].groupId] },
      ],
      tags: tagsOf(tags),
    };
    const endpoint = new PrivateEndpoint(autoNamed(name, nameLimits.networkPart), transformed(transform, args), opts);
    return new PrivateDnsZoneGroup(
      `${name}-names`,
      {
        resourceGroupName,
        privateEndpointName: endpoint.name,
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: service, privateDnsZoneId: zone.id }],
      },
      { parent: opts.parent },
    );
  }

  #zone(service: PrivateService, network: Network, beside: Pick<ComponentResourceOptions, "parent">): ReadZone {
    const known = this.#zones.get(service);
    if (known?.network === network) return known;
    if (known !== undefined) throw new Error(`names of ${service} are read by one network of an environment`);
    const { group, tags } = this.#args;
    const opts = beside.parent === undefined ? {} : { parent: beside.parent };
    const name = `${this.#prefix}-names-${service}`;
    const common = { resourceGroupName: group.name(beside), location: "Global", tags: tagsOf(tags) };
    const zone = new PrivateZone(name, { ...common, privateZoneName: privateServices[service].zone }, opts);
    const link = new VirtualNetworkLink(
      `${name}-link`,
      { ...common, privateZoneName: zone.name, virtualNetwork: { id: network.id }, registrationEnabled: false },
      opts,
    );
    const made = { network, id: afterAll(zone.id, [link.urn]) };
    this.#zones.set(service, made);
    return made;
  }
}
