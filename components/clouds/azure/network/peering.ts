import {
  VirtualNetworkPeering,
  type VirtualNetworkPeeringArgs,
} from "@pulumi/azure-native/network/virtualNetworkPeering.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Peering, PeeringPeer, PeeringSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { peerSlug } from "../../../kit/network/peers.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { nameLimits } from "../names.ts";
import { virtualNetworkName } from "./network.ts";

/** What a caller may change on the children below. */
export interface AzurePeeringTransforms {
  readonly peering?: Transform<VirtualNetworkPeeringArgs>;
}

/** What ways to other virtual networks are made from. */
export interface AzurePeeringArgs {
  readonly group: ResourceGroup;
  readonly spec: PeeringSpec;
  readonly transforms?: AzurePeeringTransforms | undefined;
}

/**
 * Our half of the ways to other environments' virtual networks. Each side makes its own; when both are there they are
 * connected. Whoever runs `up` needs `Microsoft.Network/virtualNetworks/peer/action` on the other network.
 * https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview
 */
export class AzurePeering extends Component implements Peering {
  static readonly type = "landbridge:azure:Peering";
  /** Azure has none: a network's id is all that the other side needs. */
  readonly connections: Readonly<Record<string, Output<string>>> = {};

  constructor(name: string, { group, spec, transforms }: AzurePeeringArgs, opts: ComponentResourceOptions) {
    const { environment, network, peers } = spec;
    super(AzurePeering.type, name, { environment, peers: peers.map((peer) => peer.name) }, opts);
    const ours = {
      resourceGroupName: group.name(opts),
      virtualNetworkName: afterAll(virtualNetworkName(network), [network.ready]),
    };
    // A network takes one such change at a time.
    const made: VirtualNetworkPeering[] = [];
    for (const peer of peers)
      made.push(
        new VirtualNetworkPeering(
          autoNamed(`${name}-${peerSlug(peer.name)}`, nameLimits.networkPart),
          transformed(transforms?.peering, { ...ours, ...peeringArgs(peer) }),
          // Another network at the other end is another peering, and there is one for each network.
          {
            parent: this,
            dependsOn: made.slice(-1),
            deleteBeforeReplace: true,
            replaceOnChanges: ["remoteVirtualNetwork"],
          },
        ),
      );
    this.registerOutputs({ connections: {} });
  }
}

/** Traffic between the two networks, and nothing that comes from beyond either: no gateway is shared. */
function peeringArgs({ network }: PeeringPeer) {
  return {
    remoteVirtualNetwork: { id: network },
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
    peerCompleteVnets: true,
  } satisfies Partial<VirtualNetworkPeeringArgs>;
}
