import type { network } from "@pulumi/azure-native/types/input.js";
import type { ManagedStoreFacts } from "../../../cloud.ts";
import type { AddressPlan } from "../../../kit/network/addresses.ts";
import type { Door } from "../../../kit/network/balancers.ts";
import { byFirstPort, ports, type PortRange } from "../../../kit/network/ports.ts";
import { azureManagedStores } from "../databases/managed-stores.ts";

/** Who reaches a gateway in the cluster from outside of the network. */
export type Visitors = "nobody" | "front-door" | "everybody";

/**
 * What may reach the nodes' subnet. AKS doesn't touch these rules: it keeps others on the nodes' interfaces, which let in
 * the addresses of Services and nothing else, so that a packet from outside has to pass both.
 * https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay#network-security-groups
 */
export function decideSecurityRules(
  { nodes, pods }: Pick<AddressPlan, "nodes" | "pods">,
  visitors: Visitors,
  peers?: PeerBlocks,
  doors: readonly Door[] = [],
): network.SecurityRuleArgs[] {
  const door: network.SecurityRuleArgs = {
    ...inbound("allow-web", 100, "Allow"),
    protocol: "Tcp",
    // All of Front Door, also other people's: which of them it is stands in the header X-Azure-FDID.
    // https://learn.microsoft.com/azure/frontdoor/origin-security
    sourceAddressPrefix: visitors === "front-door" ? "AzureFrontDoor.Backend" : "Internet",
    destinationAddressPrefix: "*",
    destinationPortRanges: ["80", "443"],
    description: "Users reach the gateway. Nodes have no public address, so this is by a load balancer only.",
  };
  return [
    ...(visitors === "nobody" ? [] : [door]),
    ...doors.map((one, index) => doorRule(one, 110 + index, nodes)),
    {
      ...inbound("allow-load-balancer", 200, "Allow"),
      sourceAddressPrefix: "AzureLoadBalancer",
      destinationAddressPrefix: "*",
      destinationPortRange: "*",
      description: "Azure's load balancers ask whether nodes are well.",
    },
    {
      ...inbound("allow-cluster", 300, "Allow"),
      sourceAddressPrefixes: [nodes, pods],
      destinationAddressPrefixes: [nodes, pods],
      destinationPortRange: "*",
      description: "Pods keep their addresses on the way, and their block isn't part of the network.",
    },
    ...(peers === undefined ? [] : peerRules(peers)),
    {
      ...inbound("deny-internet", 4096, "Deny"),
      sourceAddressPrefix: "Internet",
      destinationAddressPrefix: "*",
      destinationPortRange: "*",
      description: "What the last rule of Azure's does already, said where people and tools look.",
    },
  ];
}

/**
 * Callers of a Service's load balancer. A packet arrives at a node with the balancer's address and port as its destination, since AKS has floating
 * addresses; an internal one is an address of the nodes' subnet.
 * https://learn.microsoft.com/azure/load-balancer/load-balancer-floating-ip
 */
function doorRule({ name, scope, ports: open, sources }: Door, priority: number, nodes: string) {
  return {
    ...inbound(`allow-${name}`, priority, "Allow"),
    protocol: "Tcp",
    sourceAddressPrefixes: [...sources],
    destinationAddressPrefix: scope === "internal" ? nodes : "*",
    destinationPortRanges: open.map(String),
    description: "Named callers reach a store by its load balancer.",
  } as const satisfies network.SecurityRuleArgs;
}

/** Where peers call from, and the subnet of the managed stores that they may call. */
export interface PeerBlocks {
  readonly peers: readonly string[];
  readonly data: string;
}

/**
 * Of what comes through a VPN gateway or a peering Azure's own rules let everything in: it counts as the network's. So peers are let in
 * to stores by name, and to nothing else.
 * https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
function peerRules({ peers, data }: PeerBlocks): network.SecurityRuleArgs[] {
  return [
    {
      ...inbound("allow-peers-stores", 400, "Allow"),
      protocol: "Tcp",
      sourceAddressPrefixes: [...peers],
      destinationAddressPrefix: data,
      destinationPortRanges: storePorts.map(portText),
      description: "Environments whose networks are joined with this one call managed stores.",
    },
    {
      ...inbound("deny-peers", 410, "Deny"),
      sourceAddressPrefixes: [...peers],
      destinationAddressPrefix: "*",
      destinationPortRange: "*",
      description: "They call nothing else.",
    },
  ];
}

const facts: ManagedStoreFacts = azureManagedStores;

/** Ports of all managed stores: the usual ones, and those that only Azure has. */
const storePorts: readonly PortRange[] = [
  ...new Set<PortRange>([
    ...Object.values(ports),
    ...[facts.redis, facts.kafka, facts.mongodb, facts.cassandra, facts.rabbitmq].flatMap((store) =>
      store === undefined ? [] : "ports" in store ? store.ports : [store.port],
    ),
  ]),
].sort(byFirstPort);

function portText(range: PortRange): string {
  return typeof range === "number" ? String(range) : `${range.first}-${range.last}`;
}

/** What may reach runners: nothing. They ask for their jobs, and go to the API server by themselves. */
export const runnerRules: readonly network.SecurityRuleArgs[] = [
  {
    ...inbound("deny-all", 4096, "Deny"),
    sourceAddressPrefix: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
    description: "Runners ask for work themselves.",
  },
];

function inbound(name: string, priority: number, access: "Allow" | "Deny") {
  return { name, priority, access, direction: "Inbound", protocol: "*", sourcePortRange: "*" } as const;
}
