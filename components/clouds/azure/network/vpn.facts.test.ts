import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { decideAddresses, gatewayBlock } from "../../../kit/network/addresses.ts";
import { custom } from "../../../plan.fixture.ts";
import { joinedTo } from "../../wishes.fixture.ts";
import { checkAzure } from "../check.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { decideSecurityRules } from "./network-rules.ts";

const block = "10.128.0.0/14";
const environment = azureEnvironment({ domains: {}, network: joinedTo(block) });
const plan = planEnvironment(environment, { layer: "cloud" });
const { cidr } = environment.network;

describe("ways to other clouds from Azure", () => {
  // https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub
  it("have a subnet of the name that Azure asks for, /27 or wider, without rules and without NAT", async () => {
    const { resources } = await plan;
    const { subnets } = custom(resources, "shop-prod-network-vnet").inputs;
    const subnet = { name: "GatewaySubnet", addressPrefix: gatewayBlock(cidr) };
    expect(subnets).toContainEqual(subnet);
    expect(Number(subnet.addressPrefix.split("/")[1])).toBeLessThanOrEqual(27);
  });

  // https://learn.microsoft.com/azure/vpn-gateway/about-zone-redundant-vnet-gateways
  it("stand in three zones with both instances at work, by addresses that do so too", async () => {
    const { resources } = await plan;
    const gateway = custom(resources, "shop-prod-vpn-gateway");
    expect(gateway.inputs).toMatchObject({
      sku: { name: "VpnGw1AZ", tier: "VpnGw1AZ" },
      vpnGatewayGeneration: "Generation1",
      activeActive: true,
      enableBgp: true,
      vpnType: "RouteBased",
    });
    for (const instance of ["first", "second"]) {
      const { inputs } = custom(resources, `shop-prod-vpn-${instance}`);
      expect(inputs).toMatchObject({
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        zones: ["1", "2", "3"],
      });
    }
    // https://learn.microsoft.com/azure/vpn-gateway/tutorial-create-gateway-portal: 45 minutes or more.
    expect(gateway.timeouts).toMatchObject({ create: expect.any(String) as unknown });
  });

  // https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp
  it("name their gateway's own configurations by the gateway's fixed name", async () => {
    const { resources } = await plan;
    const { inputs } = custom(resources, "shop-prod-vpn-gateway");
    const name = z.string().parse(inputs["virtualNetworkGatewayName"]);
    const group = resources.find(({ type }) => type === "azure-native:resources:ResourceGroup")?.urn ?? "";
    expect(inputs["bgpSettings"]).toMatchObject({
      bgpPeeringAddresses: ["first", "second"].map((instance) => ({
        ipconfigurationId: `/subscriptions/${environment.cloud.subscription}/resourceGroups/\${${group}#name}/providers/Microsoft.Network/virtualNetworkGateways/${name}/ipConfigurations/${instance}`,
      })),
    });
  });

  // https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
  it("let the peer in to stores and nowhere else, before Azure's own rule that lets all of a VPN in", async () => {
    const { resources } = await plan;
    const { securityRules } = custom(resources, "shop-prod-network-nodes").inputs;
    const data = decideAddresses(cidr).dataByZone[0];
    expect(securityRules).toContainEqual(
      expect.objectContaining({
        name: "allow-peers-stores",
        priority: 400,
        access: "Allow",
        protocol: "Tcp",
        sourceAddressPrefixes: [block],
        destinationAddressPrefix: data,
      }),
    );
    expect(securityRules).toContainEqual(
      expect.objectContaining({
        name: "deny-peers",
        priority: 410,
        access: "Deny",
        protocol: "*",
        sourceAddressPrefixes: [block],
        destinationAddressPrefix: "*",
      }),
    );
  });

  it("open the ports of every managed store, and none without a peer", () => {
    const addresses = decideAddresses(cidr);
    const rules = decideSecurityRules(addresses, "nobody", { peers: [block], data: "10.1.0.0/24" });
    const [allowed] = rules.filter(({ name }) => name === "allow-peers-stores");
    expect(allowed?.destinationPortRanges).toEqual(
      expect.arrayContaining(["5432", "9093", "8500-8599", "10000", "10260", "10350"]),
    );
    expect(decideSecurityRules(addresses, "nobody").map(({ name }) => name)).not.toContain("deny-peers");
  });

  // https://learn.microsoft.com/azure/vpn-gateway/ipsec-ike-policy-howto
  it("are one connection for each address of the peer, which learns blocks instead of being told", async () => {
    const { resources } = await plan;
    const remotes = resources.filter(({ type }) => type === "azure-native:network:LocalNetworkGateway");
    expect(remotes.map(({ inputs }) => inputs["gatewayIpAddress"])).toEqual(["203.0.113.10", "198.51.100.20"]);
    expect(remotes.map(({ inputs }) => inputs["localNetworkAddressSpace"])).toEqual([undefined, undefined]);
  });

  it("refuse a gateway's name in place of its addresses", () => {
    const named = joinedTo(block);
    const peers = {
      "shop-elsewhere": {
        ...named.peers["shop-elsewhere"],
        gateways: undefined,
        gateway: "projects/p/regions/r/vpnGateways/n",
      },
    };
    expect(checkAzure(azureEnvironment({ domains: {}, network: { ...named, peers } })).map(({ path }) => path)).toEqual(
      ["network.peers.shop-elsewhere.gateway"],
    );
  });
});
