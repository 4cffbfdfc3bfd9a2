import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { custom } from "../../../plan.fixture.ts";
import { joinedBeside } from "../../wishes.fixture.ts";
import { checkAzure } from "../check.ts";
import { azureEnvironment } from "../environment.fixture.ts";

const block = "10.128.0.0/14";
const id = (name: string): string =>
  `/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/${name}`;
const { cidr, peers } = joinedBeside(block, id("zone"));
const two = {
  cidr,
  peers: { ...peers, "shop-again": { kind: "peering" as const, cidr: "10.192.0.0/14", network: id("again") } },
};
const plan = planEnvironment(azureEnvironment({ domains: {}, network: two }), { layer: "cloud" });

describe("ways between virtual networks", () => {
  // https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering
  it("carry traffic of the two networks and nobody else's, and share no gateway", async () => {
    const { inputs } = custom((await plan).resources, "shop-prod-peering-shop-zone");
    expect(inputs).toMatchObject({
      virtualNetworkName: expect.stringMatching(/shop-prod-network-vnet#name}$/) as unknown,
      remoteVirtualNetwork: { id: id("zone") },
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic: false,
      allowGatewayTransit: false,
      useRemoteGateways: false,
      peerCompleteVnets: true,
    });
  });

  // https://learn.microsoft.com/azure/virtual-network/virtual-network-troubleshoot-peering-issues
  it("are made one after the other, and again where the other network is another", async () => {
    const { resources } = await plan;
    const [first, second] = ["again", "zone"].map((name) => custom(resources, `shop-prod-peering-shop-${name}`));
    expect(second?.dependencies).toContain(first?.urn);
    expect(first?.dependencies).not.toContain(second?.urn);
    expect(first).toMatchObject({ deleteBeforeReplace: true, replaceOnChanges: ["remoteVirtualNetwork"] });
  });

  // The network's own list stays unset, or the two would delete each other's.
  // https://www.pulumi.com/registry/packages/azure-native/api-docs/network/virtualnetwork/
  it("are no part of the network's own arguments", async () => {
    const { inputs } = custom((await plan).resources, "shop-prod-network-vnet");
    expect(inputs["virtualNetworkPeerings"]).toBeUndefined();
  });
});

describe("what Azure says of a peer on Azure", () => {
  const said = (network: string, connection?: string) =>
    checkAzure(azureEnvironment({ domains: {}, network: joinedBeside(block, network, connection) })).map(
      ({ path, rule }) => `${path}: ${rule}`,
    );

  it("is nothing where its network is right", () => {
    expect(said(id("zone"))).toEqual([]);
  });

  it.each([
    ["a name", "shop-zone-vnet", undefined, "network: isn't the identifier of a virtual network"],
    ["a subnet", `${id("zone")}/subnets/data`, undefined, "network: isn't the identifier of a virtual network"],
    [
      "joined by a connection",
      id("zone"),
      "pcx-1",
      "connection: is for clouds where one side asks and the other accepts; on Azure each side makes its own half",
    ],
  ])("is that it can't be %s", (_, network, connection, expected) => {
    expect(said(network, connection)).toEqual([`network.peers.shop-zone.${expected}`]);
  });
});
