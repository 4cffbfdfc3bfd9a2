import type { containerservice } from "@pulumi/azure-native/types/input.js";
import type { Input } from "@pulumi/pulumi";
import type { ClusterAccess } from "../../../../environments/schema/cluster.ts";
import { UnsupportedError } from "../../../kit/errors.ts";
import { noCloudEndpoint } from "../capabilities.ts";

/**
 * Who reaches the API server; `names` is the zone of its name where it has no public one. It has an address in a subnet of ours in any mode, by which nodes reach it: their traffic
 * never leaves the network. https://learn.microsoft.com/azure/aks/api-server-vnet-integration
 */
export function decideAccess(
  access: ClusterAccess,
  subnetId: Input<string>,
  names: Input<string> | undefined,
): containerservice.ManagedClusterAPIServerAccessProfileArgs {
  // A command sent through Resource Manager would pass by every rule of the network.
  const inside = { enableVnetIntegration: true, subnetId, disableRunCommand: true };
  switch (access.mode) {
    case "cloud-endpoint":
      throw new UnsupportedError("azure", "cluster.access cloud-endpoint", noCloudEndpoint.instead);
    case "allow-list":
      return { ...inside, enablePrivateCluster: false, authorizedIPRanges: [...access.cidrs] };
    case "private-runner":
      if (names === undefined) throw new Error("a private API server needs a zone for its name");
      return {
        ...inside,
        enablePrivateCluster: true,
        enablePrivateClusterPublicFQDN: false,
        privateDNSZone: names,
      };
  }
}
