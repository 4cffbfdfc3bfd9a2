import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone.js";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Network } from "../../../cloud.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import type { Tags } from "../../../kit/tags.ts";
import { grant } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What the zone of an API server's name is made from. */
export interface ApiServerNamesArgs {
  /** Name of the environment: two that share a network have a zone each. */
  readonly environment: string;
  readonly resourceGroupName: Output<string>;
  readonly network: Network;
  /** Who acts for the control plane, and writes the name. */
  readonly principal: Input<string>;
  readonly settings: AzureSettings;
  readonly tags: Tags;
}

/** The zone of an API server's private name. */
export interface ApiServerNames {
  /** Id of the zone. */
  readonly zone: Output<string>;
  /** What has to be there before the cluster. */
  readonly ready: readonly Resource[];
}

/**
 * A zone of ours for the name of an API server without a public address. The one that AKS would make lies in the group of
 * its nodes, where nobody else changes anything: no other network could be linked to it, so nobody outside of this one
 * would find the API server. It can't be changed once the cluster is there.
 * https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns
 */
export function createApiServerNames(
  name: string,
  { environment, resourceGroupName, network, principal, settings, tags }: ApiServerNamesArgs,
  parent: Resource,
): ApiServerNames {
  const inside = { parent };
  const common = { resourceGroupName, location: "Global", tags: tagsOf(tags) };
  const privateZoneName = apiServerZone(environment, settings);
  const zone = new PrivateZone(`${name}-names`, { ...common, privateZoneName }, inside);
  const networkId = afterAll(network.id, [network.ready]);
  const link = new VirtualNetworkLink(
    `${name}-names-link`,
    { ...common, privateZoneName: zone.name, virtualNetwork: { id: networkId }, registrationEnabled: false },
    inside,
  );
  return {
    zone: zone.id,
    ready: [
      link,
      grant(
        `${name}-names-writer`,
        { role: "private-dns-zone-contributor", principal, scope: zone.id },
        settings,
        inside,
      ),
      // To see that the zone is linked AKS asks for it on the whole network.
      grant(`${name}-network`, { role: "network-contributor", principal, scope: networkId }, settings, inside),
    ],
  };
}

/** With the API server in the network it is `private.<region>`, and not `privatelink.<region>` as behind a private endpoint. */
function apiServerZone(environment: string, { regions }: AzureSettings): string {
  return `${boundedName(environment, nameLimits.apiServerSubzone)}.private.${regions.primary}.azmk8s.io`;
}
