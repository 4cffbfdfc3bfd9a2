import type { Environment } from "../../../../environments/schema/environment.ts";
import type { Issue } from "../../../kit/errors.ts";
import { vpnPeers } from "../../../kit/network/peers.ts";

/** A VPN gateway of any project and region. */
const gatewayPattern =
  /^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/regions\/[a-z]+-[a-z]+[0-9]+\/vpnGateways\/[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Google refuses a tunnel to an address of its own: a gateway of another network of Google Cloud is named. The two may stand
 * in different regions. https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies#connect-vpcs
 */
export function checkPeers({ network }: Pick<Environment, "network">): Issue[] {
  return vpnPeers(network.peers).flatMap(([peer, { gateway, gateways }]) => {
    if (gateway === undefined) return [];
    const place = { path: `network.peers.${peer}.gateway`, value: gateway };
    const issues: Issue[] = [];
    if (!gatewayPattern.test(gateway))
      issues.push({
        ...place,
        rule: "isn't the name of a VPN gateway",
        wayOut: `write what the stack of ${peer} puts out as platform.peers: projects/PROJECT/regions/REGION/vpnGateways/NAME`,
      });
    if (gateways !== undefined)
      issues.push({
        ...place,
        rule: "says where the other end is, and gateways say it too",
        wayOut: "delete gateways for a peer on Google Cloud, gateway for any other",
      });
    return issues;
  });
}
