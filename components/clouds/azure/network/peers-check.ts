import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkNoNamedGateways } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { peeringPeers } from "../../../kit/network/peers.ts";

/** An id of a virtual network. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
export const networkPattern =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i;

/** What only Azure can know to be wrong with ways to other environments' networks. */
export function checkPeers({ network }: Pick<Environment, "network">): Issue[] {
  const halves = peeringPeers(network.peers).flatMap(([peer, { network: theirs, connection }]) => {
    const issues: Issue[] = [];
    if (!networkPattern.test(theirs))
      issues.push({
        path: `network.peers.${peer}.network`,
        value: theirs,
        rule: "isn't the identifier of a virtual network",
        wayOut: `write what the stack of ${peer} puts out as platform.network: /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME`,
      });
    if (connection !== undefined)
      issues.push({
        path: `network.peers.${peer}.connection`,
        value: connection,
        rule: "is for clouds where one side asks and the other accepts; on Azure each side makes its own half",
        wayOut: "delete it",
      });
    return issues;
  });
  return [...checkNoNamedGateways(network), ...halves];
}
