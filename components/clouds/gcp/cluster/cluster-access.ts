import type { ClusterArgs } from "@pulumi/gcp/container/cluster.js";
import type { ClusterAccess } from "../../../../environments/schema/cluster.ts";

/** The arguments of a cluster that say who reaches its API server, and how. */
export type AccessArgs = Pick<
  ClusterArgs,
  "controlPlaneEndpointsConfig" | "masterAuthorizedNetworksConfig" | "privateClusterConfig"
>;

/**
 * Who reaches the API server. Nodes never have a public address and reach it inside the network in any mode.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
 */
export function decideAccess(access: ClusterAccess, network: string): AccessArgs {
  switch (access.mode) {
    // Google's front end asks IAM before a packet reaches the cluster (container.clusters.connect); no IP endpoint is left.
    case "cloud-endpoint":
      return {
        controlPlaneEndpointsConfig: {
          dnsEndpointConfig: { allowExternalTraffic: true },
          ipEndpointsConfig: { enabled: false },
        },
        privateClusterConfig: { enablePrivateNodes: true },
      };
    case "allow-list":
      return {
        ...ipEndpoint(access.cidrs, "allowed"),
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
      };
    case "private-runner":
      return {
        ...ipEndpoint([network], "network"),
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      };
  }
}

function ipEndpoint(cidrs: readonly string[], label: string): Omit<AccessArgs, "privateClusterConfig"> {
  return {
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: false },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: cidrs.map((cidrBlock, index) => ({ cidrBlock, displayName: `${label}-${index}` })),
      // Addresses of anyone else's machines on Google Cloud are not ours.
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
    },
  };
}
