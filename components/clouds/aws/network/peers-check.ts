import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkNoNamedGateways } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { asksForPeering, peeringPeers, vpnPeers } from "../../../kit/network/peers.ts";
import { parseVpcArn } from "./vpc-arn.ts";

/** What only AWS can know to be wrong with ways to other environments' networks. */
export function checkPeers(environment: Pick<Environment, "name" | "network">): Issue[] {
  return [...checkTunnels(environment), ...checkNoNamedGateways(environment.network), ...checkPeerings(environment)];
}

/**
 * A peer's gateway has two addresses: one with an address for each tunnel is another of AWS's, and neither would give its
 * own first. https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html
 */
function checkTunnels({ network }: Pick<Environment, "network">): Issue[] {
  return vpnPeers(network.peers).flatMap(([peer, { gateways }]) =>
    gateways === undefined || gateways.length === 2
      ? []
      : [
          {
            path: `network.peers.${peer}.gateways`,
            value: String(gateways.length),
            rule: "are an address for each tunnel, which a gateway of AWS's gives too, so that none could be first",
            wayOut: "write the two addresses of the peer's gateway, or kind: peering for another environment on AWS",
          },
        ],
  );
}

function checkPeerings({ name, network }: Pick<Environment, "name" | "network">): Issue[] {
  return peeringPeers(network.peers).flatMap(([peer, { network: theirs, connection }]) => {
    const path = `network.peers.${peer}`;
    const issues: Issue[] = [];
    if (parseVpcArn(theirs) === undefined)
      issues.push({
        path: `${path}.network`,
        value: theirs,
        rule: "isn't the ARN of a VPC",
        wayOut: `write what the stack of ${peer} puts out as platform.network, e.g. arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0`,
      });
    if (connection !== undefined && asksForPeering(name, peer))
      issues.push({
        path: `${path}.connection`,
        value: connection,
        rule: `is for the side that accepts, and ${name} is the one that asks, since its name comes first`,
        wayOut: `delete it here, and write it in the file of ${peer}`,
      });
    else if (connection !== undefined && !/^pcx-[0-9a-f]{8,17}$/.test(connection))
      issues.push({
        path: `${path}.connection`,
        value: connection,
        rule: "isn't the identifier of a peering connection",
        wayOut: `write what the stack of ${peer} puts out as platform.peers, e.g. pcx-0123456789abcdef0`,
      });
    return issues;
  });
}
